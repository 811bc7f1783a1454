using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Playing;

/// <summary>
/// What a turn knew beside its session and its input, where that was not the usual; kept with the turn log, so that the turn can be played again.
/// <paramref name="Contact"/> and <paramref name="Zone"/>, when it is not UTC, are told by the first turn of a session and of an activation; the owner
/// is the bot, the window open and the flow before the turn that of the log's row, unless this says otherwise.
/// </summary>
public sealed record Around(
    ContactView? Contact = null,
    Owner? Owner = null,
    bool? First = null,
    bool? Closed = null,
    string? Key = null,
    string? WasFlow = null,
    int? WasVersion = null,
    string? Zone = null
)
{
    private static readonly Around Usual = new();

    /// <summary>Null when all is as usual.</summary>
    public string? ToJson() => this == Usual ? null : JsonSerializer.Serialize(this, FlowsJson.Default.Around);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static Around Parse(string? json) =>
        json is null ? Usual : JsonSerializer.Deserialize(json, FlowsJson.Default.Around) ?? Usual;
}
