using Npgsql;
using WhatsAppBot.PrivatePostgres;

namespace WhatsAppBot.Chaos.Drills;

/// <summary>The worst day: a backup is taken under load, everything is lost later, and the copy goes on in a server of its own.</summary>
public sealed class RestoreTests(ITestOutputHelper output) : Stage(output)
{
    private PrivateCluster? _fresh;

    [Fact]
    public async Task A_backup_taken_under_load_goes_on_in_a_fresh_server_and_nothing_that_was_sent_is_sent_again()
    {
        var first = await Node(Patient);
        var campaign = new Campaign(() => first.Address, Source);
        // for minutes: it must not be over before the backup is made
        await campaign.Begin(people: 6000, perSecond: 20, Cancel);
        await Load.Run(Meta, "before", people: 40, perSecond: 20, seconds: 2, () => Task.CompletedTask, Cancel);
        var known = Meta.AckedMessages.ToList();

        var file = Path.Combine(ScratchFolder.Path, $"{Guid.NewGuid():N}.dump");
        var talk = Load.Run(Meta, "during", people: 40, perSecond: 20, seconds: 4, () => Task.CompletedTask, Cancel);
        Output.WriteLine(await Script.Run("backup", Cancel, Script.Address(ConnectionString), file));
        await talk;
        await AllAnsweredSoFar();
        first.Kill();

        _fresh = await PrivateCluster.Start(
            new PrivateClusterOptions(Path.Combine(ScratchFolder.Path, "restored"))
            {
                Settings = PrivateClusterOptions.ThrowawaySettings,
                StopAtOnce = true,
                Patience = TimeSpan.FromMinutes(5),
            },
            Cancel
        );
        var place = await _fresh.Database("restored", Cancel);
        Output.WriteLine(await Script.Run("restore", Cancel, Script.Address(place), file));
        await using var copy = NpgsqlDataSource.Create(place);

        // what waited in the inbox when the backup was made is answered by the copy too: it cannot know that it was
        var inCopy = (
            await Invariants.Rows(copy, "select wamid from messages where direction = 0", Cancel)
        ).ToHashSet();
        var waited = (await Invariants.Rows(copy, "select wamid from inbox where kind = 0", Cancel)).ToHashSet();
        // on a slow machine what was acked last had not had its turn
        Assert.DoesNotContain(known, acked => !inCopy.Contains(acked.Wamid) && !waited.Contains(acked.Wamid));
        var sent = Meta.Posts.ToList();

        Meta.Targets = [];
        var second = await Node(new Dictionary<string, string>(Patient) { ["ConnectionStrings__Main"] = place });
        await Meta.Say("4915166666666", "after", Cancel);
        await Eventually.True(
            () => Meta.Posts.Any(post => post.Text == "echo after"),
            "the copy answers",
            Cancel,
            TimeSpan.FromMinutes(5)
        );
        await Eventually.True(
            async () => await Invariants.Rows(copy, "select 'row' from inbox limit 1", Cancel) is [],
            "nothing waits in the copy",
            Cancel
        );

        // the broadcast is paused until a person has compared it with what happened
        Assert.Equal(
            ["restored"],
            await Invariants.Rows(copy, "select reason from broadcasts where state = 3", Cancel)
        );
        var again = Meta.Posts.Skip(sent.Count).ToList();
        var texts = Meta
            .AckedMessages.Where(acked => waited.Contains(acked.Wamid))
            .Select(acked => $"echo {acked.Text}")
            .ToHashSet();
        var before = sent.Select(post => (post.Phone, post.Text)).ToHashSet();
        Assert.DoesNotContain(again, post => before.Contains((post.Phone, post.Text)) && !texts.Contains(post.Text));
        Assert.DoesNotContain(again, Campaign.Has);
        Assert.False(second.Ended);
        Output.WriteLine(
            $"restore ok {inCopy.Count} messages in the copy, {sent.Count} sent before, {again.Count} after, {waited.Count} waited in the inbox"
        );
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_fresh is not null)
            await _fresh.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private Task AllAnsweredSoFar() =>
        Eventually.True(
            () =>
            {
                var answers = Meta.Posts.Select(post => post.Text).ToHashSet();
                return Meta.AckedMessages.All(acked => answers.Contains($"echo {acked.Text}"));
            },
            "all that was acked is answered",
            Cancel
        );
}
