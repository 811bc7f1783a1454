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
    }

    /// <summary>As configured, for Orleans' providers and migrations.</summary>
    public string ConnectionString { get; }

    internal NpgsqlDataSource Source { get; }

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

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
