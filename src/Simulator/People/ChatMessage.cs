using System.Text.Json;
using System.Text.Json.Serialization;

namespace WhatsAppBot.Simulator;

/// <summary>Which way a message went, seen from the business.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Way>))]
public enum Way
{
    [JsonStringEnumMemberName("in")]
    In,

    [JsonStringEnumMemberName("out")]
    Out,
}

/// <summary>How far a message got; the order is the ladder's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Step>))]
public enum Step
{
    [JsonStringEnumMemberName("accepted")]
    Accepted,

    [JsonStringEnumMemberName("sent")]
    Sent,

    [JsonStringEnumMemberName("delivered")]
    Delivered,

    [JsonStringEnumMemberName("read")]
    Read,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>One bubble in a chat, as the phone shows it.</summary>
public sealed record ChatMessage
{
    public long N { get; internal set; }
    public required string Id { get; init; }
    public required Way Direction { get; init; }
    public required string Type { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<ChatButton>? Buttons { get; init; }
    public ChatList? List { get; init; }
    public string? Header { get; init; }
    public string? Footer { get; init; }
    public ChatTemplate? Template { get; init; }
    public ChatMedia? Media { get; init; }
    public ChatLocation? Location { get; init; }

    public ChatForm? Form { get; init; }

    /// <summary>The address behind a link button.</summary>
    public string? Url { get; init; }

    /// <summary>The message that this one quotes, answers or reacts to.</summary>
    public string? ContextId { get; init; }
    public DateTimeOffset At { get; internal set; }
    public Step Status { get; internal set; }

    /// <summary>Why it failed: Meta's code and words.</summary>
    public string? Error { get; internal set; }

    [JsonIgnore]
    internal string? CallbackData { get; init; }

    [JsonIgnore]
    internal bool Priced { get; set; }

    /// <summary>What Meta bills it as.</summary>
    [JsonIgnore]
    internal string Category { get; init; } = "service";

    /// <summary>Whether the customer service window was open when it went.</summary>
    [JsonIgnore]
    internal bool InWindow { get; set; }

    /// <summary>It was taken, but never reaches the phone: how it fails is told later.</summary>
    [JsonIgnore]
    internal bool Lost { get; set; }

    [JsonIgnore]
    internal string? Conversation { get; set; }
}

/// <summary>A button that can be tapped; one with an address opens it and tells nobody.</summary>
public sealed record ChatButton(string Id, string Title, string? Url = null);

/// <summary>A menu: the label that opens it, and what is in it.</summary>
public sealed record ChatList(string Button, IReadOnlyList<ChatSection> Sections);

/// <summary>A group of rows.</summary>
public sealed record ChatSection(string? Title, IReadOnlyList<ChatRow> Rows);

/// <summary>A row that can be tapped.</summary>
public sealed record ChatRow(string Id, string Title, string? Description);

/// <summary>A template as it was asked for; its words are known to Meta only.</summary>
public sealed record ChatTemplate(string Name, string Language, IReadOnlyList<string> Parameters);

/// <summary>A file: by id or by link.</summary>
public sealed record ChatMedia(string Type, string? Id, string? Link, string? Caption, string? Filename);

/// <summary>A place.</summary>
public sealed record ChatLocation(double Latitude, double Longitude, string? Name, string? Address);

/// <summary>A form that a button opens: which one, with what it begins, and what marks its answer.</summary>
public sealed record ChatForm(
    string? Id,
    string? Name,
    string Token,
    string Cta,
    string Action,
    string? Screen,
    JsonElement? Data
);
