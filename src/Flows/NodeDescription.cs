using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WhatsAppBot.Flows;

/// <summary>A few words in the languages of the builder.</summary>
public sealed record Wording(string En, string Es);

/// <summary>What people want when they reach for a node: the groups of the palette.</summary>
[JsonConverter(typeof(CamelCase<NodeIntent>))]
public enum NodeIntent
{
    Start,
    Send,
    Ask,
    Decide,
    Do,
    End,
    Canvas,
}

/// <summary>How a field is filled in.</summary>
[JsonConverter(typeof(CamelCase<FieldKind>))]
public enum FieldKind
{
    /// <summary>One line, as it stands.</summary>
    Text,

    /// <summary>One line, a template.</summary>
    Template,

    /// <summary>Several lines, a template.</summary>
    LongTemplate,

    /// <summary>Several lines, as they stand.</summary>
    LongText,

    /// <summary>A JSON object or list.</summary>
    Json,
    Expression,
    Number,

    /// <summary>Seconds, shown in the largest unit that fits.</summary>
    Duration,
    Flag,
    Choice,

    /// <summary>A list of texts.</summary>
    Words,

    /// <summary>Names to templates.</summary>
    Map,

    /// <summary>The variable that the node sets.</summary>
    Variable,

    /// <summary>The id of another node.</summary>
    Node,

    /// <summary>The id of another flow.</summary>
    Flow,

    /// <summary>Things to choose: id, label, description.</summary>
    Options,

    /// <summary>Ways with rules: id, label, rules.</summary>
    Branches,

    /// <summary>Ways with a weight: id, label, weight.</summary>
    Shares,

    /// <summary>Value, operator, argument.</summary>
    Rules,
}

/// <summary>A value to choose and its name.</summary>
public sealed record ChoiceDescription(string Value, Wording Label);

/// <summary>Holds when the field has one of these values. A missing value is the field's usual one, an empty list "", a filled one "filled".</summary>
public sealed record FieldCondition(string Field, IReadOnlyList<string> Is);

/// <summary>A field of a node's data: how it is named, filled in and limited.</summary>
public sealed record FieldDescription(string Name, FieldKind Kind, Wording Label)
{
    public Wording? Hint { get; init; }

    /// <summary>What an absent value means.</summary>
    public string? Usual { get; init; }

    public int? Min { get; init; }

    /// <summary>The most code points of a text, items of a list, or the highest number.</summary>
    public int? Max { get; init; }

    /// <summary>The most code points of an item's label.</summary>
    public int? MaxLabel { get; init; }

    public bool Required { get; init; }

    /// <summary>Whether it is shown, and filled in, on the node itself.</summary>
    public bool OnNode { get; init; }

    public IReadOnlyList<ChoiceDescription>? Choices { get; init; }

    public FieldCondition? When { get; init; }
}

/// <summary>A way out of a node. With <see cref="Each"/> it stands for one way per item of that list, by the item's id.</summary>
public sealed record ExitDescription(string? Handle, Wording Label)
{
    public string? Each { get; init; }

    public FieldCondition? When { get; init; }

    /// <summary>Drawn small: what happens when things do not go as hoped.</summary>
    public bool Aside { get; init; }
}

/// <summary>What a builder must know of a type of node to offer, draw and edit it.</summary>
public sealed record NodeDescription(
    string Type,
    NodeIntent Intent,
    string Icon,
    Wording Label,
    Wording Hint,
    IReadOnlyList<FieldDescription> Fields,
    IReadOnlyList<ExitDescription> Exits,
    JsonObject Sample
)
{
    /// <summary>Whether nothing may lead to it.</summary>
    public bool Entry { get; init; }

    /// <summary>Other words that people look for it by.</summary>
    public Wording? Search { get; init; }
}

/// <summary>Enums as their names in camel case.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(System.Text.Json.JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
