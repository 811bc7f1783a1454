namespace WhatsAppBot.PrivatePostgres;

/// <summary>
/// A PostgreSQL of one's own: made in a folder at the first start, reached over a unix socket by processes of the same user only,
/// shared by all that start it, stopped by the last one out.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private readonly ClusterFolder _folder;
    private readonly ClusterServer _server;
    private FileStream? _user;

    private PrivateCluster(ClusterFolder folder, ClusterServer server, PostgresBinaries binaries)
    {
        _folder = folder;
        _server = server;
        Major = binaries.Major;
        Binaries = binaries.Folder;
    }

    /// <summary>The major version of PostgreSQL.</summary>
    public int Major { get; }

    /// <summary>The folder of the programs in use.</summary>
    public string Binaries { get; }

    /// <summary>The server was running when we came.</summary>
    public bool Attached { get; private set; }

    /// <summary>Where the server writes what it has to say.</summary>
    public string Log => _folder.Log;

    /// <summary>Starts the cluster of a folder, or attaches to it when it runs.</summary>
    /// <exception cref="PrivatePostgresException">It can not be had; the message tells why and what to do.</exception>
    public static async Task<PrivateCluster> Start(PrivateClusterOptions options, CancellationToken cancel)
    {
        var cluster = Open(options);
        await using var starting = await FileLock.Alone(cluster._folder.StartLock, cancel);
        await cluster._server.Make(cancel);
        cluster.Attached = await cluster._server.Up(cancel);
        cluster._user = FileLock.TryTogether(cluster._folder.Users);
        return cluster;
    }

    /// <summary>Stops a server whose users all died. False when somebody still uses it, or is about to.</summary>
    public static async Task<bool> StopAbandoned(PrivateClusterOptions options, CancellationToken cancel)
    {
        var cluster = Open(options);
        await using var starting = FileLock.TryAlone(cluster._folder.StartLock);
        return starting is not null && await cluster.StopUnlessUsed(cancel);
    }

    /// <summary>How to reach a database of this cluster.</summary>
    public string ConnectionString(string database) => _server.ConnectionString(database);

    /// <summary>Makes the database when it is missing.</summary>
    /// <returns>How to reach it.</returns>
    public async Task<string> Database(string name, CancellationToken cancel)
    {
        await _server.CreateMissing(name, cancel);
        return ConnectionString(name);
    }

    /// <summary>Leaves; the last one out stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _user, null) is not { } user)
            return;

        // nobody may come in between our leaving and the stop
        await using var stopping = await FileLock.Alone(_folder.StartLock, CancellationToken.None);
        await user.DisposeAsync();
        await StopUnlessUsed(CancellationToken.None);
    }

    private async Task<bool> StopUnlessUsed(CancellationToken cancel)
    {
        await using var last = FileLock.TryAlone(_folder.Users);
        if (last is null)
            return false;
        if (await _server.Runs(cancel))
            await _server.Stop();
        _folder.Leave();
        return true;
    }

    private static PrivateCluster Open(PrivateClusterOptions options)
    {
        var identity = options.RunAs ?? Identity.OfThisProcess();
        var folder = ClusterFolder.Open(options.DataFolder, identity);
        var places = options.Places ?? BinaryPlaces.OfThisMachine(options.PackagedBinaries);
        var binaries = places.Find(folder.Major);
        return new PrivateCluster(folder, new ClusterServer(binaries, identity, folder, options), binaries);
    }
}
