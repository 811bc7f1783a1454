using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>What a broadcast must be to be written down; what it must be to begin is the broadcast's own to say.</summary>
internal static class BroadcastRules
{
    private const int LongestTitle = 200;
    private const int LongestList = 100_000;
    private const int MostTags = 50;
    private const int MostChannels = 20;
    private const int MostSlots = 60;
    private const int LongestText = 1024;

    private static readonly string[] Components = ["header", "body", "button"];
    private static readonly string[] Types = ["text", "payload", "coupon_code", "image", "video", "document"];

    /// <summary>The request and, last, whether the workspace has the segment and can read the rule.</summary>
    public static async Task<ProblemHttpResult?> Fault(
        string ws,
        BroadcastRequest request,
        ConnectionDirectory directory,
        ContactCatalog catalog,
        CancellationToken cancel
    ) => Fault(ws, request, directory) ?? await Fault(ws, request.Audience, catalog, cancel);

    public static async Task<ProblemHttpResult?> Fault(
        string ws,
        Audience audience,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        // a body may leave out what a record cannot be without
        if (audience is null)
            return Problems.BadRequest("audience", "audience is missing.");
        if (Fault(audience) is { } fault)
            return fault;
        if (!Storable.Is(audience))
            return Unstorable("audience");
        if (
            audience is SegmentedContacts { SegmentId: var segment }
            && await catalog.Segment(ws, segment, cancel) is null
        )
            return Problems.BadRequest("audience", "There is no such segment.");
        if (audience is not RuledContacts { Rule: var rule })
            return null;

        var reader = new RuleReader(await catalog.Fields(ws, cancel));
        reader.Read(rule, "audience.rule");
        return reader.Flaws is [var flaw, ..] ? Problems.BadRequest("audience", $"{flaw.Path} {flaw.Detail}.") : null;
    }

    private static ProblemHttpResult? Fault(string ws, BroadcastRequest request, ConnectionDirectory directory)
    {
        if (string.IsNullOrWhiteSpace(request.Title) || request.Title.Length > LongestTitle)
            return Problems.BadRequest("title", $"title has 1 to {LongestTitle} characters.");
        long[] channels = [request.ChannelId, .. request.MoreChannelIds ?? []];
        if (channels.Length > MostChannels || channels.Distinct().Count() < channels.Length)
            return Problems.BadRequest(
                "channel",
                $"moreChannelIds has at most {MostChannels - 1} channels, each once and none of them channelId."
            );
        if (channels.Any(id => directory.Channel(id)?.WorkspaceId != ws))
            return Problems.BadRequest("channel", "There is no such channel.");
        if (Rate(request.PerSecond, channels, directory) is { } rate)
            return rate;
        if (request.Safety is { } safety && (safety.Percent is < 1 or > 100 || safety.After is < 1 or > 1_000_000))
            return Problems.BadRequest("safety", "safety.percent is 1 to 100 or null, safety.after 1 to 1,000,000.");
        if (!Enum.IsDefined(request.LiveSession))
            return Problems.BadRequest("live-session", "liveSession is one of skip, interrupt, queue.");
        return Fault(request.Content) ?? CampaignRules.Fault(request);
    }

    /// <summary>As fast as all of the channels together, at most.</summary>
    internal static ProblemHttpResult? Rate(int? perSecond, IReadOnlyList<long> channels, ConnectionDirectory directory)
    {
        if (perSecond is < 1)
            return Problems.BadRequest("rate", "perSecond is 1 or more, or null.");
        var most = channels.Sum(id => directory.Channel(id)?.MessagesPerSecond ?? 0);
        return perSecond > most
            ? Problems.BadRequest("rate", $"The channel sends at most {most} messages a second.")
            : null;
    }

