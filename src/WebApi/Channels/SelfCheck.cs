using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Channels;

/// <summary>How one line of the self-check stands: <c>ok</c>, <c>warning</c>, <c>problem</c>, or <c>unknown</c> when it could not be asked.</summary>
public sealed record CheckLine(string Id, string State, string Text, string? Mend = null, string? Help = null);

/// <summary>The self-check of a connection, line by line; <c>state</c> is the worst of them.</summary>
public sealed record CheckReport(string State, IReadOnlyList<CheckLine> Lines, DateTimeOffset CheckedAt);

/// <summary>What Meta said when it was asked about a connection; null for what there was no need to ask.</summary>
internal sealed record Findings(
    AccountAnswer<TokenInfo> Token,
    AccountAnswer<IReadOnlyList<NumberInfo>>? Numbers,
    AccountAnswer<bool>? Subscribed
);

/// <summary>Judges a connection: what is right, what is not, and how to mend it. Pure, so that each line can be tested.</summary>
internal static class SelfCheck
{
    private const string Guide = "docs/connect-whatsapp.md#";
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);
    private static readonly string[] WorstFirst = ["problem", "warning", "unknown"];
    private static readonly string[] Scopes = ["whatsapp_business_messaging", "whatsapp_business_management"];

    public static CheckReport Judge(
        ConnectionState connection,
        IReadOnlyList<Channel> channels,
        Findings findings,
        string webhookUrl,
        DateTimeOffset now
    )
    {
        var lines = new List<CheckLine>
        {
            Token(findings.Token, connection.TokenRefusedAt, now),
            Scope(findings.Token),
            Account(connection, findings.Numbers),
            Subscription(findings.Subscribed),
            Handshake(connection, webhookUrl),
            Signature(connection),
        };
        if (channels.Count == 0)
            lines.Add(
                new CheckLine(
                    "channels",
                    "problem",
                    "No number is used yet.",
                    "Choose one of the account's numbers.",
                    Guide + "number"
                )
            );
        foreach (var channel in channels)
            lines.AddRange(Number(channel, findings.Numbers));
        return new CheckReport(Worst(lines), lines, now);
    }

    private static CheckLine Token(AccountAnswer<TokenInfo> answer, DateTimeOffset? refusedAt, DateTimeOffset now) =>
        answer switch
        {
            Told<TokenInfo> { Value: { Valid: true, ExpiresAt: { } end } } when end - now < Soon => new(
                "token",
                "warning",
                $"The access token works, but ends on {end:yyyy-MM-dd HH:mm} UTC.",
                "Make a token of a system user that does not expire, and enter it here.",
                Guide + "token"
            ),
            Told<TokenInfo> { Value.Valid: true } when refusedAt is null => new(
                "token",
                "ok",
                "The access token works."
            ),
            Told<TokenInfo> { Value.Valid: true } => new(
                "token",
                "warning",
                $"Meta refused the access token on {refusedAt:yyyy-MM-dd HH:mm} UTC, and takes it now.",
                "Run the check once more; if this stays, make a new token.",
                Guide + "token"
            ),
            Unreached<TokenInfo>(var reason) => Unknown("token", reason),
            _ => new(
                "token",
                "problem",
                "Meta refuses the access token: it has expired or was revoked. Nothing is sent; messages wait for a new one.",
                "Make a new token in Meta's business settings and enter it here.",
                Guide + "token"
            ),
        };

    private static CheckLine Scope(AccountAnswer<TokenInfo> answer)
    {
        if (answer is not Told<TokenInfo> { Value: { Valid: true } token })
            return Unknown("scopes", "the token does not work");

        var missing = Scopes.Except(token.Scopes).ToArray();
        return missing.Length == 0
            ? new CheckLine("scopes", "ok", "The token may send and manage.")
            : new CheckLine(
                "scopes",
                "problem",
                $"The token lacks {string.Join(" and ", missing)}.",
                "Make the token anew with both permissions.",
                Guide + "token"
            );
    }

    private static CheckLine Account(ConnectionState connection, AccountAnswer<IReadOnlyList<NumberInfo>>? answer) =>
        answer switch
        {
            null => new(
                "account",
                "problem",
                "The id of the WhatsApp Business Account is missing.",
                "Copy it from WhatsApp Manager.",
                Guide + "account"
            ),
            Told<IReadOnlyList<NumberInfo>>(var numbers) => new(
                "account",
                "ok",
                $"The account {connection.WabaId} answers and has {numbers.Count} number{(numbers.Count == 1 ? "" : "s")}."
            ),
            Unreached<IReadOnlyList<NumberInfo>>(var reason) => Unknown("account", reason),
            Declined<IReadOnlyList<NumberInfo>>(_, var error, _) => new(
                "account",
                "problem",
                $"Meta does not show the account {connection.WabaId} to this token: {error.Title}",
                "Check the id, and that the system user has the account among its assets.",
                Guide + "account"
            ),
            _ => Unknown("account", "no answer"),
        };

    private static CheckLine Subscription(AccountAnswer<bool>? answer) =>
        answer switch
        {
            Told<bool>(true) => new("subscription", "ok", "The app is subscribed to the account's webhooks."),
            Told<bool>(false) => new(
                "subscription",
                "problem",
                "The app is not subscribed to the account: no message will arrive.",
                "Press “Subscribe”.",
                Guide + "webhook"
            ),
            Declined<bool>(_, var error, _) => new(
                "subscription",
                "problem",
                $"Meta does not tell whether the app is subscribed: {error.Title}",
                "Mend the token first.",
                Guide + "webhook"
            ),
            Unreached<bool>(var reason) => Unknown("subscription", reason),
            _ => Unknown("subscription", "the account is not known"),
        };

    private static CheckLine Handshake(ConnectionState connection, string webhookUrl) =>
        connection.HandshakeAt is { } at
            ? new CheckLine(
                "webhook",
                "ok",
                $"Meta reached this server and knew the verify token ({at:yyyy-MM-dd HH:mm} UTC)."
            )
        : connection.SignedAt is not null ? new CheckLine("webhook", "ok", "Meta reaches this server.")
        : new CheckLine(
            "webhook",
            "problem",
            "Meta has not verified the webhook yet.",
            $"Enter {webhookUrl} and the verify token in the app's WhatsApp configuration, and press “Verify and save”.",
            Guide + "webhook"
        );

    private static CheckLine Signature(ConnectionState connection) =>
        (connection.SignedAt, connection.BadlySignedAt) switch
        {
            (null, null) => new(
                "signature",
                "warning",
                "No webhook has come yet.",
                "Write to the number from a phone.",
                Guide + "webhook"
            ),
            ({ } good, var bad) when bad is null || bad < good => new(
                "signature",
                "ok",
                $"Webhooks come with a right signature, the last on {good:yyyy-MM-dd HH:mm} UTC."
            ),
            _ => new(
                "signature",
                "problem",
                "Webhooks come with a wrong signature and are refused.",
                "Enter the app secret of the app whose webhook this is.",
                Guide + "secret"
            ),
        };

    private static IEnumerable<CheckLine> Number(Channel channel, AccountAnswer<IReadOnlyList<NumberInfo>>? answer)
    {
        var id = $"number-{channel.PhoneNumberId}";
        if (answer is not Told<IReadOnlyList<NumberInfo>>(var numbers))
        {
            yield return Unknown(id, "the account does not answer");
            yield break;
        }

        if (numbers.FirstOrDefault(one => one.Id == channel.PhoneNumberId) is not { } number)
        {
            yield return new CheckLine(
                id,
                "problem",
                $"+{channel.Number} is not a number of this account.",
                "Remove the channel, or correct the account's id.",
                Guide + "number"
            );
            yield break;
        }

        yield return number.Status is null or "CONNECTED"
            ? new CheckLine(id, "ok", $"+{channel.Number} is registered.")
            : new CheckLine(
                id,
                "problem",
                $"+{channel.Number} is {number.Status.ToLowerInvariant()}.",
                number.Verification == "VERIFIED"
                    ? "Register it with its two-step pin."
                    : "Have a code sent, enter it, then register the number.",
                Guide + "number"
            );
        if (number.Quality is "YELLOW" or "RED")
            yield return new CheckLine(
                $"quality-{channel.PhoneNumberId}",
                number.Quality == "RED" ? "problem" : "warning",
                $"+{channel.Number} has the quality {number.Quality.ToLowerInvariant()}: people block or report it.",
                "Send less that nobody asked for, and only to people who opted in.",
                Guide + "quality"
            );
    }

    private static CheckLine Unknown(string id, string reason) => new(id, "unknown", $"Could not be asked: {reason}.");

    private static string Worst(IReadOnlyList<CheckLine> lines) =>
        WorstFirst.FirstOrDefault(state => lines.Any(line => line.State == state)) ?? "ok";
}
