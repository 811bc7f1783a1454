using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Hooks;

namespace WhatsAppBot.Storage.Tests;

public sealed class HookFeedTests : HookTest
{
    [Fact]
    public async Task Without_a_webhook_nothing_is_written_for_one()
    {
        var send = await World.Attempted();
        await Accepted(send);

        Assert.False(await Feed.TakeUp(Now, Cancel));
        Assert.Equal(0L, await World.Ask<long>("select count(*) from webhook_facts"));
        Assert.Equal(0L, await World.Ask<long>("select written from webhook_cursor"));
    }

    [Fact]
    public async Task What_was_before_a_webhook_is_not_told_and_what_comes_after_it_is()
    {
        var before = await World.Conversation();
        await Say(before, 0, World.Heard("before"));
        await Add(HookKinds.All);
        await Say(before, 1, World.Heard("after"));

        await Told(1, HookKinds.MessageReceived);

        Assert.Equal(["after"], await Texts(HookKinds.MessageReceived));
    }

    [Fact]
    public async Task Every_message_is_one_event_and_one_delivery_for_each_who_wants_it_however_many_make_them()
    {
        var (all, received) = (await Add(HookKinds.All), await Add([HookKinds.MessageReceived]));
        for (var i = 0; i < 20; i++)
            await Say(await World.Conversation(), 0, World.Heard($"in {i}"), World.Said($"out {i}"));

        await Told(20, HookKinds.MessageReceived);
        await Told(20, HookKinds.MessageCreated);
        await Everybody();

        Assert.Equal(
            [
                $"{HookKinds.ConversationCreated}|20",
                $"{HookKinds.MessageCreated}|20",
                $"{HookKinds.MessageReceived}|20",
            ],
            await World.Rows("select kind, count(*) from webhook_events group by kind order by kind")
        );
        Assert.Equal(
            [$"{all}|60", $"{received}|20"],
            await World.Rows(
                $"select webhook_id, count(*) from webhook_deliveries group by webhook_id order by webhook_id = '{received}'"
            )
        );
    }

