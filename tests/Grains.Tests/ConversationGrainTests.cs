using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

public sealed class ConversationGrainTests(TestSilo silo)
{
    private static readonly Person Ada = new("u1", "Ada");

    private readonly string phone = silo.Phone();

    [Fact]
    public async Task Answers_and_records_what_became_of_the_answer()
    {
        var grain = await silo.Hear(phone, "ping");

        await silo.Told(phone, "pong");
        await silo.Stored("1|0|100 2|1|10", Messages(grain));
        Assert.Equal("", await silo.Ask($"select 1 from inbox where conversation_id = {grain.GetPrimaryKeyLong()}"));
    }

    [Fact]
    public async Task A_flow_goes_by_the_clock_of_the_workspace_and_the_log_says_which_it_was()
    {
        var grain = await silo.Hear(phone, "clock");

        await silo.Told(phone, "+0545");
        Assert.Equal(
            TestSilo.Zone,
            await silo.Ask($"select around ->> 'zone' from turns where conversation_id = {grain.GetPrimaryKeyLong()}")
        );
    }

    [Fact]
    public async Task A_message_whose_hint_was_lost_is_swept_up()
    {
        await silo.Receive(phone, "ping");
        await silo.Told(phone, "pong");
    }

    [Fact]
    public async Task A_repeated_hint_changes_nothing()
    {
        var row = await silo.Receive(phone, "ping");
        var grain = silo.Grains.GetGrain<IConversationGrain>(row.ConversationId);
        for (var i = 0; i < 5; i++)
        {
            await grain.Wake([TestSilo.Work(row)]);
            await grain.Look();
        }
        await silo.Stored("1|0|100 2|1|10", Messages(grain));

        await grain.Wake([TestSilo.Work(row)]);
        await silo.Hear(phone, "say end");
        await silo.Told(phone, "pong", "heard say end");
        await silo.Stored("1|0|100 2|1|10 4|0|100 5|1|10", Messages(grain));
    }

