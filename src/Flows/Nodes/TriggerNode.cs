using System.Text.RegularExpressions;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>What kind of happening enters a flow at a trigger.</summary>
internal enum TriggerKind
{
    Keyword,
    Default,
    FirstMessage,
    Button,
    Referral,
    Api,
}

/// <summary>How a keyword must stand in the text.</summary>
internal enum TriggerMatch
{
    Word,
    Exact,
    StartsWith,
    Contains,
    Regex,
}

/// <summary>An entry point. Which message comes in here is the <see cref="TriggerTable"/>'s business.</summary>
internal sealed record TriggerNode(
    string Id,
    string? Name,
    TriggerKind Kind,
    TriggerMatch Match,
    IReadOnlyList<string> Keywords,
    IReadOnlyList<Regex> Patterns
) : Node(Id, Name)
{
    public static TriggerNode Read(NodeData data)
    {
        var kind = Choose(data, "kind", TriggerKind.Keyword);
        var match = Choose(data, "match", TriggerMatch.Word);
        var keywords = KeywordsOf(data);
        if (keywords.Count == 0 && kind is (TriggerKind.Keyword or TriggerKind.Button))
            data.Warn("no_keywords", "keywords", "A trigger without keywords starts nothing; add one.");

        IReadOnlyList<Regex> patterns =
            kind == TriggerKind.Keyword && match == TriggerMatch.Regex
                ? [.. keywords.Select(keyword => data.Pattern(keyword, "keywords")).OfType<Regex>()]
                : [];
        return new TriggerNode(data.Id, data.Name, kind, match, keywords, patterns);
    }

    internal override Move Enter(Run run) => Move.Next;

    private static List<string> KeywordsOf(NodeData data)
    {
        var keywords = data.List("keywords").Select(keyword => NodeData.TextOf(keyword));
        return
        [
            .. keywords
                .Append(data.Text("keyword"))
                .OfType<string>()
                .Where(keyword => !string.IsNullOrWhiteSpace(keyword)),
        ];
    }

    private static T Choose<T>(NodeData data, string field, T usual)
        where T : struct, Enum
    {
        if (data.Text(field) is not { Length: > 0 } text)
            return usual;

        if (NodeData.TryName<T>(text, out var choice))
            return choice;

        data.Wrong("bad_choice", field, $"“{text}” is none of {string.Join(", ", Enum.GetNames<T>())}.");
        return usual;
    }
}
