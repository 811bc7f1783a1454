using System.Globalization;
using System.Runtime.Versioning;
using Npgsql;
using WhatsAppBot.Support;

[assembly: UnsupportedOSPlatform("windows")]

namespace WhatsAppBot.PrivatePostgres.Tests;

/// <summary>A data folder of one test's own; its server is stopped at the end, whoever left it running.</summary>
internal sealed class Place(string name = "") : IAsyncDisposable
{
    private static int _count;

    public string Folder { get; } =
        Path.Combine(ScratchFolder.Path, $"place-{Interlocked.Increment(ref _count)}{name}", ".data");

    public PrivateClusterOptions Options =>
        new(Folder)
        {
            Settings = PrivateClusterOptions.ThrowawaySettings,
            StopAtOnce = true,
            // several are started at once, also on a slow machine
            Patience = TimeSpan.FromMinutes(5),
        };

    /// <summary>The number of the server's process, while it runs.</summary>
    public int? Server
    {
        get
        {
            var file = Directory.Exists(Folder)
                ? Directory.EnumerateFiles(Folder, "postmaster.pid", SearchOption.AllDirectories).FirstOrDefault()
                : null;
            if (file is null)
                return null;
            var pid = int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
            return Directory.Exists($"/proc/{pid}") ? pid : null;
        }
    }

    public Task<PrivateCluster> Start(CancellationToken cancel) => PrivateCluster.Start(Options, cancel);

    public static ProcessHost Hold(Place place) =>
        ProcessHost.Begin(
            Repository.Built("tests", "PrivatePostgres.Holder"),
            new Dictionary<string, string>(),
            null,
            place.Folder
        );

    public static async Task<object?> Ask(string connectionString, string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await PrivateCluster.StopAbandoned(Options, CancellationToken.None);
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
