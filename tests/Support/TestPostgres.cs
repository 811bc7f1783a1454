using WhatsAppBot.PrivatePostgres;

namespace WhatsAppBot.Support;

/// <summary>The PostgreSQL of this test process: its own cluster, started at the first use, gone at the end.</summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<PrivateCluster>> Cluster = new(Start);

    /// <summary>How to reach a database of it.</summary>
    public static async Task<string> ConnectionString(string database) =>
        (await Cluster.Value).ConnectionString(database);

    private static async Task<PrivateCluster> Start()
    {
        var cluster = await PrivateCluster.Start(ScratchFolder.Cluster(ScratchFolder.Path), CancellationToken.None);
        ScratchFolder.AtEnd(() => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult());
        return cluster;
    }
}
