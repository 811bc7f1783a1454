using System.Text;
using System.Text.RegularExpressions;
using WhatsAppBot.Flows.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>
/// Which message starts which published flow, worked out beforehand. A button's payload comes first; then keywords: exact, regex,
/// startsWith, word, contains, the longer before the shorter, the older flow before the younger; then referral, first message, default.
/// </summary>
public sealed class TriggerTable
{
    private readonly Dictionary<string, FlowVersion> flows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TriggerHit>> buttons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TriggerHit>> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TriggerHit>> starts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Phrase>> phrases = new(StringComparer.Ordinal);
    private readonly List<(Regex Pattern, TriggerHit Hit)> patterns = [];
    private readonly List<(string Part, TriggerHit Hit)> parts = [];
    private readonly List<TriggerHit> referrals = [];
    private readonly List<TriggerHit> firsts = [];
    private readonly List<TriggerHit> defaults = [];
    private readonly int[] startLengths;

    private TriggerTable(IEnumerable<FlowVersion> published)
    {
        foreach (var flow in published)
        {
            flows[flow.FlowId] = flow;
            foreach (var trigger in flow.Triggers)
                Add(new TriggerHit(flow, trigger));
        }

        startLengths = [.. starts.Keys.Select(start => start.Length).Distinct().OrderDescending()];
        patterns = [.. patterns.OrderByDescending(entry => entry.Pattern.ToString().Length)];
        parts = [.. parts.OrderByDescending(entry => entry.Part.Length)];
        foreach (var first in phrases.Keys.ToList())
            phrases[first] = [.. phrases[first].OrderByDescending(phrase => phrase.Length)];
    }

    public static TriggerTable Empty { get; } = Of([]);

    /// <summary>The table of these published versions, the oldest flow first: of two equal triggers the older flow's wins.</summary>
    public static TriggerTable Of(IEnumerable<FlowVersion> published) => new(published);

    /// <summary>The published version of a flow, or null.</summary>
    public FlowVersion? Flow(string flowId) => flows.GetValueOrDefault(flowId);

    /// <summary>What a message starts when no session is live.</summary>
    internal TriggerHit? Match(Heard heard, bool isReferral, bool isFirst) =>
        Button(heard)
        ?? Keyword(heard.Text, live: null)
        ?? (isReferral ? First(referrals, null) : null)
        ?? (isFirst ? First(firsts, null) : null)
        ?? First(defaults, null);

    /// <summary>What a message starts that the live session has no use for: a button's own trigger, or another flow's keyword.</summary>
    internal TriggerHit? Interrupt(Heard heard, Session live) => Button(heard) ?? Keyword(heard.Text, live);

    private TriggerHit? Button(Heard heard) =>
        heard.Content is ReplyContent reply && buttons.TryGetValue(reply.Id, out var hits) ? hits[0] : null;

    private TriggerHit? Keyword(string words, Session? live)
    {
        var text = Fold.Of(words);
        if (text.Length == 0)
            return null;

        return (exact.TryGetValue(text, out var hits) ? First(hits, live) : null)
            ?? Pattern(text, words.Trim(), live)
            ?? Start(text, live)
            ?? Word(text, live)
            ?? Part(text, live);
    }

    private TriggerHit? Pattern(string text, string asWritten, Session? live)
    {
        foreach (var (pattern, hit) in patterns)
        {
            if (IsOther(hit, live) && (pattern.IsMatch(text) || pattern.IsMatch(asWritten)))
                return hit;
        }
        return null;
    }

