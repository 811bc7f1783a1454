using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>
/// All that a turn may know: what stands in the database, and the time. <paramref name="TurnId"/> is unique per turn and the same when
/// the turn is replayed; every id that the turn makes derives from it.
/// </summary>
public sealed record Situation(
    Session? Session,
    string TurnId,
    DateTimeOffset Now,
    string? TimeZone,
    ContactView Contact,
    ChannelView Channel,
    Owner Owner,
    IFlowLibrary Flows
);

/// <summary>The contact as flows see it; <paramref name="IsFirstMessage"/> when nothing came from this contact before the input.</summary>
public sealed record ContactView(
    string Id,
    string? Name = null,
    string? Phone = null,
    string? Language = null,
    IReadOnlyList<string>? Tags = null,
    bool OptedOut = false,
    JsonObject? Fields = null,
    bool IsFirstMessage = false
)
{
    /// <summary>The contact after the change: what a later text of the same turn sees.</summary>
    internal ContactView With(ContactChanged change)
    {
        var fields = Fields;
        if (change.Fields is { } changed)
        {
            fields = Fields?.DeepClone().AsObject() ?? [];
            foreach (var (name, value) in changed)
            {
                if (value is null)
                    fields.Remove(name);
                else
                    fields[name] = value.DeepClone();
            }
        }

        return this with
        {
            Name = change.Name ?? Name,
            Language = change.Language ?? Language,
            Fields = fields,
            Tags = [.. (Tags ?? []).Except(change.RemoveTags ?? []), .. change.AddTags ?? []],
            OptedOut = change.OptOut ?? OptedOut,
        };
    }
}

/// <summary>The business number that the conversation runs on.</summary>
public sealed record ChannelView(string Id, string Number, string? Title = null);

/// <summary>The campaign that started a session, with this recipient's values.</summary>
public sealed record BroadcastView(string Id, string Title, JsonObject? Values = null);

/// <summary>The flows of a channel, in memory: every version a session may stand on, and what is published now.</summary>
public interface IFlowLibrary
{
    /// <summary>The compiled version, or null when it is gone.</summary>
    FlowVersion? Find(string flowId, int version);

    /// <summary>What starts which published flow.</summary>
    TriggerTable Published { get; }
}
