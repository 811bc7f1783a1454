using System.Text.Json.Serialization;

namespace WhatsAppBot.Simulator;

/// <summary>What goes wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>The send is refused with <c>code</c> (and <c>httpStatus</c>, <c>details</c>, <c>bare</c> for no Graph body).</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>The send is accepted and fails afterwards, by webhook, with <c>code</c>.</summary>
    [JsonStringEnumMemberName("failLater")]
    FailLater,

    /// <summary>The send is accepted and takes its course, but the connection breaks before the answer.</summary>
    [JsonStringEnumMemberName("drop")]
    Drop,

    /// <summary>The send is accepted, the answer comes <c>delayMs</c> later.</summary>
    [JsonStringEnumMemberName("delay")]
    Delay,

    /// <summary>The send is accepted, no answer ever comes.</summary>
    [JsonStringEnumMemberName("hang")]
    Hang,

    /// <summary>No status webhook tells about the message.</summary>
    [JsonStringEnumMemberName("noStatus")]
    NoStatus,

    /// <summary>The first status webhook is posted before the send is answered.</summary>
    [JsonStringEnumMemberName("early")]
    Early,

    /// <summary>Each webhook about the recipient is posted <c>copies</c> times in all.</summary>
    [JsonStringEnumMemberName("duplicate")]
    Duplicate,

    /// <summary>The status webhooks come <c>delayMs</c> later than usual.</summary>
    [JsonStringEnumMemberName("lateStatus")]
    LateStatus,

    /// <summary>The recipient is not on WhatsApp: accepted, then 131026.</summary>
    [JsonStringEnumMemberName("unknownNumber")]
    UnknownNumber,

    /// <summary>Held for a quality assessment; after <c>delayMs</c> it goes on, or fails with <c>code</c>.</summary>
    [JsonStringEnumMemberName("held")]
    Held,
}

/// <summary>One thing that shall go wrong, for whom, and how often.</summary>
public sealed record FaultRule
{
    public required FaultKind Kind { get; init; }
    public string? PhoneNumberId { get; init; }

    /// <summary>A phone or user id; <c>*</c> at its front or end stands for anything.</summary>
    public string? Recipient { get; init; }

    /// <summary>Only messages of this type, or calls of this edge (<c>media</c>, <c>message_templates</c>), as in the Graph API.</summary>
    public string? Type { get; init; }

    /// <summary>
    /// How many sends it hits; null: all of them. Does not apply to <c>duplicate</c>, which always holds. A rule that counts
    /// or throws dice is about sends, unless its type names the edge of other calls.
    /// </summary>
    public int? Times { get; init; }

    /// <summary>How likely it hits, 0 to 1; null: always.</summary>
    public double? Probability { get; init; }
    public int? Code { get; init; }
    public int? Subcode { get; init; }
    public int? HttpStatus { get; init; }
    public string? Message { get; init; }
    public string? Details { get; init; }
    public bool Bare { get; init; }
    public int DelayMs { get; init; }
    public int Copies { get; set; } = 2;

    internal string? Mistake() =>
        Kind is FaultKind.Fail && Code is null && !Bare ? "a fail needs a code, or bare"
        : Kind is FaultKind.FailLater && Code is null ? "a failLater needs a code"
        : Kind is FaultKind.Delay or FaultKind.LateStatus && DelayMs < 1 ? "it needs delayMs"
        : DelayMs is < 0 or > 86_400_000 ? "delayMs must be 0 to 86,400,000"
        : Probability is { } likely && !(likely is >= 0 and <= 1) ? "probability must be 0 to 1"
        : Kind is FaultKind.Duplicate && Copies is < 2 or > 100 ? "copies must be 2 to 100"
        : Kind is FaultKind.Duplicate && Type is not null ? "a duplicate is about all webhooks: it has no type"
        : HttpStatus is < 400 or > 599 ? "httpStatus must be 400 to 599"
        : Times < 1 ? "times must be at least 1"
        : null;

    /// <summary>Whether it is about this send: to somebody with these names, a phone and a user id as far as both are known.</summary>
    internal bool Matches(string phoneNumberId, IReadOnlyList<string> names, string type) =>
        MatchesWebhook(phoneNumberId, names) && (Type is null || Type == type);

    internal bool MatchesWebhook(string phoneNumberId, IReadOnlyList<string> names) =>
        (PhoneNumberId is null || PhoneNumberId == phoneNumberId)
        && (Recipient is not { } pattern || names.Any(name => Fits(pattern, name)));

    /// <summary>Whether it refuses a call that is no send. Those are not to use up what was meant for sends.</summary>
    internal bool MatchesCall(string id, string edge) =>
        Kind == FaultKind.Fail
        && Matches(id, [""], edge)
        && (Type is not null || this is { Times: null, Probability: null });

    private static bool Fits(string pattern, string recipient) =>
        (pattern.StartsWith('*'), pattern.EndsWith('*')) switch
        {
            (true, true) => recipient.Contains(pattern.Trim('*'), StringComparison.Ordinal),
            (true, false) => recipient.EndsWith(pattern[1..], StringComparison.Ordinal),
            (false, true) => recipient.StartsWith(pattern[..^1], StringComparison.Ordinal),
            _ => pattern == recipient,
        };
}
