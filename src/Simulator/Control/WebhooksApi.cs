using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>A webhook to send exactly as given.</summary>
internal sealed record RawWebhook(string? Field, JsonElement Value);

/// <summary>How webhooks leave, and webhooks written by hand.</summary>
internal static class WebhooksApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/webhooks", Get);
        api.MapPut("/webhooks", Put);
        api.MapPost("/numbers/{phoneNumberId}/webhooks", Send);
    }

    private static IResult Get(WebhookDice dice) => ControlJson.Answer(dice.Mood, ControlJson.Default.WebhookMood);

    private static async Task<IResult> Put(HttpRequest request, WebhookDice dice, CancellationToken cancel)
    {
        if (await ControlJson.Read(request, ControlJson.Default.WebhookMood, cancel) is not { } mood)
        {
            return Problems.BadJson();
        }

        if (mood.Mistake() is { } mistake)
        {
            return Problems.BadInput(mistake);
        }

        dice.Mood = mood;
        return Get(dice);
    }

    private static async Task<IResult> Send(
        string phoneNumberId,
        HttpRequest request,
        World world,
        WebhookSender webhooks,
        CancellationToken cancel
    )
    {
        if (world.Line(phoneNumberId) is not { } line)
        {
            return Problems.NotFound($"no business number {phoneNumberId}");
        }

        if (
            await ControlJson.Read(request, ControlJson.Default.RawWebhook, cancel)
            is not { Field: { Length: > 0 and <= 100 } field } raw
        )
        {
            return Problems.BadJson();
        }

        if (
            raw.Value.ValueKind != JsonValueKind.Object
            || !field.All(letter => char.IsAsciiLetterLower(letter) || letter == '_')
        )
        {
            return Problems.BadInput("field must be small letters and underscores, value an object");
        }

        if (Written(raw.Value) is not { } value)
        {
            return Problems.BadInput("the value has text that is not valid Unicode");
        }

        webhooks.Tell(line.Number, field, value);
        return TypedResults.Accepted((string?)null);
    }

    // half of a surrogate pair in an escape is JSON by its grammar, but no text
    private static byte[]? Written(JsonElement value)
    {
        try
        {
            return MetaJson.Write(json => value.WriteTo(json));
        }
        catch (Exception unsound) when (unsound is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
