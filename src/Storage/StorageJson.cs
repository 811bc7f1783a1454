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
internal sealed partial class StorageJson : JsonSerializerContext
{
    public static string Of(MessageError error) => JsonSerializer.Serialize(error, MessagesJson.Default.MessageError);
}
