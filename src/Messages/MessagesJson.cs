using System.Text.Json.Serialization;

namespace WhatsAppBot.Messages;

/// <summary>The one way messages become JSON, in the database, in grain calls and over HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(Content))]
[JsonSerializable(typeof(Author))]
[JsonSerializable(typeof(MessageError))]
[JsonSerializable(typeof(InboundMessage))]
[JsonSerializable(typeof(Sender))]
[JsonSerializable(typeof(MessageStatus))]
[JsonSerializable(typeof(Direction))]
[JsonSerializable(typeof(Owner))]
public sealed partial class MessagesJson : JsonSerializerContext;
