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

    public static MessageError? Error(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, MessagesJson.Default.MessageError);
}
