using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WhatsAppBot.Simulator;

/// <summary>The control API's JSON: its own, whatever the host that it is mapped into prefers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = true
)]
[JsonSerializable(typeof(Listed<NumberView>))]
[JsonSerializable(typeof(Listed<PhoneView>))]
[JsonSerializable(typeof(Listed<ChatMessage>))]
[JsonSerializable(typeof(LogView))]
[JsonSerializable(typeof(FaultView))]
[JsonSerializable(typeof(FaultList))]
[JsonSerializable(typeof(NumberWish))]
[JsonSerializable(typeof(PhoneAct))]
[JsonSerializable(typeof(PhoneWish))]
[JsonSerializable(typeof(WrittenView))]
[JsonSerializable(typeof(ReadView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(Listed<TemplateView>))]
[JsonSerializable(typeof(TemplateWish))]
[JsonSerializable(typeof(FormWish))]
[JsonSerializable(typeof(FormQuestion))]
[JsonSerializable(typeof(FormAnswer))]
[JsonSerializable(typeof(TokenWish))]
[JsonSerializable(typeof(WebhookMood))]
[JsonSerializable(typeof(RawWebhook))]
[JsonSerializable(typeof(CrowdWish))]
[JsonSerializable(typeof(CrowdView))]
[JsonSerializable(typeof(Listed<CrowdView>))]
internal sealed partial class ControlJson : JsonSerializerContext
{
    public static IResult Answer<T>(T value, JsonTypeInfo<T> type, int status = 200) =>
        TypedResults.Text(JsonSerializer.Serialize(value, type), "application/json", statusCode: status);

    /// <summary>The body of a request; null when it is not what it should be.</summary>
    public static async Task<T?> Read<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, cancel);
        }
        catch (Exception malformed)
            when (malformed is JsonException or InvalidOperationException or BadHttpRequestException)
        {
            return null;
        }
    }
}

/// <summary>A page of a list; <paramref name="Next"/> is what to ask after, and nothing at the end.</summary>
internal sealed record Listed<T>(
    IReadOnlyList<T> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Next = null
);

/// <summary>What the control API says when it will not.</summary>
internal static class Problems
{
    public static IResult BadInput(string detail) =>
        TypedResults.Problem(detail, statusCode: 400, title: "Bad input", type: "/problems/bad-input");

    public static IResult BadJson() => BadInput("the body is not the JSON that belongs here");

    public static IResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: 404, title: "Not found", type: "/problems/not-found");
}
