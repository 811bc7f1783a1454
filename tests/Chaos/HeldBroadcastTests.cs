using System.Net.Http.Json;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos;

/// <summary>What holds a broadcast that goes as fast as it can, on two nodes at once (I5).</summary>
public sealed class HeldBroadcastTests(ITestOutputHelper output) : Stage(output)
{
    private const int People = 4000;
    private const int Some = 400;

    [Fact]
    public async Task A_pause_and_an_ended_token_hold_at_full_rate_and_going_on_repeats_nobody()
    {
        var nodes = await Task.WhenAll(Node(Patient), Node(Patient));
        var campaign = new Campaign(() => nodes[0].Address, Source);
        await campaign.Begin(People, perSecond: null, Cancel);

        await Pause(campaign, nodes[1].Address);
        await EndToken(campaign, nodes);

        await campaign.Stands(4, 300, Cancel);
        await Invariants.Hold(Source, Meta, Cancel);
        Assert.Equal(People, Meta.Posts.Count);
        Assert.Equal(People, Meta.Posts.Select(post => post.Phone).Distinct().Count());
        Assert.Equal(
            (long)People,
            await Ask<long>("select count(*) from broadcast_recipients where state in (10, 11, 12)")
        );
    }

    /// <summary>Asked of one node it holds on both; the other one lets it go on.</summary>
    private async Task Pause(Campaign campaign, Uri other)
    {
        await Eventually.True(() => Meta.Posts.Count > Some, "it goes on", Cancel);
        var asked = DateTimeOffset.UtcNow;
        // whoever did it and could not say so in time refuses it the second time: what counts is how it stands
        await campaign.Step("pause", Cancel);
        var paused = DateTimeOffset.UtcNow;
        await campaign.Stands(3, 60, Cancel);
        var holds = Promises.PauseHoldsAfter;
        await Still(holds);

        // since a second before it was asked for: on a slow machine it holds before it is answered
        var before = Meta.Posts.Count(post => post.At <= paused && post.At > asked.AddSeconds(-1));
        var last = Meta.Posts.Max(post => post.At);
        Output.WriteLine(
            $"{before} sends in the second before it and until the answer, {Meta.Posts.Count(post => post.At > paused)} after it, the last one {(last - paused).TotalSeconds:0.00} s after"
        );
        // as fast as it can is more than the crawl of other tests, unless the machine crawls itself
        Assert.InRange(before, Long.Crawls ? 10 : 50, People);
        Assert.InRange(Meta.Posts.Count, Some, People - 2 * Some);
        Assert.True(last < paused + holds, $"the last one {(last - paused).TotalSeconds:0.00} s after the answer");
        await campaign.Step("resume", Cancel, other);
    }

    /// <summary>Nobody fails for it; with a new one and a resume it goes on.</summary>
    private async Task EndToken(Campaign campaign, ProcessHost[] nodes)
    {
        var enough = Meta.Posts.Count + Some;
        await Eventually.True(() => Meta.Posts.Count >= enough, "it goes on", Cancel);
        Meta.Token = "another";
        await campaign.Stands(3, 120, Cancel);
        await Still(Promises.PauseHoldsAfter);

        var seen = Meta.Posts.Count;
        Output.WriteLine($"{seen} sends seen, {Meta.Refused} refused for the token");
        Assert.InRange(seen, enough, People - 1);
        Assert.NotEqual(0, Meta.Refused);
        Assert.Equal("token", await Ask<string>($"select reason from broadcasts where id = {campaign.Id}"));
        Assert.Equal(0L, await Ask<long>("select count(*) from broadcast_recipients where state in (20, 30, 40)"));
        Assert.Equal(0L, await Ask<long>("select count(*) from messages where direction = 1 and status in (2, 25)"));

        using var http = new HttpClient { BaseAddress = nodes[0].Address };
        using var renewed = await http.PatchAsJsonAsync(
            "/api/v1/workspaces/demo/connections/demo",
            new { accessToken = Meta.Token },
            Cancel
        );
        Assert.True(renewed.IsSuccessStatusCode, await renewed.Content.ReadAsStringAsync(Cancel));
        await campaign.Step("resume", Cancel, nodes[1].Address);
    }

    /// <summary>Looks on for longer than anything may still go out.</summary>
    private static Task Still(TimeSpan holds) => Task.Delay(holds + TimeSpan.FromSeconds(2), Cancel);
}