    private static ProblemHttpResult? Fault(Audience audience)
    {
        if (audience.Exclude is { } exclude)
        {
            if (exclude.MessagedWithinDays is < 1 or > 365)
                return Problems.BadRequest("audience", "exclude.messagedWithinDays is 1 to 365.");
            if (exclude.Broadcasts is { Count: > 100 })
                return Problems.BadRequest("audience", "exclude.broadcasts has at most 100 broadcasts.");
        }
        return audience switch
        {
            ChosenContacts chosen => chosen.ContactIds is not { Count: > 0 and <= LongestList }
                ? Problems.BadRequest("audience", $"contactIds has 1 to {LongestList} contacts.")
                : null,
            ListedPhones listed => Fault(listed),
            TaggedContacts tagged => Fault(tagged),
            RuledContacts { Rule.ValueKind: not System.Text.Json.JsonValueKind.Object } => Problems.BadRequest(
                "audience",
                "rule is an object."
            ),
            _ => null,
        };
    }

    private static ProblemHttpResult? Fault(ListedPhones listed)
    {
        if (listed.Recipients is not { Count: > 0 and <= LongestList })
            return Problems.BadRequest("audience", $"recipients has 1 to {LongestList} lines.");
        return listed.Recipients.Any(one => one?.Phone is not { Length: <= 100 } || one.Name is { Length: > 200 })
            ? Problems.BadRequest("audience", "Each recipient has a phone, and a name of at most 200 characters.")
            : null;
    }

    private static ProblemHttpResult? Fault(TaggedContacts tagged)
    {
        string[] tags = [.. tagged.All ?? [], .. tagged.Any ?? [], .. tagged.None ?? []];
        return tags.Length is 0 or > MostTags || tags.Any(string.IsNullOrWhiteSpace)
            ? Problems.BadRequest("audience", $"all, any and none have 1 to {MostTags} tags together.")
            : null;
    }

    internal static ProblemHttpResult? Fault(BroadcastContent content)
    {
        if (content is null)
            return Problems.BadRequest("content", "content is missing.");
        if (!Storable.Is(content))
            return Unstorable("content");
        if (content is BroadcastFlow flow)
            return string.IsNullOrWhiteSpace(flow.FlowId) ? Problems.BadRequest("content", "flowId is empty.") : null;

        var template = (BroadcastTemplate)content;
        if (
            template.Name is not { Length: >= 1 and <= 512 }
            || template.Name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_')
        )
            return Problems.BadRequest("content", "A template's name has lower-case letters, digits and underscores.");
        if (template.Language is not { Length: >= 2 and <= 15 })
            return Problems.BadRequest("content", "A template has a language, such as en_US.");
        if (template.Preview is { Length: > 4096 })
            return Problems.BadRequest("content", "preview has at most 4,096 characters.");
        if (template.Parameters is { Count: > MostSlots })
            return Problems.BadRequest("content", $"A template has at most {MostSlots} parameters.");
        return (template.Parameters ?? []).Select(Fault).FirstOrDefault(fault => fault is not null);
    }

    private static ProblemHttpResult? Fault(BroadcastSlot slot)
    {
        if (slot is null || !Components.Contains(slot.Component) || !Types.Contains(slot.Type))
            return Problems.BadRequest(
                "content",
                $"A parameter's component is one of {string.Join(", ", Components)}, its type one of {string.Join(", ", Types)}."
            );
        if (slot.Text is null == slot.From is null)
            return Problems.BadRequest("content", "A parameter has either a text or a from.");
        if (slot.Text is not null && (slot.Text.Length > LongestText || string.IsNullOrWhiteSpace(slot.Text)))
            return Problems.BadRequest("content", $"A parameter's text has 1 to {LongestText} characters.");
        if (slot.Fallback is { Length: > LongestText } || slot.Index is < 0 or > 9)
            return Problems.BadRequest("content", "A fallback is at most 1,024 characters, an index 0 to 9.");
        return
            slot.From is not null and not ("contact.name" or "contact.phone" or "contact.language")
            && !HasKey(slot.From, "contact.fields.")
            && !HasKey(slot.From, "values.")
            ? Problems.BadRequest(
                "content",
                "from is contact.name, contact.phone, contact.language, contact.fields.… or values.…"
            )
            : null;
    }

    internal static ProblemHttpResult Unstorable(string part) =>
        Problems.BadRequest(part, $"{part} has a text or a number that cannot be stored.");

    private static bool HasKey(string from, string start) =>
        from.StartsWith(start, StringComparison.Ordinal) && from.Length > start.Length && from.Length <= 200;
}
