using System.Text.Json.Serialization;

namespace WhatsAppBot.Flows;

/// <summary>Whether a problem forbids publishing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>What is wrong with a flow document, where, and what to do about it.</summary>
public sealed record Problem(string Code, Severity Severity, string? ElementId, string? Field, string Text);
