using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.Storage.Tests.Load;

public sealed class BacklogGaugeTests
{
    private readonly BacklogGauge gauge = new();
    private long newest;
    private double at;

    [Fact]
    public void Nothing_waits_while_fewer_rows_are_there_than_are_overlooked()
    {
        Assert.Equal(TimeSpan.Zero, Look(received: 10_000, waiting: 0));
    }

    [Fact]
    public void What_waits_is_divided_by_what_is_done_in_a_second()
    {
        Look(received: 0, waiting: 4000);
        for (var i = 0; i < 20; i++)
            Look(received: 1000, waiting: 4000);

        Assert.Equal(2, Look(received: 1000, waiting: 4000).TotalSeconds, 0.05);
        Assert.Equal(2000, gauge.Rate, 20.0);
    }

    [Fact]
    public void It_sees_a_flood_long_before_the_oldest_is_old()
    {
        for (var i = 0; i < 20; i++)
            Look(received: 500, waiting: 0);

        var wait = Look(received: 8000, waiting: 7500, headAge: 0.5);

        Assert.True(wait > TimeSpan.FromSeconds(5), $"{wait}");
    }

    [Fact]
    public void It_forgets_a_fast_hour_when_work_has_become_slow()
    {
        for (var i = 0; i < 20; i++)
            Look(received: 2500, waiting: 0);
        Assert.Equal(5000, gauge.Rate, 1.0);

        for (var i = 0; i < 12; i++)
            Look(received: 100, waiting: 2000);

        Assert.True(gauge.Rate < 600, $"{gauge.Rate}");
    }

    [Fact]
    public void The_age_of_the_oldest_counts_when_it_is_more()
    {
        Assert.Equal(30, Look(received: 0, waiting: 1500, headAge: 30).TotalSeconds);
    }

    [Fact]
    public void When_nothing_is_done_any_more_it_grows_without_end_and_never_fails()
    {
        var waits = Enumerable.Range(0, 200).Select(_ => Look(received: 0, waiting: 1500)).ToList();

        Assert.True(waits[^1] > TimeSpan.FromMinutes(10));
        Assert.Equal(waits.Order(), waits);
    }

    /// <summary>Half a second later.</summary>
    private TimeSpan Look(long received, long waiting, double headAge = 0)
    {
        newest += received;
        at += 0.5;
        var head = waiting == 0 ? (long?)null : newest - (waiting - Backlog.Overlooked);
        return gauge.Wait(new Backlog(newest, head, TimeSpan.FromSeconds(headAge)), TimeSpan.FromSeconds(at));
    }
}
