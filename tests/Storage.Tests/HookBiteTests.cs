using Npgsql;
using WhatsAppBot.Storage.Hooks;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

/// <summary>How much webhooks take up at once, and what must not fall between two bites.</summary>
public sealed class HookBiteTests : HookTest
{
    private const long Most = 2_000;

    private Task<long> Made => World.Ask<long>("select count(*) from webhook_events");

    [Fact]
    public async Task However_many_statuses_wait_a_bite_is_of_a_bounded_size()
    {
        await Add([HookKinds.MessageStatus]);
        var send = await World.Attempted();
        await Everybody();
        for (var i = 0; i < 3; i++)
            await World.Do(
                $"""
                insert into webhook_facts (workspace_id, conversation_id, seq, message_seq, status)
                select 'ours', {send.ConversationId}, {i
                    * 1_000} + n, {send.Seq}, 2 from generate_series(1, 1000) as g (n)
                """
            );

        var feed = Feed;
        var largest = 0L;
        await Eventually.True(
            async () =>
            {
                var before = await Made;
                await feed.TakeUp(Now, Cancel);
                largest = Math.Max(largest, await Made - before);
                return await Made == 3_000;
            },
            "3000 statuses told",
            Cancel
        );

        Assert.InRange(largest, 1, Most);
    }

    [Fact]
    public async Task A_bite_that_was_too_much_is_taken_up_in_smaller_ones()
    {
        await Add([HookKinds.MessageReceived]);
        await Everybody();
        await World.Do(
            """
            create function too_much() returns trigger language plpgsql as $$
            begin
                if (select count(*) from made) > 3 then raise 'too much'; end if;
                return null;
            end $$;
            create trigger too_much after insert on webhook_events referencing new table as made for each statement execute function too_much()
            """
        );
        // so many that transactions of other tests cannot cut them into bites that are small enough by themselves
        for (var i = 0; i < 24; i++)
            await Say(await World.Conversation(), 0, World.Heard($"{i}"));

        var (feed, failed) = (Feed, false);
        await Eventually.True(
            async () =>
            {
                try
                {
                    await feed.TakeUp(Now, Cancel);
                }
                catch (PostgresException)
                {
                    failed = true;
                }
                return await Made == 24;
            },
            "24 messages told",
            Cancel
        );

        Assert.True(failed);
    }

    [Fact]
    public async Task Who_comes_while_an_erasure_is_waited_for_misses_nothing()
    {
        await Add(HookKinds.All);
        var conversation = await World.Conversation();
        await Everybody();

        Task<bool> waits;
        string late;
        await using (await World.Hold("select pg_advisory_xact_lock(2, 16)"))
        {
            waits = Feed.TakeUp(Now, Cancel);
            await World.Waits();
            late = await Add([HookKinds.MessageReceived]);
            await Say(conversation, 0, World.Heard("hello"));
        }
        await waits;
        await Told(1, HookKinds.MessageReceived);

        Assert.Equal(1L, await World.Ask<long>($"select count(*) from webhook_deliveries where webhook_id = '{late}'"));
    }
}
