using System.Text.Json;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

/// <summary>Whom the team has blocked is heard and not answered: by no flow, no broadcast, no person.</summary>
public sealed class BlockedTests(TestSilo silo)
{
    private readonly string phone = silo.Phone();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_they_write_is_kept_and_starts_no_flow_until_they_are_let_in_again()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        await Block(true);

        await silo.Hear(phone, "ping");

        await silo.Stored(
            "nothing starts ping",
            $"select text from messages where conversation_id = {Id(grain)} order by seq"
        );
        await silo.Stored("0", $"select count(*) from inbox where conversation_id = {Id(grain)}");
        Assert.Empty(silo.Meta.To(phone));

        await Block(false);
        await silo.Hear(phone, "ping");
        await silo.Told(phone, "pong");
    }

    [Fact]
    public async Task A_flow_that_waits_for_them_ends_when_they_write()
    {
        var grain = await silo.Hear(phone, "quiz");
        await silo.Told(phone, "ready?");
        await Block(true);

        await silo.Hear(phone, "yes");

        await silo.Stored("True", $"select session is null from conversations where id = {Id(grain)}");
        await silo.Stored(
            "the contact is blocked",
            $"""
            select e ->> 'reason' from turns, json_array_elements(events) e
            where conversation_id = {Id(grain)} and e ->> 'type' = 'session_ended'
            """
        );
        await silo.Told(phone, "ready?");
    }

    [Fact]
    public async Task A_flow_that_waits_for_a_time_says_nothing_then()
    {
        var grain = await silo.Hear(phone, "wait");
        await silo.Stored("1", $"select count(*) from timers where conversation_id = {Id(grain)}");
        await Block(true);

        await silo.Ask($"update timers set due_at = now() where conversation_id = {Id(grain)}");

        await silo.Stored("0", $"select count(*) from timers where conversation_id = {Id(grain)}");
        await silo.Stored("True", $"select session is null from conversations where id = {Id(grain)}");
        Assert.Empty(silo.Meta.To(phone));
    }

    [Fact]
    public async Task No_flow_is_started_for_them()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        await Block(true);
        var request = new StartFlow("ping", await silo.Service<FlowStore>().Revision("ours", Cancel));

        var result = await Settled(() => grain.Start(request), one => one.Outcome == StartOutcome.Moving);

        Assert.Equal((StartOutcome.Refused, "The contact is blocked."), (result.Outcome, result.Detail));
        Assert.Empty(silo.Meta.To(phone));
    }

    [Fact]
    public async Task A_person_who_replies_all_the_same_is_told()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        await Block(true);

        var saying = new PersonSaying(
            new Person("ada", "Ada"),
            Guid.NewGuid(),
            JsonSerializer.SerializeToUtf8Bytes<Content>(new TextContent("Hello"), MessagesJson.Default.Content)
        );
        var result = await Settled(() => grain.Say(saying), one => one.Outcome == SayOutcome.Moving);

        Assert.Equal(SayOutcome.Blocked, result.Outcome);
        Assert.Empty(silo.Meta.To(phone));
    }

    [Fact]
    public async Task A_broadcast_leaves_them_out_and_says_why()
    {
        var blocked = await silo.Hear(phone, "nothing starts");
        var campaign = await Campaign.Draft(silo, 0, phones: [phone, silo.Phone()], perSecond: 1000);
        await campaign.Start();
        await campaign.Ends();
        Assert.Equal("10|2", await campaign.States());

        await Block(true);
        var next = await Campaign.Draft(silo, 0, phones: [phone, silo.Phone()]);
        var send = new BulkSend(next.Id, null, 0, null, Guid.NewGuid());
        var result = await Settled(() => blocked.Bulk(send), one => one.Outcome == BulkOutcome.Later);

        Assert.Equal((BulkOutcome.Skipped, "blocked"), (result.Outcome, result.Reason));
        Assert.Single(silo.Meta.To(phone));
    }

    [Fact]
    public async Task What_still_waited_when_they_were_blocked_is_not_sent()
    {
        var (grain, gate) = await OnItsWay();
        // it stands in the outbox, and nobody knows of it: for the sweeper it is too young
        await silo.Ask(
            $"""
            with m as (
                insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status, created_at)
                select id, seq + 1, seq + 1, workspace_id, channel_id, 1, 'text', 'later', json_build_object('type', 'text', 'text', 'later'),
                    json_build_object('type', 'person', 'id', 'ada', 'name', 'Ada'), 0, now() from conversations where id = {Id(
                grain
            )} returning *)
            insert into outbox (conversation_id, seq, workspace_id, channel_id, lane, created_at)
            select conversation_id, seq, workspace_id, channel_id, 0, now() + interval '1 hour' from m
            """
        );
        await silo.Ask($"update conversations set seq = seq + 1 where id = {Id(grain)}");
        await Block(true);
        gate.SetResult();
        await silo.Ask(
            $"update outbox set created_at = now() - interval '1 minute' where conversation_id = {Id(grain)}"
        );

        await silo.Stored(
            "25|The contact is blocked.",
            $"select status, error ->> 'title' from messages where conversation_id = {Id(grain)} and text = 'later'"
        );
        Assert.Equal(["pong"], silo.Meta.Texts(phone));
    }

    [Fact]
    public async Task What_stood_in_line_behind_another_when_they_were_blocked_is_not_sent()
    {
        var (grain, gate) = await OnItsWay();
        await silo.Hear(phone, "ping");
        var replies = $"select count(*) from outbox where conversation_id = {Id(grain)}";
        await silo.Stored("2", replies);

        await Block(true);
        gate.SetResult();

        await silo.Stored(
            "25|The contact is blocked.",
            $"select status, error ->> 'title' from messages where conversation_id = {Id(grain)} and direction = 1 order by seq desc limit 1"
        );
        Assert.Equal(["pong"], silo.Meta.Texts(phone));
    }

    /// <summary>An answer that Meta has, and says nothing of until the gate is opened.</summary>
    private async Task<(IConversationGrain Grain, TaskCompletionSource Gate)> OnItsWay()
    {
        var gate = new TaskCompletionSource();
        silo.Meta.Rule(
            phone,
            async (_, _) =>
            {
                await gate.Task;
                return await silo.Meta.Take();
            }
        );
        var grain = await silo.Hear(phone, "ping");
        await Eventually.True(() => silo.Meta.To(phone).Count == 1, "the first is on its way", Cancel);
        return (grain, gate);
    }

    private async Task Block(bool blocked)
    {
        var id = long.Parse(await silo.Ask($"select id from contacts where phone = '{phone}'"));
        await silo.Service<ContactDesk>()
            .Change("ours", id, null, new ContactEdit { Blocked = blocked }, new(), new Actor("ada", "Ada"), Cancel);
    }

    /// <summary>The contact was just changed: the conversation may have to be read anew first.</summary>
    private static async Task<T> Settled<T>(Func<Task<T>> ask, Func<T, bool> moves)
        where T : class =>
        await Eventually.Value(
            async () =>
            {
                var answer = await ask();
                return moves(answer) ? null : answer;
            },
            "the conversation is settled",
            Cancel
        );

    private static long Id(IConversationGrain grain) => grain.GetPrimaryKeyLong();
}
