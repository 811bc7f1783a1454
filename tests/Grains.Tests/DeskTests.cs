using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

public sealed class DeskTests(TestSilo silo)
{
    private static readonly Person Ada = new("u1", "Ada");
    private static readonly Person Bob = new("u2", "Bob");

    private readonly string phone = silo.Phone();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_a_person_does_shows_in_the_thread_once()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        DeskOrder[] orders =
        [
            new DeskOrder.TakeOver(Ada),
            new DeskOrder.Assign(Ada, Bob),
            new DeskOrder.Label(Ada, ["vip", "spare \"parts\", \\"], []),
            new DeskOrder.Snooze(Ada, null),
            new DeskOrder.Reopen(Ada),
            new DeskOrder.Resolve(Ada),
            new DeskOrder.Assign(Ada, null),
            new DeskOrder.Label(Ada, [], ["vip"]),
        ];

        foreach (var order in orders)
        {
            Assert.Equal(OrderOutcome.Done, (await grain.Do(order)).Outcome);
            Assert.Equal(OrderOutcome.Unchanged, (await grain.Do(order)).Outcome);
        }

        Assert.Equal(
            "taken_over assigned labelled snoozed reopened resolved unassigned labelled",
            await silo.Ask(
                $"select content ->> 'event' from messages where conversation_id = {Id(grain)} and direction = 2 order by seq"
            )
        );
        Assert.Equal(
            "-|Bob|vip, spare \"parts\", \\||-|-|-|−vip",
            await silo.Ask(
                $"select string_agg(coalesce(content ->> 'about', '-'), '|' order by seq) from messages where conversation_id = {Id(grain)} and direction = 2"
            )
        );
        Assert.Equal(
            "1|2||spare \"parts\", \\",
            await silo.Ask(
                $"select status, owner, assignee_id, array_to_string(labels, '+') from conversations where id = {Id(grain)}"
            )
        );
    }

    [Fact]
    public async Task How_it_was_before_is_told_so_that_it_can_be_undone()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        await grain.Do(new DeskOrder.Assign(Ada, Bob));

        var result = await grain.Do(new DeskOrder.Assign(Ada, Ada));

        Assert.Equal(
            ("open", Owner.Person, Bob),
            (result.Before?.Status, result.Before?.Owner, result.Before?.Assignee)
        );
    }

    [Fact]
    public async Task A_message_of_the_contact_opens_what_was_resolved_or_put_aside()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        await grain.Do(new DeskOrder.Snooze(Ada, DateTimeOffset.UtcNow.AddDays(1)));

        await silo.Hear(phone, "still there?");

        await silo.Stored("0|True", $"select status, snoozed_until is null from conversations where id = {Id(grain)}");
    }

    [Fact]
    public async Task What_was_put_aside_comes_back_when_its_time_has_come()
    {
        var grain = await silo.Hear(phone, "nothing starts");

        await grain.Do(new DeskOrder.Snooze(Ada, DateTimeOffset.UtcNow.AddSeconds(1)));

        await silo.Stored("0|True", $"select status, snoozed_until is null from conversations where id = {Id(grain)}");
        Assert.Equal(
            "woke",
            await silo.Ask(
                $"select content ->> 'event' from messages where conversation_id = {Id(grain)} order by seq desc limit 1"
            )
        );
    }

    [Fact]
    public async Task Who_waits_waits_from_the_first_unanswered_message_until_a_person_answers()
    {
        var asked = DateTimeOffset.UtcNow.AddMinutes(-10);
        var grain = await silo.Hear(phone, "nothing starts", asked);
        await silo.Hear(phone, "hello?");
        await silo.Stored(
            "True",
            $"select waiting_since < now() - interval '9 minutes' from conversations where id = {Id(grain)}"
        );

        await grain.Says(Ada, "Hello");

        Assert.Equal("True", await silo.Ask($"select waiting_since is null from conversations where id = {Id(grain)}"));
    }

    [Fact]
    public async Task While_one_replies_another_is_told_who_and_may_all_the_same()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        Assert.True((await grain.Type(Ada, show: false))?.Yours);
        Assert.False((await grain.Type(Bob, show: false))?.Yours);

        var held = await grain.Say(Sayings.Saying(Bob, new TextContent("I am Bob")));
        Assert.Equal((SayOutcome.Leased, Ada), (held.Outcome, held.Holder));
        Assert.Equal(SayOutcome.Said, await grain.Says(Bob, "I am Bob", force: true));
        Assert.Equal(SayOutcome.Said, await grain.Says(Ada, "I am Ada"));
        // a reply that was sent frees the place
        Assert.True((await grain.Type(Bob, show: false))?.Yours);
    }

    [Fact]
    public async Task The_contact_is_shown_typing_once_in_a_while_and_only_if_wanted()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        // the hint that wakes the grain is awaited by nobody
        var sql = $"select wamid from messages where conversation_id = {Id(grain)}";
        await Eventually.True(async () => await silo.Ask(sql) != "", "the message is in its conversation", Cancel);
        var wamid = await silo.Ask(sql);
        await grain.Type(Ada, show: false);
        Assert.DoesNotContain(wamid, silo.Meta.Typed);

        await grain.Type(Ada, show: true);
        await grain.Type(Ada, show: true);

        await Eventually.True(() => silo.Meta.Typed.Contains(wamid), "Meta is told", Cancel);
        Assert.Single(silo.Meta.Typed, one => one == wamid);
    }

    [Fact]
    public async Task A_note_is_written_once_and_never_sent()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        var note = new DeskOrder.Note(Ada, Guid.NewGuid(), "Call @Bob", [Bob]);

        Assert.Equal(OrderOutcome.Done, (await grain.Do(note)).Outcome);
        Assert.Equal(OrderOutcome.Unchanged, (await grain.Do(note)).Outcome);
        await grain.Says(Ada, "Hello");

        await silo.Told(phone, "Hello");
        Assert.Equal(
            "2|Bob",
            await silo.Ask(
                $"select direction, content -> 'mentions' -> 0 ->> 'name' from messages where conversation_id = {Id(grain)} and kind = 'note'"
            )
        );
    }

    [Fact]
    public async Task Who_said_stop_hears_nothing_until_they_write_again()
    {
        var grain = await silo.Hear(phone, "nothing starts", DateTimeOffset.UtcNow.AddMinutes(-5));
        await silo.Ask(
            $"update contacts set opted_out_at = now() where id = (select contact_id from conversations where id = {Id(grain)})"
        );
        // as if another silo had just had it: what is known is read again
        await silo.Ask($"update conversations set version = version + 1 where id = {Id(grain)}");

        var outcome = SayOutcome.Moving;
        await Eventually.True(
            async () => (outcome = await grain.Says(Ada, "Hello")) != SayOutcome.Moving,
            "the conversation is settled",
            Cancel
        );
        Assert.Equal(SayOutcome.OptedOut, outcome);
    }

    [Fact]
    public async Task A_conversation_handed_back_with_nothing_to_do_ends_its_session()
    {
        var grain = await silo.Hear(phone, "help");
        await silo.Told(phone, "One moment");
        await grain.Do(new DeskOrder.TakeOver(Ada));

        var result = await grain.Do(new DeskOrder.GiveBack(Ada, ReturnTo.Nothing));

        Assert.Equal(OrderOutcome.Done, result.Outcome);
        Assert.Equal(
            "0|True",
            await silo.Ask($"select owner, session is null from conversations where id = {Id(grain)}")
        );
    }

    [Fact]
    public async Task A_conversation_handed_back_starts_the_flow_that_was_chosen()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        await grain.Do(new DeskOrder.TakeOver(Ada));

        var none = await grain.Do(new DeskOrder.GiveBack(Ada, ReturnTo.Flow, "no such flow"));
        var result = await grain.Do(new DeskOrder.GiveBack(Ada, ReturnTo.Flow, "ping"));

        Assert.Equal((OrderOutcome.Refused, OrderOutcome.Done), (none.Outcome, result.Outcome));
        await silo.Told(phone, "pong");
    }

    [Fact]
    public async Task A_scheduled_reply_goes_out_once_at_its_time_and_not_when_taken_back()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        var scheduled = silo.Service<ScheduledReplies>();
        var (sent, taken) = (Later(grain, "later", 1), Later(grain, "never", 600));
        Assert.True(await scheduled.Add(sent, Cancel));
        Assert.True(await scheduled.Add(sent, Cancel));
        Assert.True(await scheduled.Add(taken, Cancel));

        Assert.True(await scheduled.Cancel("ours", Id(grain), taken.ClientId, Cancel));

        await silo.Told(phone, "later");
        await silo.Stored("0", $"select count(*) from scheduled_replies where conversation_id = {Id(grain)}");
        Assert.False(await scheduled.Cancel("ours", Id(grain), sent.ClientId, Cancel));
    }

    [Fact]
    public async Task A_scheduled_reply_that_cannot_go_out_is_told_in_the_thread()
    {
        var grain = await silo.Hear(phone, "nothing starts", DateTimeOffset.UtcNow.AddHours(-25));

        await silo.Service<ScheduledReplies>().Add(Later(grain, "too late", 0), Cancel);

        await silo.Stored(
            "not_sent",
            $"select content ->> 'event' from messages where conversation_id = {Id(grain)} order by seq desc limit 1"
        );
        Assert.Equal("1", await silo.Ask($"select state from scheduled_replies where conversation_id = {Id(grain)}"));
    }

    private static ScheduledReply Later(IConversationGrain grain, string text, int seconds) =>
        new(
            "ours",
            Id(grain),
            Guid.NewGuid(),
            Ada.Id,
            Ada.Name,
            new TextContent(text),
            null,
            DateTimeOffset.UtcNow.AddSeconds(seconds),
            null,
            DateTimeOffset.UtcNow
        );

    private static long Id(IConversationGrain grain) => grain.GetPrimaryKeyLong();
}
