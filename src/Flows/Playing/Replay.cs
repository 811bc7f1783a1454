using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Playing;

/// <summary>A turn as the log has it.</summary>
public sealed record RecordedTurn(
    long Version,
    DateTimeOffset At,
    Input Input,
    IReadOnlyList<FlowEvent> Events,
    Around Around
);

/// <summary>
/// A turn played again. <paramref name="Recorded"/> and <paramref name="Replayed"/> are the events from the first one on that differs; both are empty
/// where nothing does.
/// </summary>
public sealed record ReplayedTurn(
    long Version,
    DateTimeOffset At,
    int? DivergesAt,
    IReadOnlyList<FlowEvent> Recorded,
    IReadOnlyList<FlowEvent> Replayed
);

/// <summary>Takes the recorded inputs of a session against another version of its flow, at the recorded times.</summary>
public static class Replay
{
    /// <summary>
    /// The first turn knows only the flow itself, so that a keyword which another flow claims by now does not lead it away. The contact, its
    /// owner and what else the turns knew come from the log; other flows are as they are published now.
    /// </summary>
    public static IReadOnlyList<ReplayedTurn> Of(
        string conversation,
        string sessionId,
        IReadOnlyList<RecordedTurn> recorded,
        FlowVersion flow,
        IReadOnlyList<FlowVersion> published,
        ChannelView channel
    )
    {
        var contact = recorded.Select(turn => turn.Around.Contact).OfType<ContactView>().FirstOrDefault();
        var flows = new Opening(new Shelf([flow], [flow]), new Shelf([flow], Shelf.With(published, flow)));
        var player = new Player(conversation, flows, channel, contact ?? new ContactView(""));
        var turns = new List<ReplayedTurn>();
        string? zone = null;
        foreach (var turn in recorded)
        {
            // the move to another version is what is being tried here
            if (turn.Input is Moved)
                continue;

            player.Owner = turn.Around.Owner ?? Owner.Bot;
            if (turn.Around.Contact is { } known)
                (player.Contact, zone) = (known, turn.Around.Zone);
            player.Contact = player.Contact with { IsFirstMessage = turn.Around.First is true };

            var replayed = player.Take(turn.Version, turn.At, zone, turn.Input);
            flows.IsOpen = true;
            turns.Add(Compare(turn, sessionId, replayed.Events));
        }
        return turns;
    }

    private static ReplayedTurn Compare(RecordedTurn turn, string sessionId, IReadOnlyList<FlowEvent> events)
    {
        // the host adds what it could not do to the contact; the engine knows nothing of it
        var before = turn
            .Events.Where(one => one.OfSession == sessionId && one is not Trouble { Code: "contact_refused" })
            .ToArray();
        var after = events
            .Where(one => one.OfSession == sessionId)
            .Select(one => one is CallRequested call ? call.Bare() : one)
            .ToArray();
        var same = 0;
        while (
            same < before.Length
            && same < after.Length
            && JsonNode.DeepEquals(Essence(before[same]), Essence(after[same]))
        )
            same++;
        return same == before.Length && same == after.Length
            ? new ReplayedTurn(turn.Version, turn.At, null, [], [])
            : new ReplayedTurn(turn.Version, turn.At, same, [.. before.Skip(same)], [.. after.Skip(same)]);
    }

    /// <summary>What counts: not the number and the name of the version, which differ by intention, nor what the author calls a node.</summary>
    private static JsonObject? Essence(FlowEvent happened)
    {
        var json = JsonSerializer.SerializeToNode(happened, FlowsJson.Default.FlowEvent) as JsonObject;
        foreach (var name in (string[])["version", "flowName", "nodeName"])
            json?.Remove(name);
        return json;
    }

    /// <summary>A library that knows one flow until it is opened.</summary>
    private sealed class Opening(Shelf alone, Shelf all) : IFlowLibrary
    {
        public bool IsOpen { get; set; }

        public TriggerTable Published => IsOpen ? all.Published : alone.Published;

        public FlowVersion? Find(string flowId, int version) => all.Find(flowId, version);
    }
}
