using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>JSON of what Storage itself writes and reads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true
)]
[JsonSerializable(typeof(SendFailure))]
[JsonSerializable(typeof(CallAnswer))]
[JsonSerializable(typeof(ContactChange))]
[JsonSerializable(typeof(BroadcastContent))]
[JsonSerializable(typeof(Audience))]
[JsonSerializable(typeof(BroadcastPlan))]
[JsonSerializable(typeof(IReadOnlyList<SequenceStep>))]
[JsonSerializable(typeof(SequenceStop))]
[JsonSerializable(typeof(IReadOnlyList<BroadcastVariant>))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    public static string Of(MessageError error) => JsonSerializer.Serialize(error, MessagesJson.Default.MessageError);

    public static string Of(Content content) => JsonSerializer.Serialize(content, MessagesJson.Default.Content);

    public static string Of(Author author) => JsonSerializer.Serialize(author, MessagesJson.Default.Author);

    public static Content Content(string json) =>
        JsonSerializer.Deserialize(json, MessagesJson.Default.Content)
        ?? throw new JsonException("A message has a content.");

    public static Author Author(string json) =>
        JsonSerializer.Deserialize(json, MessagesJson.Default.Author)
        ?? throw new JsonException("A message has an author.");

    public static string Of(BroadcastContent content) => JsonSerializer.Serialize(content, Default.BroadcastContent);

    public static string Of(Audience audience) => JsonSerializer.Serialize(audience, Default.Audience);

    public static string Of(BroadcastPlan plan) => JsonSerializer.Serialize(plan, Default.BroadcastPlan);

    public static string Of(IReadOnlyList<BroadcastVariant> variants) =>
        JsonSerializer.Serialize(variants, Default.IReadOnlyListBroadcastVariant);

    public static IReadOnlyList<BroadcastVariant>? ReadVariants(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Default.IReadOnlyListBroadcastVariant);

    public static BroadcastContent ReadBroadcastContent(string json) =>
        JsonSerializer.Deserialize(json, Default.BroadcastContent)
        ?? throw new JsonException("A broadcast has a content.");

    public static Audience ReadAudience(string json) =>
        JsonSerializer.Deserialize(json, Default.Audience) ?? throw new JsonException("A broadcast has an audience.");

    public static MessageError? Error(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, MessagesJson.Default.MessageError);
}
