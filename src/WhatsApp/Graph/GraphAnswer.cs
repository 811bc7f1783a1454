using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>
/// Judges an answer of the Graph API: by its <c>error.code</c> where there is one, never by the HTTP status alone.
/// <paramref name="Trace"/> is what Meta's support asks for.
/// </summary>
internal sealed record GraphAnswer(SendResult Result, string? Trace = null)
{
    /// <summary>Nobody waits longer than this because a header said so.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>
    /// <paramref name="read"/> is the id of the message that was to be marked as read, null for a send.
    /// <paramref name="body"/> is empty when it was too large to be Graph's.
    /// </summary>
    public static GraphAnswer Of(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, string? read)
    {
        try
        {
            var clean = CleanJson.IsClean(body.Span) ? body : CleanJson.Rewrite(body.Span);
            using var json = JsonDocument.Parse(clean);
            return Accepted(status, json.RootElement, read)
                ?? Failed(json.RootElement, retryAfter)
                ?? Unreadable(status, retryAfter);
        }
        catch (JsonException)
        {
            return Unreadable(status, retryAfter);
        }
    }

    private static GraphAnswer? Accepted(int status, JsonElement root, string? read)
    {
        if (status is < 200 or > 299)
            return null;

        if (read is not null)
            return root.Flag("success"u8) ? new GraphAnswer(new Sent(read, null, null, Held: false)) : null;

        if (root.First("messages"u8) is not { } message || message.Id("id"u8) is not { } wamid)
            return null;

        var contact = root.First("contacts"u8);
        var held = message.Text("message_status"u8) is "held_for_quality_assessment" or "paused";
        return new GraphAnswer(new Sent(wamid, contact?.Id("wa_id"u8), contact?.Id("user_id"u8), held));
    }

    private static GraphAnswer? Failed(JsonElement root, TimeSpan? retryAfter)
    {
        if (
            root.Object("error"u8) is not { } json
            || json.Int("code"u8) is null
            || ErrorReader.Read(json) is not { } error
        )
            return null;

        var rule = ErrorTable.Of(error.Code);
        SendResult result =
            rule.Later is { } later && later.WaitAfter(1) is { } wait
                ? new TryLater(Longer(wait, retryAfter), later.Scope, error)
                : new Refused(error, ScopeOf(rule, json, error));
        return new GraphAnswer(result, json.Id("fbtrace_id"u8));
    }

    // 100 says "invalid parameter" of anything: of the number (subcode 33: no such object), of the recipient, of the content
    private static RefusalScope ScopeOf(ErrorRule rule, JsonElement json, MessageError error)
    {
        if (error.Code != 100)
            return rule.Refused;

        if (json.Int("error_subcode"u8) == 33)
            return RefusalScope.Number;

        var said = $"{json.Text("message"u8)} {error.Details}";
        string[] ofRecipient = ["recipient", "parameter to ", "Param to ", "new-line/tab"];
        return ofRecipient.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? RefusalScope.Recipient
            : rule.Refused;
    }

    // No word of Graph's. A 2xx or 5xx may come from something behind which the message went out; 408 from something that gave up on it.
    private static GraphAnswer Unreadable(int status, TimeSpan? retryAfter)
    {
        var error = new MessageError(ErrorTable.NoCode, $"HTTP {status} without a Graph answer");
        return new GraphAnswer(
            status switch
            {
                429 => new TryLater(Longer(TimeSpan.FromSeconds(1), retryAfter), LaterScope.Number, error),
                >= 300 and < 500 and not 408 => new Refused(error, RefusalScope.Number),
                _ => new Unknown(error.Title),
            }
        );
    }

    private static TimeSpan Longer(TimeSpan wait, TimeSpan? retryAfter)
    {
        if (retryAfter is not { } asked || asked <= wait)
            return wait;

        return asked < LongestWait ? asked : LongestWait;
    }
}
