using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Playing;

/// <summary>One line of a script: what happens to the conversation next.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Say), "text")]
[JsonDerivedType(typeof(Tap), "tap")]
[JsonDerivedType(typeof(SendMedia), "media")]
[JsonDerivedType(typeof(SendLocation), "location")]
[JsonDerivedType(typeof(AnswerForm), "form")]
[JsonDerivedType(typeof(Skip), "skip")]
[JsonDerivedType(typeof(EndCall), "call")]
[JsonDerivedType(typeof(HandBack), "return")]
[JsonDerivedType(typeof(Begin), "start")]
[JsonDerivedType(typeof(RefuseSend), "sendFails")]
public abstract record Act;

/// <summary>The contact writes.</summary>
public sealed record Say(string Text) : Act;

/// <summary>The contact taps a button or a row of a list. Without a title the title is the one that was offered.</summary>
public sealed record Tap(string Id, string? Title = null) : Act;

/// <summary>The contact sends a file.</summary>
public sealed record SendMedia(MediaKind Kind, string? Id = null, string? Caption = null, string? FileName = null)
    : Act;

/// <summary>The contact sends a place.</summary>
public sealed record SendLocation(double Latitude, double Longitude, string? Name = null, string? Address = null) : Act;

/// <summary>The contact fills in a form.</summary>
public sealed record AnswerForm(JsonObject Answer) : Act;

/// <summary>Time passes and what falls due goes off; without seconds, until the next thing that is due.</summary>
public sealed record Skip(double? Seconds = null) : Act;

/// <summary>The call that the flow waits for ends so.</summary>
public sealed record EndCall(
    int? Status = null,
    string? Body = null,
    string? Error = null,
    Dictionary<string, string>? Headers = null
) : Act;

/// <summary>An agent hands the conversation back to the bot.</summary>
public sealed record HandBack : Act;

/// <summary>The flow is started without a message, as the API does.</summary>
public sealed record Begin(JsonObject? Variables = null) : Act;

/// <summary>Meta refuses what a node said.</summary>
public sealed record RefuseSend(string NodeId, int Code = 131026) : Act;
