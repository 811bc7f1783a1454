using WhatsAppBot.Grains.Channels;

namespace WhatsAppBot.Grains.Tests;

public sealed class TokenBucketTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly TokenBucket bucket = new(100, Start);

    [Fact]
    public void Gives_one_second_at_once_and_no_more()
    {
        Assert.Equal(100, bucket.Take(150, 0, Start).Replies);
        Assert.Equal(0, bucket.Take(1, 0, Start).Replies);
    }

    [Fact]
    public void Fills_at_its_rate_and_never_above_one_second()
    {
        bucket.Take(100, 0, Start);

        Assert.Equal(50, bucket.Take(100, 0, Start.AddSeconds(0.5)).Replies);
        Assert.Equal(100, bucket.Take(500, 0, Start.AddHours(1)).Replies);
    }

    [Fact]
    public void Replies_go_before_bulk()
    {
        var (replies, bulk, _) = bucket.Take(95, 95, Start);
        Assert.Equal((95, 0), (replies, bulk));
    }

    [Fact]
    public void Bulk_leaves_a_fifth_for_replies()
    {
        Assert.Equal(80, bucket.Take(0, 100, Start).Bulk);
        Assert.Equal(20, bucket.Take(20, 0, Start).Replies);
    }

    [Fact]
    public void Bulk_gets_nothing_while_replies_wait()
    {
        bucket.Take(101, 0, Start);

        Assert.Equal(0, bucket.Take(0, 10, Start.AddSeconds(0.24)).Bulk);
        Assert.Equal(10, bucket.Take(0, 10, Start.AddSeconds(0.5)).Bulk);
    }

    [Fact]
    public void A_throttled_bucket_pauses_and_comes_back_at_half_the_rate()
    {
        bucket.Throttle(TimeSpan.FromSeconds(2), Start);

        Assert.Equal((0, TimeSpan.FromSeconds(1)), Only(bucket.Take(1, 0, Start.AddSeconds(1))));
        Assert.Equal(0.5, bucket.Factor);
        Assert.Equal(50, bucket.Take(100, 0, Start.AddSeconds(5)).Replies);
    }

    [Fact]
    public void Many_reports_of_one_throttling_halve_once()
    {
        for (var i = 0; i < 10; i++)
            bucket.Throttle(TimeSpan.FromSeconds(2), Start.AddMilliseconds(i));
        Assert.Equal(0.5, bucket.Factor);

        bucket.Throttle(TimeSpan.FromSeconds(2), Start.AddSeconds(3));
        Assert.Equal(0.25, bucket.Factor);
    }

    [Fact]
    public void Recovers_by_a_tenth_every_ten_seconds_up_to_the_whole()
    {
        bucket.Throttle(TimeSpan.FromSeconds(1), Start);

        bucket.Take(1, 0, Start.AddSeconds(10.9));
        Assert.Equal(0.5, bucket.Factor);
        bucket.Take(1, 0, Start.AddSeconds(11));
        Assert.Equal(0.55, bucket.Factor, 6);
        bucket.Take(1, 0, Start.AddSeconds(200));
        Assert.Equal(1, bucket.Factor);
    }

    [Fact]
    public void Never_falls_below_a_64th()
    {
        for (var i = 0; i < 20; i++)
            bucket.Throttle(TimeSpan.FromSeconds(1), Start.AddSeconds(i * 2));

        Assert.Equal(1.0 / 64, bucket.Factor);
    }

    [Fact]
    public void A_changed_rate_holds_from_the_next_taking()
    {
        bucket.Take(100, 0, Start);
        bucket.Configure(10);

        Assert.Equal(10, bucket.Take(100, 0, Start.AddSeconds(60)).Replies);
    }

    private static (int, TimeSpan) Only((int Replies, int Bulk, TimeSpan AskAgainIn) taken) =>
        (taken.Replies, taken.AskAgainIn);
}
