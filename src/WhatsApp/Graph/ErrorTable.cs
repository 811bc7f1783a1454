using System.Collections.Frozen;
using static WhatsAppBot.WhatsApp.RefusalScope;

namespace WhatsAppBot.WhatsApp;

/// <summary>
/// Meta's error codes and what each asks of a sender. Source: Meta's Cloud API error page, the policies of section C.5 of the project's
/// reference. HTTP statuses are left out on purpose: rate limits are 400, an unknown template is 404, permanent errors are 500.
/// </summary>
public static class ErrorTable
{
    /// <summary>An error that Meta gave no code, or that is ours.</summary>
    public const int NoCode = -1;

    private const RefusalScope Person = RefusalScope.Recipient;

    // "once more, soon": Meta says "something went wrong" and means it
    private static readonly Retry Twice = new(LaterScope.Recipient, Seconds(2), Seconds(30), MostTries: 3);
    private static readonly Retry Thrice = new(LaterScope.Recipient, Seconds(2), Seconds(30), MostTries: 4);
    private static readonly Retry Downtime = new(LaterScope.Recipient, Seconds(5), Seconds(300), MostTries: 8);

    // one message in 6 s to one person, bursts are borrowed from later: Meta asks for waits of 4^n seconds
    private static readonly Retry Pair = new(LaterScope.Recipient, Seconds(1), Seconds(256), Factor: 4, MostTries: 8);
    private static readonly Retry Throughput = new(LaterScope.Number, Seconds(1), Seconds(60));

    // the move of a number to 1,000 messages a second takes a minute
    private static readonly Retry Maintenance = new(LaterScope.Number, Seconds(60), Seconds(120));
    private static readonly Retry CallLimit = new(LaterScope.Account, Seconds(60), Seconds(900));
    private static readonly Retry NoConnection = new(LaterScope.Account, Seconds(1), Seconds(60));

    public static IReadOnlyList<ErrorRule> All { get; } =
    [
        Rule(NoCode, "not from Meta: no connection, or a limit checked here", Person, NoConnection),
        Rule(0, "the token cannot be authenticated", Token),
        Rule(1, "unknown API error", Person, Twice),
        Rule(2, "temporary downtime or overload", Person, Downtime),
        Rule(3, "capability or permission problem", Number),
        Rule(4, "call limit of the app", Person, CallLimit),
        Rule(10, "permission missing or removed", Number),
        Rule(33, "the business number was deleted", Number),
        Rule(100, "invalid parameter", Content),
        Rule(102, "the session of the token is over (Meta's Graph API error page)", Token),
        Rule(104, "no access token in the request", Token),
        Rule(190, "access token expired or invalid", Token),
        new(200, 299, "API permission missing", Number),
        Rule(368, "blocked for a while for policy violations", Number),
        Rule(613, "custom rate limit", Person, CallLimit),
        Rule(80007, "rate limit of the business account", Person, CallLimit),
        Rule(130429, "throughput of the number reached", Person, Throughput),
        Rule(130472, "the user is part of an experiment: never try again", Person),
        Rule(130497, "no messages allowed to users of this country", Person),
        Rule(131000, "something went wrong", Person, Thrice),
        Rule(131005, "access denied", Number),
        Rule(131008, "required parameter missing", Content),
        Rule(131009, "parameter value not valid", Person),
        Rule(131014, "media URL not found (old)", Person),
        Rule(131016, "service unavailable", Person, Downtime),
        Rule(131020, "group error", Person),
        Rule(131021, "recipient and sender are the same", Person),
        Rule(131026, "undeliverable", Person),
        Rule(131030, "not among the allowed recipients of a test number", Person),
        Rule(131031, "account locked", Number),
        Rule(131037, "display name not approved", Number),
        Rule(131041, "group error", Person),
        Rule(131042, "payment problem", Number),
        Rule(131044, "payment problem of calling", Person),
        Rule(131045, "registration or certificate of the number", Number),
        Rule(131047, "the 24-hour window is closed", Person),
        Rule(131048, "too many messages blocked or reported as spam", Number),
        Rule(131049, "kept back for the sake of the user: no second try within 24 hours", Person),
        Rule(131050, "the user stopped marketing messages: opt out", Person),
        Rule(131051, "unsupported message type", Person),
        Rule(131052, "media could not be downloaded", Person),
        Rule(131053, "media could not be uploaded", Person),
        Rule(131055, "method not allowed", Content),
        Rule(131056, "too many messages to this one user", Person, Pair),
        Rule(131057, "number in maintenance", Person, Maintenance),
        Rule(131058, "hello_world goes out from test numbers only", Content),
        Rule(131062, "not possible for a business-scoped user id", Person),
        Rule(131063, "marketing templates are off for this number", Content),
        Rule(131064, "limited because of misclassified templates", Number),
        new(131200, 131299, "group error", Person),
        Rule(132000, "number of parameters differs from the template", Content),
        Rule(132001, "template unknown or not approved in this language", Content),
        Rule(132005, "text too long after substitution", Person),
        Rule(132007, "template breaks the policy", Content),
        Rule(132012, "parameter format differs from the template", Content),
        Rule(132015, "template paused", Content),
        Rule(132016, "template disabled for good", Content),
        Rule(132018, "line break, tab or five spaces in a parameter", Person),
        Rule(132068, "form blocked", Content),
        Rule(132069, "form throttled", Content),
        Rule(133000, "deregistration incomplete", Number),
        Rule(133004, "registration server unavailable", Number, Downtime),
        Rule(133005, "two-step PIN differs", Number),
        Rule(133006, "number not verified yet", Number),
        Rule(133008, "too many PIN guesses", Number),
        Rule(133009, "PIN guesses too fast", Number),
        Rule(133010, "number not registered", Number),
        Rule(133015, "number deleted minutes ago", Number),
        Rule(133016, "registration limit reached", Number),
        Rule(134011, "payment terms not accepted", Content),
        Rule(135000, "generic user error", Person),
        Rule(137000, "the recipient's identity hash differs", Person),
        new(138000, 138999, "calling", Person),
        new(139000, 139004, "form error", Content),
        new(139100, 139103, "blocking of users", Person),
        new(2388000, 2388999, "template could not be created", Content),
    ];

    private static readonly FrozenDictionary<int, ErrorRule> ByCode = All.Where(rule => rule.First == rule.Last)
        .ToFrozenDictionary(rule => rule.First);

    private static readonly ErrorRule[] Ranges = [.. All.Where(rule => rule.First < rule.Last)];

    /// <summary>The rule of a code; an unknown one fails its recipient and is never tried again.</summary>
    public static ErrorRule Of(int code) =>
        ByCode.GetValueOrDefault(code)
        ?? Array.Find(Ranges, range => range.First <= code && code <= range.Last)
        ?? Rule(code, "unknown code", Person);

    private static ErrorRule Rule(int code, string meaning, RefusalScope refused, Retry? later = null) =>
        new(code, code, meaning, refused, later);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