    [Fact]
    public async Task Forty_messages_are_answered_in_their_order_whatever_the_order_of_the_hints()
    {
        var rows = new List<InboxRow>();
        for (var i = 0; i < 40; i++)
            rows.Add(await silo.Receive(phone, $"say {i}"));
        var grain = silo.Grains.GetGrain<IConversationGrain>(rows[0].ConversationId);
        foreach (var row in Enumerable.Reverse(rows))
            await grain.Wake([TestSilo.Work(row)]);

        await silo.Told(phone, [.. Enumerable.Range(0, 40).Select(i => $"heard say {i}")]);
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_gives_up_and_the_message_is_answered_once()
    {
        var grain = await silo.Hear(phone, "ping");
        await silo.Stored("1|0|100 2|1|10", Messages(grain));
        // as another activation would
        await silo.Ask($"update conversations set version = version + 5 where id = {grain.GetPrimaryKeyLong()}");

        await silo.Hear(phone, "say again");
        await silo.Told(phone, "pong", "heard say again");
        await silo.Hear(phone, "say more");

        await silo.Told(phone, "pong", "heard say again", "heard say more");
        await silo.Stored("8", $"select version from conversations where id = {grain.GetPrimaryKeyLong()}");
    }

    [Fact]
    public async Task A_refused_send_leads_the_session_to_its_error_edge()
    {
        silo.Meta.Rule(phone, (post, _) => post.Text == "one" ? StubMeta.Refuse(131026) : silo.Meta.Take());
        await silo.Hear(phone, "mended");

        await silo.Told(phone, "one", "two?", "sorry");
    }

    [Fact]
    public async Task A_refused_send_without_an_error_edge_stops_the_flow_with_a_line()
    {
        silo.Meta.Rule(phone, (post, _) => post.Text == "one" ? StubMeta.Refuse(131026) : silo.Meta.Take());
        var grain = await silo.Hear(phone, "fails");

        await silo.Stored(
            "1",
            $"select count(*) from messages where conversation_id = {grain.GetPrimaryKeyLong()} and direction = 2 and text like 'The flow stopped%'"
        );
        await silo.Stored(
            "25|131026",
            $"select status, error ->> 'code' from messages where conversation_id = {grain.GetPrimaryKeyLong()} and text = 'one'"
        );
    }

    [Fact]
    public async Task A_time_out_is_unknown_until_a_status_tells()
    {
        silo.Meta.Rule(phone, TimesOut);
        var grain = await silo.Hear(phone, "ping");
        var id = grain.GetPrimaryKeyLong();
        await silo.Stored("1|0|100 2|1|2", Messages(grain));
        Assert.Equal([$"m.{id}.2.1"], silo.Meta.To(phone).Select(post => post.CallbackData));

        await silo.Service<StatusWriter>()
            .TryApply(
                new StatusNews(
                    1,
                    $"w{id}",
                    MessageStatus.Delivered,
                    DateTimeOffset.UtcNow,
                    null,
                    new AttemptId(id, 2, 1)
                )
            )!;

        await silo.Stored("30|False", $"select status, resent from messages where conversation_id = {id} and seq = 2");
        // old enough to be sent again, if it were not resolved
        await silo.Ask(
            $"update outbox set created_at = now() - interval '2 hours', attempted_at = now() - interval '2 hours' where conversation_id = {id}"
        );
        await silo.Hear(phone, "say end");
        await silo.Told(phone, "pong", "heard say end");
    }

    [Fact]
    public async Task An_unknown_that_nothing_resolves_goes_out_once_more_and_is_marked()
    {
        var posts = 0;
        silo.Meta.Rule(
            phone,
            (post, cancel) => Interlocked.Increment(ref posts) == 1 ? TimesOut(post, cancel) : silo.Meta.Take()
        );
        var grain = await silo.Hear(phone, "ping");
        var id = grain.GetPrimaryKeyLong();
        await silo.Stored("1|0|100 2|1|2", Messages(grain));

        await silo.Ask(
            $"update outbox set created_at = now() - interval '2 hours', attempted_at = now() - interval '2 hours' where conversation_id = {id}"
        );

        await silo.Told(phone, "pong", "pong");
        await silo.Stored("10|True", $"select status, resent from messages where conversation_id = {id} and seq = 2");
        Assert.Equal([$"m.{id}.2.1", $"m.{id}.2.2"], silo.Meta.To(phone).Select(post => post.CallbackData));
    }

    [Fact]
    public async Task What_Meta_wants_later_is_sent_later_and_what_follows_waits_for_it()
    {
        var posts = 0;
        silo.Meta.Rule(
            phone,
            (_, _) => Interlocked.Increment(ref posts) == 1 ? StubMeta.Refuse(131056) : silo.Meta.Take()
        );
        await silo.Hear(phone, "twice");

        await silo.Told(phone, "one", "one", "two");
    }

    [Fact]
    public async Task Nothing_is_posted_after_the_window_has_closed()
    {
        var grain = await silo.Hear(phone, "ping", DateTimeOffset.UtcNow.AddHours(-25));

        await silo.Stored(
            "25|131047",
            $"select status, error ->> 'code' from messages where conversation_id = {grain.GetPrimaryKeyLong()} and direction = 1"
        );
        Assert.Empty(silo.Meta.To(phone));
    }

    [Fact]
    public async Task A_person_cannot_answer_after_the_window_has_closed()
    {
        var grain = await silo.Hear(phone, "nothing starts", DateTimeOffset.UtcNow.AddHours(-25));

        Assert.Equal(SayOutcome.WindowClosed, await grain.Says(Ada, "Hello"));
    }

    [Fact]
    public async Task A_delay_goes_on_once_when_its_time_has_come()
    {
        var grain = await silo.Hear(phone, "wait");
        var id = grain.GetPrimaryKeyLong();
        await silo.Stored(
            "True",
            $"select due_at > now() + interval '50 minutes' from timers where conversation_id = {id}"
        );
        var generation = long.Parse(await silo.Ask($"select generation from timers where conversation_id = {id}"));

        await grain.Due(generation - 1);
        await silo.Hear(phone, "say meanwhile");
        await silo.Stored(
            "1",
            $"select count(*) from messages where conversation_id = {id} and text = 'say meanwhile'"
        );
        Assert.DoesNotContain("an hour later", silo.Meta.Texts(phone));
    }

    [Fact]
    public async Task A_due_timer_fires_once_however_often_it_is_told()
    {
        var grain = await silo.Hear(phone, "wait");
        var id = grain.GetPrimaryKeyLong();
        await silo.Stored("1", $"select count(*) from timers where conversation_id = {id}");
        var generation = long.Parse(await silo.Ask($"select generation from timers where conversation_id = {id}"));

        await silo.Ask($"update timers set due_at = now() where conversation_id = {id}");
        await silo.Told(phone, "an hour later");
        await grain.Due(generation);
        await grain.Due(generation);
        await silo.Hear(phone, "ping");

        await silo.Told(phone, "an hour later", "pong");
        await silo.Stored("0", $"select count(*) from timers where conversation_id = {id}");
    }

    [Fact]
    public async Task A_handed_over_conversation_is_the_persons_until_it_is_returned()
    {
        var grain = await silo.Hear(phone, "help");
        await silo.Told(phone, "One moment");
        await silo.Hear(phone, "ping");
        var client = Guid.NewGuid();

        Assert.Equal(SayOutcome.Said, await grain.Says(Ada, "I am Ada", client));
        Assert.Equal(SayOutcome.Repeated, await grain.Says(Ada, "I am Ada", client));
        await silo.Hear(phone, "ping");
        Assert.Equal("1|u1", await silo.Ask(Owner(grain)));
        Assert.Equal(OrderOutcome.Done, (await grain.Do(new DeskOrder.GiveBack(Ada, ReturnTo.Stopped))).Outcome);

        await silo.Told(phone, "One moment", "I am Ada", "back again");
        Assert.Equal("0|", await silo.Ask(Owner(grain)));
    }

    [Fact]
    public async Task A_conversation_that_does_not_exist_answers_so()
    {
        var grain = silo.Grains.GetGrain<IConversationGrain>(987_654_321);

        Assert.Equal(SayOutcome.Missing, await grain.Says(Ada, "Hello"));
        Assert.Equal(OrderOutcome.Missing, (await grain.Do(new DeskOrder.TakeOver(Ada))).Outcome);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_does_not_stop_those_after_it()
    {
        var bad = silo.Service<InboxWriter>()
            .TryAppend(new Arrival("ours", 1, new Sender(phone, null), $"bad{phone}", "not json"u8.ToArray()));
        await bad!;
        await silo.Hear(phone, "ping");

        await silo.Told(phone, "pong");
    }

    /// <summary>As the client's own clock ends a call; nobody waits for it here.</summary>
    private static Task<HttpResponseMessage> TimesOut(Post post, CancellationToken cancel) =>
        Task.FromException<HttpResponseMessage>(new TaskCanceledException());

    private static string Messages(IConversationGrain grain) =>
        $"select seq, direction, status from messages where conversation_id = {grain.GetPrimaryKeyLong()} order by seq";

    private static string Owner(IConversationGrain grain) =>
        $"select owner, assignee_id from conversations where id = {grain.GetPrimaryKeyLong()}";
}
