namespace WhatsAppBot.Storage.Tests;

public sealed class SequenceTests : StorageTest
{
    private static readonly SequenceStep[] Steps = [new(Campaign.Promo, 0), new(Campaign.Promo, 60)];

    [Fact]
    public async Task A_step_has_each_contact_once_whoever_moves_them_and_however_often()
    {
        var sequence = await Begun();
        await Enter(sequence, 30);
        var planned = await Node.SequenceTurns.Claim(sequence.Id, 100, Cancel);
        await Node.SequenceTurns.Move(
            [.. planned.Select(one => new EntryMove(one, null, 0, DateTimeOffset.UtcNow))],
            Cancel
        );
        var due = await Node.SequenceTurns.Claim(sequence.Id, 100, Cancel);
        Assert.Equal(30, due.Count);

        // several nodes have come to the same: one dies before it moves them, the others are late
        var moves = due.Select(one => new EntryMove(one, sequence.Broadcasts[0], 1, DateTimeOffset.UtcNow.AddHours(1)))
            .ToArray();
        await Task.WhenAll(
            Node.SequenceTurns.Move(moves, Cancel),
            Node.SequenceTurns.Move(moves.Reverse().ToArray(), Cancel),
            Node.SequenceTurns.Move(moves[..10], Cancel)
        );

        Assert.Equal(
            [$"{sequence.Broadcasts[0]}|30|30"],
            await World.Rows(
                "select broadcast_id, count(*), count(distinct ord) from broadcast_recipients group by broadcast_id"
            )
        );
        Assert.Equal(
            ["2|30|30", "4|0|0"],
            await World.Rows(
                "select b.state, b.audience_size, s.end_ord from broadcasts b join broadcast_shards s on s.broadcast_id = b.id order by b.id"
            )
        );
        Assert.Equal(
            ["1|0|30"],
            await World.Rows("select step, state, count(*) from sequence_entries group by step, state")
        );
        Assert.Empty(await Node.SequenceTurns.Claim(sequence.Id, 100, Cancel));
    }

    [Fact]
    public async Task Whoever_completes_a_step_and_whoever_adds_to_it_never_leave_somebody_waiting_in_a_completed_one()
    {
        var sequence = await Begun();
        for (var round = 0; round < 20; round++)
        {
            await Enter(sequence, 1);
            var planned = await Node.SequenceTurns.Claim(sequence.Id, 1, Cancel);
            var move = new EntryMove(planned[0], sequence.Broadcasts[0], 1, DateTimeOffset.UtcNow.AddDays(1));
            await World.Do("update broadcasts set state = 2, ended_at = null where state = 4");
            await Task.WhenAll(
                Node.Broadcasts.Complete(sequence.Broadcasts[0], Cancel),
                Node.SequenceTurns.Move([move], Cancel)
            );
            Assert.Equal(["2"], await World.Rows($"select state from broadcasts where id = {sequence.Broadcasts[0]}"));
            await World.Do("update broadcast_recipients set state = 10");
        }
    }

    [Fact]
    public async Task A_contact_enters_once_and_who_has_opted_out_does_not()
    {
        var sequence = await Begun();
        await Campaign.People(World, 5, "audience");
        await World.Do("update contacts set opted_out_at = now() where phone like '%1'");

        var first = await Node.Entries.Enter(sequence, new TaggedContacts(["audience"]), Cancel);
        var again = await Node.Entries.Enter(sequence, new TaggedContacts(["audience"]), Cancel);

        Assert.Equal((4, 0, 1), (first.Count, first.Already, first.Excluded["opted_out"]));
        Assert.Equal((0, 4), (again.Count, again.Already));
    }

    [Fact]
    public async Task Numbers_that_nobody_knew_may_enter()
    {
        var sequence = await Begun();
        var entered = await Node.Entries.Enter(
            sequence,
            new ListedPhones([new ListedPhone("+49 151 0000009"), new ListedPhone("nobody")]),
            Cancel
        );

        Assert.Equal((1, 1), (entered.Count, entered.Excluded["invalid_number"]));
    }

    [Fact]
    public async Task Who_leaves_gets_nothing_that_has_not_gone_out()
    {
        var sequence = await Begun();
        await Enter(sequence, 2);
        var planned = await Node.SequenceTurns.Claim(sequence.Id, 2, Cancel);
        await Node.SequenceTurns.Move(
            [.. planned.Select(one => new EntryMove(one, sequence.Broadcasts[0], 1, DateTimeOffset.UtcNow))],
            Cancel
        );

        Assert.Equal(1, await Node.Entries.Leave(sequence.Id, [planned[0].ContactId, 999], Cancel));

        Assert.Equal(
            [$"{planned[0].ContactId}|30|left"],
            await World.Rows("select contact_id, state, reason from broadcast_recipients where state = 30")
        );
        var left = Assert.Single(await Node.SequenceTurns.Claim(sequence.Id, 10, Cancel));
        Assert.Equal(planned[1].ContactId, left.ContactId);
        // moves that were decided before do nothing
        await Node.SequenceTurns.Move([new EntryMove(planned[0], sequence.Broadcasts[1], 2, null)], Cancel);
        Assert.Equal(
            0L,
            await World.Ask<long>(
                $"select count(*) from broadcast_recipients where broadcast_id = {sequence.Broadcasts[1]}"
            )
        );
    }

    [Fact]
    public async Task Nobody_moves_while_it_is_paused_and_everybody_leaves_when_it_ends()
    {
        var sequence = await Begun();
        await Enter(sequence, 3);
        var planned = await Node.SequenceTurns.Claim(sequence.Id, 1, Cancel);
        Assert.True(await Node.Sequences.Pause(sequence.Id, Cancel));
        Assert.Empty(await Node.SequenceTurns.Claim(sequence.Id, 10, Cancel));
        await Node.SequenceTurns.Move([new EntryMove(planned[0], sequence.Broadcasts[0], 1, null)], Cancel);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from broadcast_recipients"));
        // a step that begins anew in the same moment must not send before it is told to pause, too
        await World.Do("update broadcasts set state = 2, ended_at = null");
        Assert.Empty(await Node.Broadcasts.Running(Cancel));

        Assert.True(await Node.Sequences.Resume(sequence.Id, Cancel));
        Assert.Equal(sequence.Broadcasts.Order(), (await Node.Broadcasts.Running(Cancel)).Order());
        Assert.True(await Node.Sequences.End(sequence.Id, Cancel));
        Assert.False(await Node.Sequences.Resume(sequence.Id, Cancel));
        var count = Assert.Single(await Node.Entries.Counts(sequence.Id, Cancel));
        Assert.Equal(new EntryCount(EntryState.Left, "ended", 3), count);
    }

    private async Task<Sequence> Begun()
    {
        var draft = new SequenceDraft(World.Channel, "Welcome", Steps, new SequenceStop(), null, null);
        var made = await Node.Sequences.Make(World.Workspace, "ada", draft, Cancel);
        Assert.True(await Node.Sequences.Begin(made, Cancel));
        Assert.False(await Node.Sequences.Begin(made, Cancel));
        var begun = await Node.Sequences.Find(made.Id, Cancel);
        Assert.Equal(2, begun?.Broadcasts.Count);
        return begun ?? made;
    }

    private async Task Enter(Sequence sequence, int people)
    {
        await World.Do(
            $"""
            insert into contacts (workspace_id, phone, tags)
            select 'ours', (491520000000 + (select count(*) from contacts) + i)::text, array['in'] from generate_series(1, {people}) as g (i)
            """
        );
        await Node.Entries.Enter(sequence, new TaggedContacts(["in"]), Cancel);
    }
}
