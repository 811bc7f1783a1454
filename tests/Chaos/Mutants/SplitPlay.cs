using WhatsAppBot.Chaos.Faults;

namespace WhatsAppBot.Chaos.Mutants;

/// <summary>
/// Two nodes with the same database that do not know of each other: each has an activation of every conversation, as after a hang, but for as long as it
/// takes.
/// </summary>
internal sealed class SplitPlay(ITestOutputHelper output, Mutant? mutant) : Play(output, mutant)
{
    private protected override async Task Act()
    {
        var nodes = await Task.WhenAll(
            Node(Settings(("Cluster__Id", "chaos-1"))),
            Node(Settings(("Cluster__Id", "chaos-2")))
        );
        if (Shows(Mutant.NoVersionFence))
            await ByTurns(nodes);
        if (Shows(Mutant.ClaimWithoutLock))
            await TheSameSend(nodes);
    }

    /// <summary>What a person says comes to the one and to the other, and each believes to know how the conversation stands.</summary>
    private async Task ByTurns(ProcessHost[] nodes)
    {
        for (var i = 0; i < 6; i++)
        {
            var node = nodes[i % nodes.Length];
            Assert.Equal(200, await Meta.Insist(node.Address, Person(1), $"turn {i}", $"wamid.in.turn.{i}", Cancel));
            await Come("the turn is over", () => None("select 'row' from inbox limit 1"));
        }
    }

    /// <summary>Both come to know of the same send while the one puts its attempt on record.</summary>
    private async Task TheSameSend(ProcessHost[] nodes)
    {
        await using var gate = await Gate.Close(Source, "update on outbox", "new.state = 1", Cancel);
        Assert.Equal(200, await Meta.Insist(nodes[0].Address, Person(2), "claim 1", "wamid.in.claim.1", Cancel));
        await gate.Reached(Cancel);
        Assert.Equal(200, await Meta.Insist(nodes[1].Address, Person(2), "claim 2", "wamid.in.claim.2", Cancel));
        await Eventually.True(
            async () =>
                await Ask<long>(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock' and query like 'update outbox o set state = 1%'
                    """
                ) == 2,
            "both want to claim it",
            Cancel
        );
        await gate.Open("outbox", undo: false, Cancel);
    }
}
