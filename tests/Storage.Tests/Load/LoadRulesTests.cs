using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.Storage.Tests.Load;

public sealed class LoadRulesTests
{
    private readonly LoadRules rules = new();
    private TimeSpan now;

    [Theory]
    [InlineData(0, LoadLevel.Calm)]
    [InlineData(0.99, LoadLevel.Calm)]
    [InlineData(1, LoadLevel.Busy)]
    [InlineData(2, LoadLevel.Crowded)]
    [InlineData(4, LoadLevel.Full)]
    [InlineData(6, LoadLevel.Over)]
    [InlineData(600, LoadLevel.Over)]
    public void Goes_up_at_once_as_far_as_a_message_waits(double wait, LoadLevel level) =>
        Assert.Equal(level, Take(wait));

    [Theory]
    [InlineData(0.3, LoadLevel.Busy)]
    [InlineData(0.6, LoadLevel.Crowded)]
    [InlineData(0.9, LoadLevel.Full)]
    [InlineData(1.2, LoadLevel.Over)]
    public void Goes_up_as_far_as_writing_takes_though_nothing_waits_yet(double line, LoadLevel level) =>
        Assert.Equal(level, Take(0, line));

    [Fact]
    public void Goes_down_one_level_at_a_time()
    {
        Take(6);

        var levels = Enumerable.Range(0, 10).Select(_ => Take(0, after: 0.5)).Distinct();

        Assert.Equal([LoadLevel.Over, LoadLevel.Full, LoadLevel.Crowded, LoadLevel.Busy, LoadLevel.Calm], levels);
    }

    [Fact]
    public void Stays_while_it_is_only_a_little_below()
    {
        Take(6);

        for (var i = 0; i < 100; i++)
            Assert.Equal(LoadLevel.Over, Take(3, after: 0.5));
    }

    [Fact]
    public void Stays_when_it_is_well_below_only_for_a_moment()
    {
        Take(6);

        for (var i = 0; i < 100; i++)
            Assert.Equal(LoadLevel.Over, Take(i % 2 == 0 ? 1 : 4, after: 0.6));
    }

    [Fact]
    public void Each_level_gives_up_what_the_ones_before_it_give_up() =>
        Assert.Equal(
            [LoadLevel.Calm, LoadLevel.Busy, LoadLevel.Crowded, LoadLevel.Full, LoadLevel.Over],
            Enum.GetValues<LoadLevel>().Order()
        );

    private LoadLevel Take(double wait, double line = 0, double after = 0)
    {
        now += TimeSpan.FromSeconds(after);
        return rules.Take(TimeSpan.FromSeconds(wait), TimeSpan.FromSeconds(line), now);
    }
}
