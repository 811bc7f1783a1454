namespace WhatsAppBot.PrivatePostgres;

/// <summary>Where a private cluster lives and how its server is set.</summary>
/// <param name="DataFolder">The folder of the cluster, its socket, its locks and its log; made at 0700 when missing.</param>
public sealed record PrivateClusterOptions(string DataFolder)
{
    /// <summary>What suits one product on one machine; somebody's data, so it stays durable.</summary>
    public static IReadOnlyDictionary<string, string> ProductSettings { get; } =
        new Dictionary<string, string>
        {
            ["max_connections"] = "200",
            ["shared_buffers"] = "256MB",
            ["wal_compression"] = "on",
            ["max_wal_size"] = "2GB",
            ["checkpoint_timeout"] = "15min",
            ["random_page_cost"] = "1.1",
            ["jit"] = "off",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
        };

    /// <summary>Gives up what a crash of the machine could cost: for data that is thrown away after the run.</summary>
    public static IReadOnlyDictionary<string, string> ThrowawaySettings { get; } =
        new Dictionary<string, string>(ProductSettings)
        {
            ["fsync"] = "off",
            ["synchronous_commit"] = "off",
            ["full_page_writes"] = "off",
            ["shared_buffers"] = "64MB",
            ["max_wal_size"] = "512MB",
        };

    /// <summary>Server settings by name, as in postgresql.conf; written anew at each start.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ProductSettings;

    /// <summary>The <c>node_modules</c> of <c>tools/postgres</c>: the last place to look for binaries; found by itself in a checkout.</summary>
    public string? PackagedBinaries { get; init; }

    /// <summary>Stop without a last checkpoint: the next start would have to recover, so only for data that is thrown away.</summary>
    public bool StopAtOnce { get; init; }

    /// <summary>How long the server may take to come up; a recovery after a crash of the machine can take its time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where binaries are looked for.</summary>
    internal BinaryPlaces? Places { get; init; }

    /// <summary>Who runs the server; found out when null.</summary>
    internal Identity? RunAs { get; init; }
}
