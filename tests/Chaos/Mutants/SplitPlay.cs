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
        if (!Shows(Mutant.ClaimWithoutLock))
            return;
        // with the fault until it shows: a claim that stood at the gate for five seconds, as on a slow machine, is not used any more
        for (var person = 2; person <= 6; person++)
        {
            await TheSameSend(nodes, person);
            await Come("it is sent", async () => IsSentTwice || await None("select 'row' from outbox limit 1"));
            if (!IsFaulty || IsSentTwice)
                return;
        }
    }

    private bool IsSentTwice => Meta.Posts.GroupBy(post => post.Text).Any(same => same.Count() > 1);

    /// <summary>What a person says comes to the one and to the other, and each believes to know how the conversation stands.</summary>
    private async Task ByTurns(ProcessHost[] nodes)
    {
        for (var i = 0; i < 6; i++)
        {
            var node = nodes[i % nodes.Length];
            Assert.Equal(200, await Meta.Insist(node.Address, Person(1), $"turn {i}", $"wamid.in.turn.{i}", Cancel));
            // what does not come to an end once is broken enough
            if (!await Come("the turn is over", () => None("select 'row' from inbox limit 1")))
                return;
        }
    }

    /// <summary>Both come to know of the same send while the one puts its attempt on record.</summary>
    private async Task TheSameSend(ProcessHost[] nodes, int person)
    {
        await using var gate = await Gate.Close(Source, "update on outbox", "new.state = 1", Cancel);
        await Say(nodes[0], 1);
        await gate.Reached(Cancel);
        await Say(nodes[1], 2);
        await Eventually.True(
            async () =>
                await Ask<long>(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock' and query like 'update outbox o set state = 1%'
                    """
                ) >= 2,
            "both want to claim it",
            Cancel
        );
        await gate.Open("outbox", undo: false, Cancel);

        async Task Say(ProcessHost node, int number)
        {
            var (text, wamid) = ($"claim {person}.{number}", $"wamid.in.claim.{person}.{number}");
            Assert.Equal(200, await Meta.Insist(node.Address, Person(person), text, wamid, Cancel));
        }
    }
}
