using System.Collections.Concurrent;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>The one database: a pool for the hot writers and readers.</summary>
public sealed class Database : IAsyncDisposable
{
    public Database(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            ApplicationName = "WhatsAppBot",
        };
        // what the connection string does not say itself
        if (settings.MaxPoolSize == 100)
            settings.MaxPoolSize = 40;
        // a database that is away must be noticed within the 2 s that a webhook may take
        if (settings.Timeout == 15)
            settings.Timeout = 2;
        if (settings.CommandTimeout == 30)
            settings.CommandTimeout = 20;
        // plans made while tables were empty must not scan them once they are full
        settings.Options = (settings.Options + " -c enable_seqscan=off -c jit=off").Trim();

        ConnectionString = connectionString;
        Source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        Lists = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxPoolSize = 8,
                Timeout = settings.Timeout,
                CommandTimeout = settings.CommandTimeout,
                NoResetOnClose = true,
                ApplicationName = "WhatsAppBot lists",
                Options = (new NpgsqlConnectionStringBuilder(connectionString).Options + " -c jit=off").Trim(),
            }.ConnectionString
        ).Build();

        // a writer's few statements are planned once, for batches of any length
        settings.Options += " -c plan_cache_mode=force_generic_plan";
        settings.AutoPrepareMinUsages = 1;
        own = settings;
    }

    private readonly NpgsqlConnectionStringBuilder own;
    private readonly ConcurrentBag<NpgsqlDataSource> owned = [];

    /// <summary>
    /// A source with just so many connections, for a writer that uses nothing else: its statements stay prepared, and the server's process behind each
    /// stays warm. A pool shared by all would pass every statement through every connection.
    /// </summary>
    internal NpgsqlDataSource Own(int connections)
    {
        var source = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(own.ConnectionString) { MaxPoolSize = connections }.ConnectionString
        ).Build();
        owned.Add(source);
        return source;
    }

    /// <summary>As configured, for Orleans' providers and migrations.</summary>
    public string ConnectionString { get; }

    internal NpgsqlDataSource Source { get; }

    /// <summary>For questions that people compose: nothing stays prepared, so that each is planned for its own values.</summary>
    internal NpgsqlDataSource Lists { get; }

    /// <summary>True when the database answers.</summary>
    public async Task<bool> Answers(CancellationToken cancel)
    {
        try
        {
            await using var ask = Source.CreateCommand("select 1");
            await ask.ExecuteScalarAsync(cancel);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in owned)
            await source.DisposeAsync();
        await Lists.DisposeAsync();
        await Source.DisposeAsync();
    }
}
