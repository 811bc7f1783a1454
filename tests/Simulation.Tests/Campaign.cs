using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Simulation.Tests.Memory;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>A broadcast of the history: handed over by one process or two at once, stopped and continued by people.</summary>
internal sealed class Campaign
{
    public const long Id = 7;

    private readonly History history;

    public Campaign(History history, IReadOnlyList<long> conversations)
    {
        this.history = history;
        var (dice, now) = (history.Dice, history.Clockwork.Now);
        Row = new BroadcastRow(
            new Broadcast(
                Id,
                Tables.Workspace,
                Tables.Channel,
                "Spring",
                BroadcastState.Running,
                null,
                null,
                null,
                new BroadcastTemplate("spring", "en", Preview: "Spring!"),
                null,
                (LiveSessionPolicy)dice.Next(2),
                null,
                null,
                0,
                1,
                null,
                "owner",
                now,
                now,
                now,
                null,
                conversations.Count,
                null
            ),
            [.. conversations.Select((conversation, ord) => new Addressee(ord, conversation))]
        );
        history.Tables.Broadcasts.Add(Row);
    }

    public BroadcastRow Row { get; }

    /// <summary>The answer to the person comes at the commit.</summary>
    public void Pause()
    {
        if (!Row.Runs)
            return;
        Row.Value = Row.Value with { State = BroadcastState.Paused };
        Row.Pauses.Add((history.Clockwork.Now, null));
        history.Tell(null, "the broadcast is paused");
    }

    public void Resume()
    {
        if (Row.Value.State != BroadcastState.Paused)
            return;
        Row.Value = Row.Value with { State = BroadcastState.Running };
        Row.Pauses[^1] = (Row.Pauses[^1].From, history.Clockwork.Now);
        history.Tell(null, "the broadcast goes on");
    }

    /// <summary>A part of it, on a process: hands over whoever waits. Two of them may do so at once; that is the turn's to see.</summary>
    public async Task HandOver(Process process)
    {
        var waiting = await process.Wire.Ask("waiting", () => Row.Recipients.Where(one => one.Waits).ToArray());
        if (!history.Tables.Goes(Row))
            return;
        foreach (var one in waiting)
        {
            var send = new BulkSend(Id, one.Ord, 0, null, BulkMaker.ClientId(Id, one.Ord, 0));
            var result = await history.Cluster.Call(one.Conversation, talk => talk.Bulk(send));
            history.Tell(process, $"recipient {one.Ord}", $"{result.Outcome} {result.Reason}");
            if (result.Outcome == BulkOutcome.Skipped)
                await process.Wire.Ask("skip", () => Skip(one, result.Reason));
        }
    }

    private static bool Skip(Addressee one, string? reason)
    {
        if (!one.Waits)
            return false;
        (one.Waits, one.Skipped) = (false, reason ?? "skipped");
        return true;
    }
}
