using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WhatsAppBot.Flows;

/// <summary>The one way sessions, inputs and events become JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(Input))]
[JsonSerializable(typeof(FlowEvent))]
[JsonSerializable(typeof(IReadOnlyList<FlowEvent>))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(Playing.Around))]
[JsonSerializable(typeof(Playing.SavedTest))]
[JsonSerializable(typeof(IReadOnlyList<TriggerLine>))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(IReadOnlyList<Problem>))]
public sealed partial class FlowsJson : JsonSerializerContext;
