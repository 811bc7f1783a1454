namespace WhatsAppBot.Storage.Tests;

public sealed class TimersTests : StorageTest
{
    [Fact]
    public async Task Never_hands_out_a_timer_early()
    {
        await Set(7, TimeSpan.FromHours(1));
        Assert.Empty(await Node.Timers.Claim(100, Cancel));
    }

    [Fact]
    public async Task Hands_out_a_due_timer_with_its_generation()
    {
        var conversation = await Set(7, TimeSpan.Zero);
        Assert.Equal([new DueTimer(conversation, 7)], await Node.Timers.Claim(100, Cancel));
    }

    [Fact]
    public async Task Hands_each_of_many_to_one_of_many_claimers()
    {
        for (var i = 0; i < 20; i++)
            await Set(1, TimeSpan.Zero);
        await using var second = new Writers(World.ConnectionString);

        var claimed = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Node : second).Timers.Claim(3, Cancel))
        );
        await Last();
        var rest = await Node.Timers.Claim(100, Cancel);

        var all = claimed.SelectMany(list => list).Concat(rest).Select(timer => timer.ConversationId).ToArray();
        Assert.Equal(20, all.Length);
        Assert.Equal(20, all.Distinct().Count());
    }

    [Fact]
    public async Task Hands_a_timer_out_again_when_its_lease_is_over()
    {
        await Set(1, TimeSpan.Zero);
        await Node.Timers.Claim(100, Cancel);
        await Last();
        Assert.Empty(await Node.Timers.Claim(100, Cancel));

        await World.Do("update timers set lease_until = now() - interval '1 second'");
        Assert.Single(await Node.Timers.Claim(100, Cancel));
    }

    [Theory]
    [InlineData(3, "lease_until >= due_at + interval '3 seconds'")]
    [InlineData(4, "lease_until <= now() + interval '1 second'")]
    public async Task Of_more_than_are_handed_out_at_once_each_has_more_time(int most, string lease)
    {
        for (var i = 0; i < 3; i++)
            await Set(1, TimeSpan.Zero);

        await Node.Timers.Claim(most, Cancel);

        Assert.Equal(["3"], await World.Rows($"select count(*) from timers where {lease}"));
    }

    [Fact]
    public async Task A_turn_that_sets_the_timer_anew_ends_the_lease()
    {
        var conversation = await Set(1, TimeSpan.Zero);
        await Node.Timers.Claim(100, Cancel);
        await Node.Turns.Commit(World.Make(conversation, 1, timer: new TimerChange.Set(2, TimeSpan.Zero)), Cancel);

        Assert.Equal([new DueTimer(conversation, 2)], await Node.Timers.Claim(100, Cancel));
    }

    [Fact]
    public async Task Drops_only_the_generation_that_was_meant()
    {
        var conversation = await Set(2, TimeSpan.Zero);

        await Node.Timers.Drop(new DueTimer(conversation, 1), Cancel);
        Assert.Equal(["2"], await World.Rows("select generation from timers"));

        await Node.Timers.Drop(new DueTimer(conversation, 2), Cancel);
        Assert.Empty(await World.Rows("select generation from timers"));
    }

    /// <summary>The leases that were given last longer than seconds, which may be over on a slow machine before anybody has looked.</summary>
    private Task Last() => World.Do("update timers set lease_until = lease_until + interval '1 hour'");

    private async Task<long> Set(long generation, TimeSpan after)
    {
        var conversation = await World.Conversation();
        await Node.Turns.Commit(World.Make(conversation, 0, timer: new TimerChange.Set(generation, after)), Cancel);
        return conversation;
    }
}