    [Fact]
    public async Task A_turn_that_commits_late_is_not_passed_over()
    {
        await Add(HookKinds.All);
        var (late, quick) = (await World.Conversation(), await World.Conversation());
        var other = new Writers(World.ConnectionString);
        await using (await World.Hold($"select pg_current_xact_id(), pg_advisory_xact_lock({late})"))
        {
            // its transaction is older than the quick one's in no way that a clock would tell: it waits for the conversation
            var waits = other.Turns.Commit(World.Make(late, 0, messages: [World.Heard("late")]), Cancel);
            await Say(quick, 0, World.Heard("quick"));
            await Everybody();
            Assert.Empty(await Texts(HookKinds.MessageReceived));
            Assert.False(waits.IsCompleted);
        }

        await Told(2, HookKinds.MessageReceived);
        Assert.Equal(["late", "quick"], (await Texts(HookKinds.MessageReceived)).Order());
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Of_one_conversation_what_came_in_is_told_before_what_it_brought_about_and_statuses_follow()
    {
        await Add(HookKinds.All);
        var conversation = await World.Conversation();
        var committed = await World.Node.Turns.Commit(
            World.Make(conversation, 0, messages: [World.Heard("hello"), World.Said("hi there")]) with
            {
                Log = new TurnLog(
                    Now,
                    "{}",
                    """
                    [{"type":"session_started","sessionId":"s1","flowId":"f","version":3,"flowName":"Welcome","triggerNodeId":"t"},
                     {"type":"session_ended","sessionId":"s1","flowId":"f","outcome":"completed"}]
                    """
                ),
            },
            Cancel
        );
        var send = World.Send(conversation, (committed?.FirstSeq ?? 0) + 1);
        await World.Node.Claims.Claim(send, Cancel);
        await Accepted(send);
        await World.Node.Apply(new StatusNews(World.Channel, "wamid.1", MessageStatus.Delivered, Now, null, null));

        await Told(2, HookKinds.MessageStatus);

        Assert.Equal(
            [
                $"{HookKinds.ConversationCreated}:{conversation}",
                $"{HookKinds.MessageReceived}:{conversation}:1",
                $"{HookKinds.SessionStarted}:s1",
                $"{HookKinds.MessageCreated}:{conversation}:2",
                $"{HookKinds.SessionEnded}:s1",
                $"{HookKinds.MessageStatus}:{conversation}:3",
                $"{HookKinds.MessageStatus}:{conversation}:4",
            ],
            await World.Rows("select event_id from webhook_events order by id")
        );
        Assert.Equal(0L, await World.Ask<long>("select count(*) from webhook_facts"));
    }

    [Fact]
    public async Task A_change_of_who_has_a_conversation_is_told_once_with_how_it_was()
    {
        await Add(HookKinds.All);
        var conversation = await World.Conversation();
        await Say(conversation, 0, World.Heard("help"));
        await Told(1, HookKinds.MessageReceived);

        var taken = World.Idle with { Owner = Owner.Person, AssigneeId = "u1", AssigneeName = "Ada" };
        await World.Node.Turns.Commit(
            World.Make(conversation, 1, state: taken, messages: [World.Said("I am here")]),
            Cancel
        );
        await Told(1, HookKinds.HandoffTaken);
        await World.Node.Turns.Commit(
            World.Make(conversation, 2, state: taken, messages: [World.Said("still")]),
            Cancel
        );
        await Told(2, HookKinds.MessageCreated);
        await Everybody();

        Assert.Equal(
            ["""["owner","assignee"]|bot|person"""],
            await World.Rows(
                $"select body::json #> '{{change,changed}}', body::json #>> '{{change,before,owner}}', body::json #>> '{{conversation,owner}}' from webhook_events where kind = '{HookKinds.HandoffTaken}'"
            )
        );
    }

    [Fact]
    public async Task A_change_that_comes_to_light_with_a_status_is_told_though_its_turn_is_taken_up_later()
    {
        await Add(HookKinds.All);
        var send = await World.Attempted();
        await Told(1, HookKinds.MessageCreated);
        await Accepted(send);

        await using (await World.Hold("select pg_current_xact_id()"))
        {
            // younger than a transaction that runs: the status can be taken up, the turn cannot
            var committed = await World.Node.Turns.Commit(
                World.Make(send.ConversationId, 1, state: World.Idle with { Owner = Owner.Queue, Queue = "sales" }),
                Cancel
            );
            Assert.NotNull(committed);
            await Told(1, HookKinds.MessageStatus);
        }
        await Everybody();

        Assert.Equal(
            [HookKinds.ConversationChanged, HookKinds.HandoffRequested],
            await World.Rows(
                $"select kind from webhook_events where kind in ('{HookKinds.ConversationChanged}', '{HookKinds.HandoffRequested}') order by kind"
            )
        );
    }

    [Fact]
    public async Task A_broadcasts_steps_are_told_as_they_came()
    {
        await Add([HookKinds.BroadcastChanged]);
        await World.Do(
            """
            insert into broadcasts (workspace_id, channel_id, title, content, audience, created_by)
            values ('ours', 1, 'Sale', '{"kind":"flow","flowId":"f"}', '{"kind":"all"}', 'ada')
            """
        );
        foreach (var state in new[] { 2, 3, 2, 2, 4 })
            await World.Do($"update broadcasts set state = {state}");

        await Told(4, HookKinds.BroadcastChanged);

        Assert.Equal(
            ["running", "paused", "running", "completed"],
            await World.Rows("select body::json #>> '{broadcast,state}' from webhook_events order by id")
        );
    }

    [Fact]
    public async Task Other_workspaces_are_told_nothing()
    {
        await World.Do("insert into workspaces (id, name) values ('theirs', 'Theirs')");
        await Hooks.Add("theirs", "hook_x", "https://a.example", "", HookKinds.All, "whsec_12345", Me, Cancel);
        await Say(await World.Conversation(), 0, World.Heard("ours"));
        var send = await World.Attempted();
        await Accepted(send);
        await Everybody();

        Assert.Equal(0L, await World.Ask<long>("select count(*) from webhook_events"));
        Assert.Equal(0L, await World.Ask<long>("select count(*) from webhook_facts"));
    }

    [Fact]
    public async Task The_log_forgets_what_is_old_and_what_is_too_much()
    {
        await Add([HookKinds.MessageReceived]);
        for (var i = 0; i < 6; i++)
            await Say(await World.Conversation(), 0, World.Heard($"{i}"));
        await Told(6, HookKinds.MessageReceived);
        var log = new Deliveries(World.Node.Database);
        await World.Do(
            "update webhook_events set created_at = now() - interval '8 days' where id = (select min(id) from webhook_events)"
        );

        while (await log.Purge(TimeSpan.FromDays(7), 1000, Cancel)) { }
        Assert.Equal(5L, await World.Ask<long>("select count(*) from webhook_deliveries"));
        while (await log.Purge(TimeSpan.FromDays(7), 2, Cancel)) { }
        Assert.Equal(2L, await World.Ask<long>("select count(*) from webhook_deliveries"));
        Assert.Equal(2L, await World.Ask<long>("select count(*) from webhook_events"));
    }

    [Fact]
    public async Task Secrets_are_sealed_and_both_sign_after_a_change()
    {
        var hook = await Add(HookKinds.All, "whsec_first");
        Assert.True(await Hooks.Rotate("ours", hook, "whsec_second", TimeSpan.FromHours(1), Me, Cancel));

        var receiver = Assert.Single(await Hooks.Receivers(Cancel));
        Assert.Equal(["whsec_second", "whsec_first"], receiver.Secrets);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from webhooks where secret like '%whsec%'"));
        Assert.True(await Hooks.EndPrevious("ours", hook, Me, Cancel));
        Assert.Equal(["whsec_second"], Assert.Single(await Hooks.Receivers(Cancel)).Secrets);
        Assert.False(await Hooks.Rotate("other", hook, "whsec_x", TimeSpan.FromHours(1), Me, Cancel));
    }

    [Fact]
    public async Task An_erased_contact_is_in_no_event()
    {
        var hook = await Add(HookKinds.All);
        var conversation = await World.Conversation();
        await Say(conversation, 0, World.Heard("my secret address"));
        await Told(1, HookKinds.MessageReceived);
        var contact = await World.Ask<long>($"select contact_id from conversations where id = {conversation}");

        await new Storage.Contacts.Erasure(World.Node.Database).Erase("ours", contact, Me, Cancel);

        foreach (var table in new[] { "events", "deliveries", "lanes", "conversations" })
            Assert.Equal(0L, await World.Ask<long>($"select count(*) from webhook_{table}"));
        Assert.NotNull(await Hooks.Find("ours", hook, Cancel));
    }
}
