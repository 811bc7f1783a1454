using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WhatsAppBot.Flows;

/// <summary>A few words in the languages of the builder.</summary>
public sealed record Wording(string En, string Es);

/// <summary>What people want when they reach for a node: the groups of the palette.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodeIntent>))]
public enum NodeIntent
{
    [JsonStringEnumMemberName("start")]
    Start,

    [JsonStringEnumMemberName("send")]
    Send,

    [JsonStringEnumMemberName("ask")]
    Ask,

    [JsonStringEnumMemberName("decide")]
    Decide,

    [JsonStringEnumMemberName("do")]
    Do,

    [JsonStringEnumMemberName("end")]
    End,

    [JsonStringEnumMemberName("canvas")]
    Canvas,
}

/// <summary>How a field is filled in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FieldKind>))]
public enum FieldKind
{
    /// <summary>One line, as it stands.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>One line, a template.</summary>
    [JsonStringEnumMemberName("template")]
    Template,

    /// <summary>Several lines, a template.</summary>
    [JsonStringEnumMemberName("longTemplate")]
    LongTemplate,

    /// <summary>Several lines, as they stand.</summary>
    [JsonStringEnumMemberName("longText")]
    LongText,

    /// <summary>A JSON object or list.</summary>
    [JsonStringEnumMemberName("json")]
    Json,

    [JsonStringEnumMemberName("expression")]
    Expression,

    [JsonStringEnumMemberName("number")]
    Number,

    /// <summary>Seconds, shown in the largest unit that fits.</summary>
    [JsonStringEnumMemberName("duration")]
    Duration,

    [JsonStringEnumMemberName("flag")]
    Flag,

    [JsonStringEnumMemberName("choice")]
    Choice,

    /// <summary>A list of texts.</summary>
    [JsonStringEnumMemberName("words")]
    Words,

    /// <summary>Names to templates.</summary>
    [JsonStringEnumMemberName("map")]
    Map,

    /// <summary>The variable that the node sets.</summary>
    [JsonStringEnumMemberName("variable")]
    Variable,

    /// <summary>The id of another node.</summary>
    [JsonStringEnumMemberName("node")]
    Node,

    /// <summary>The id of another flow.</summary>
    [JsonStringEnumMemberName("flow")]
    Flow,

    /// <summary>The name of a message template of WhatsApp; its language and values are the fields after it.</summary>
    [JsonStringEnumMemberName("messageTemplate")]
    MessageTemplate,

    /// <summary>Things to choose: id, label, description.</summary>
    [JsonStringEnumMemberName("options")]
    Options,

    /// <summary>Ways with rules: id, label, rules.</summary>
    [JsonStringEnumMemberName("branches")]
    Branches,

    /// <summary>Ways with a weight: id, label, weight.</summary>
    [JsonStringEnumMemberName("shares")]
    Shares,

    /// <summary>Value, operator, argument.</summary>
    [JsonStringEnumMemberName("rules")]
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
