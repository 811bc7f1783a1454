using Npgsql;
using WhatsAppBot.PrivatePostgres;

namespace WhatsAppBot.Chaos;

/// <summary>A stage with a database server of its own, that may be stopped: those of the other tests must not.</summary>
public abstract class OwnClusterStage(ITestOutputHelper output, string folder) : Stage(output)
{
    private readonly PrivateClusterOptions _options = new(Path.Combine(ScratchFolder.Path, folder))
    {
        Settings = new Dictionary<string, string>(PrivateClusterOptions.ProductSettings) { ["fsync"] = "off" },
        Patience = TimeSpan.FromMinutes(5),
    };
    private PrivateCluster? _cluster;
    private NpgsqlDataSource? _source;
    private string _connection = "";

    private protected override string ConnectionString => _connection;

    private protected override NpgsqlDataSource Source => _source ?? base.Source;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await StartDatabase();
        await Prepare(_connection);
        _source = NpgsqlDataSource.Create(_connection);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_source is not null)
            await _source.DisposeAsync();
        await StopDatabase();
        GC.SuppressFinalize(this);
    }

    private protected async Task StartDatabase()
    {
        _cluster = await PrivateCluster.Start(_options, Cancel);
        _connection = await _cluster.Database("chaos", Cancel);
        _source?.Clear();
    }

    private protected async Task StopDatabase()
    {
        if (_cluster is { } cluster)
            await cluster.DisposeAsync();
        _cluster = null;
    }
}
