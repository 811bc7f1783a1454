using System.Diagnostics;
using Npgsql;
using WhatsAppBot.PrivatePostgres;

namespace WhatsAppBot.Chaos;

public sealed class DatabaseAwayTests(ITestOutputHelper output) : Stage(output)
{
    // its own server: those of the other tests must not stop
    private readonly PrivateClusterOptions _options = new(Path.Combine(ScratchFolder.Path, "away"))
    {
        Settings = new Dictionary<string, string>(PrivateClusterOptions.ProductSettings) { ["fsync"] = "off" },
    };
    private PrivateCluster? _cluster;
    private NpgsqlDataSource? _source;
    private string _connection = "";

    private protected override string ConnectionString => _connection;

    private protected override NpgsqlDataSource Source => _source ?? base.Source;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Start();
        await Prepare(_connection);
        _source = NpgsqlDataSource.Create(_connection);
    }

    [Fact]
    public async Task While_the_database_is_away_webhooks_get_503_and_afterwards_everything_goes_on()
    {
        var node = await Node();
        await Meta.Say("4915100000006", "before", Cancel);
        await AllAnswered();

        await Stop();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 5; i++)
        {
            var time = Stopwatch.StartNew();
            Assert.Equal(503, await Meta.Try(node.Address, "4915100000006", "refused", $"wamid.in.{i}", Cancel));
            slowest = time.Elapsed > slowest ? time.Elapsed : slowest;
        }
        Assert.True(slowest < TimeSpan.FromSeconds(10), $"a 503 took {slowest.TotalSeconds:0.0} s");
        var waiting = Meta.Say("4915100000006", "during", Cancel);

        await Start();
        _source?.Clear();
        var back = Stopwatch.StartNew();
        await waiting.WaitAsync(Eventually.Bound, Cancel);
        Output.WriteLine(
            $"slowest 503 {slowest.TotalSeconds:0.0} s; first 200 {back.Elapsed.TotalSeconds:0.0} s after"
        );

        await Meta.Say("4915100000006", "after", Cancel);
        await AllAnswered();
        Assert.False(node.Ended);
        Assert.DoesNotContain(Meta.Posts, post => post.Text == "echo refused");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_source is not null)
            await _source.DisposeAsync();
        await Stop();
    }

    private async Task Start()
    {
        _cluster = await PrivateCluster.Start(_options, Cancel);
        _connection = await _cluster.Database("chaos", Cancel);
    }

    private async Task Stop()
    {
        if (_cluster is { } cluster)
            await cluster.DisposeAsync();
        _cluster = null;
    }
}
