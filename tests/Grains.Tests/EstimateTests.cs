using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

public sealed class EstimateTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private static readonly RateCard Card = new()
    {
        Rates = new Dictionary<string, IReadOnlyDictionary<string, decimal>>
        {
            ["54"] = new Dictionary<string, decimal> { ["marketing"] = 0.06m, ["utility"] = 0.03m },
            ["1"] = new Dictionary<string, decimal> { ["marketing"] = 0.02m },
            ["1809"] = new Dictionary<string, decimal> { ["marketing"] = 0.07m },
        },
    };

    private static readonly AudienceGroup[] Groups =
    [
        new("5411", false, 800),
        new("5411", true, 200),
        new("1809", false, 100),
        new("1212", false, 50),
        new("4915", false, 10),
    ];

    [Fact]
    public void The_longest_code_gives_the_rate_and_what_has_none_is_said()
    {
        var cost = Of(DueTimesTests.Row(null, null), "marketing").Cost;

        // marketing is billed in open windows, too
        Assert.Equal((1150, 0, 10), (cost?.Billed, cost?.Free, cost?.Unpriced));
        Assert.Equal(1000 * 0.06m + 100 * 0.07m + 50 * 0.02m, cost?.About);
        Assert.Equal(cost?.About, cost?.High);
        Assert.Equal(Math.Round(68m * 0.85m, 2), cost?.Low);
        Assert.Equal(["54", "1809", "1"], cost?.Lines.Select(line => line.CallingCode));
    }

    [Fact]
    public void Utility_is_free_where_the_window_is_open_and_the_range_knows_that_it_may_close()
    {
        var cost = Of(DueTimesTests.Row(null, null), "utility").Cost;

        Assert.Equal((800, 200, 160), (cost?.Billed, cost?.Free, cost?.Unpriced));
        Assert.Equal((24m, 30m), (cost?.About, cost?.High));
    }

    [Fact]
    public void Without_rates_or_category_there_is_no_cost_and_it_says_why()
    {
        Assert.Null(Of(DueTimesTests.Row(null, null), null).Cost);
        Assert.Contains("category_unknown", Of(DueTimesTests.Row(null, null), null).Assumptions);
        var bare = EstimateOf.Groups(DueTimesTests.Row(null, null), Groups, "marketing", new RateCard(), null, 80, Now);
        Assert.Null(bare.Cost);
        Assert.Contains("no_rates", bare.Assumptions);
        Assert.Equal(
            (1160, 200, 15L, Now.AddSeconds(15)),
            (bare.Recipients, bare.WindowOpen, bare.Seconds, bare.FinishesAt)
        );
    }

    [Fact]
    public void Metas_limit_spreads_it_over_days_and_open_windows_go_at_once()
    {
        var row = DueTimesTests.Row(null, null) with { HoldOut = 0 };
        var daily = new DailyRoom("meta", 400, 310, null);
        var estimate = EstimateOf.Groups(row, Groups, "marketing", Card, daily, 80, Now);

        Assert.Equal([290, 400, 400, 70], estimate.Limit?.Parts);
        Assert.Equal((4, 90), (estimate.Limit?.Days, estimate.Limit?.Room));
        Assert.Equal(estimate.Recipients, estimate.Limit?.Parts.Sum());
        Assert.Equal(3 * 86400 + 1, estimate.Seconds);
    }

    [Fact]
    public void Who_is_held_out_costs_nothing()
    {
        var estimate = Of(DueTimesTests.Row(null, null) with { HoldOut = 50 }, "marketing");

        Assert.Equal((580, 580, 100), (estimate.Recipients, estimate.HeldOut, estimate.WindowOpen));
        Assert.Equal(34m, estimate.Cost?.About);
    }

    private static WhatsAppBot.Messages.BroadcastEstimate Of(Broadcast row, string? category) =>
        EstimateOf.Groups(row, Groups, category, Card, null, 80, Now);
}