    private TriggerHit? Start(string text, Session? live)
    {
        var byText = starts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in startLengths)
        {
            if (length > text.Length || !byText.TryGetValue(text.AsSpan(0, length), out var hits))
                continue;
            if (First(hits, live) is { } hit)
                return hit;
        }
        return null;
    }

    private TriggerHit? Word(string text, Session? live)
    {
        if (phrases.Count == 0)
            return null;

        Phrase? best = null;
        var words = Split(text);
        for (var at = 0; at < words.Count; at++)
        {
            if (!phrases.TryGetValue(words[at], out var candidates))
                continue;

            foreach (var phrase in candidates)
            {
                if (!IsOther(phrase.Hit, live) || !phrase.StandsAt(words, at))
                    continue;
                if (
                    best is null
                    || phrase.Length > best.Length
                    || (phrase.Length == best.Length && phrase.Age < best.Age)
                )
                    best = phrase;
                break;
            }
        }
        return best?.Hit;
    }

    private TriggerHit? Part(string text, Session? live)
    {
        foreach (var (part, hit) in parts)
        {
            if (IsOther(hit, live) && text.Contains(part, StringComparison.Ordinal))
                return hit;
        }
        return null;
    }

    private static TriggerHit? First(List<TriggerHit> hits, Session? live) => hits.Find(hit => IsOther(hit, live));

    private static bool IsOther(TriggerHit hit, Session? live) => live?.StandsOn(hit.Flow.FlowId) != true;

    private void Add(TriggerHit hit)
    {
        switch (hit.Trigger.Kind)
        {
            case TriggerKind.Default:
                defaults.Add(hit);
                break;
            case TriggerKind.FirstMessage:
                firsts.Add(hit);
                break;
            case TriggerKind.Referral:
                referrals.Add(hit);
                break;
            case TriggerKind.Button:
                foreach (var payload in hit.Trigger.Keywords)
                    Add(buttons, payload, hit);
                break;
            case TriggerKind.Keyword when hit.Trigger.Match == TriggerMatch.Regex:
                patterns.AddRange(hit.Trigger.Patterns.Select(pattern => (pattern, hit)));
                break;
            case TriggerKind.Keyword:
                foreach (var keyword in hit.Trigger.Keywords.Select(Fold.Of).Where(keyword => keyword.Length > 0))
                    AddKeyword(keyword, hit);
                break;
            default:
                break;
        }
    }

    private void AddKeyword(string keyword, TriggerHit hit)
    {
        switch (hit.Trigger.Match)
        {
            case TriggerMatch.Exact:
                Add(exact, keyword, hit);
                break;
            case TriggerMatch.StartsWith:
                Add(starts, keyword, hit);
                break;
            case TriggerMatch.Contains:
                parts.Add((keyword, hit));
                break;
            default:
                var words = Split(keyword);
                Add(phrases, words[0], new Phrase(words, keyword.Length, flows.Count, hit));
                break;
        }
    }

    private static void Add<T>(Dictionary<string, List<T>> index, string key, T entry)
    {
        if (!index.TryGetValue(key, out var entries))
            index[key] = entries = [];
        entries.Add(entry);
    }

    /// <summary>Runs of letters, their signs and digits; any other sign is a word of its own, so that an emoji can be a keyword.</summary>
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = -1;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isLetter = Rune.IsLetterOrDigit(rune) || Fold.IsSign(rune);
            if (!isLetter && start >= 0)
                words.Add(text[start..at]);
            if (!isLetter && !Rune.IsWhiteSpace(rune))
                words.Add(text.Substring(at, rune.Utf16SequenceLength));
            start = isLetter ? (start < 0 ? at : start) : -1;
            at += rune.Utf16SequenceLength;
        }
        if (start >= 0)
            words.Add(text[start..]);
        return words;
    }

    private sealed record Phrase(List<string> Words, int Length, int Age, TriggerHit Hit)
    {
        public bool StandsAt(List<string> words, int at)
        {
            if (at + Words.Count > words.Count)
                return false;

            for (var i = 1; i < Words.Count; i++)
            {
                if (words[at + i] != Words[i])
                    return false;
            }
            return true;
        }
    }
}

/// <summary>A flow to start, and where to enter it.</summary>
internal sealed record TriggerHit(FlowVersion Flow, TriggerNode Trigger);
