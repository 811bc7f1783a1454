using System.Collections.Concurrent;
using System.Reflection;
using Npgsql;

namespace WhatsAppBot.Support;

/// <summary>A database of one test's own, copied from a template that was migrated once in this process; dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<MethodInfo, Lazy<Task<string>>> Templates = new();
    private static readonly SemaphoreSlim Copying = new(1);
    private static int _count;

    private readonly Lazy<NpgsqlDataSource> _source;

    private TestDatabase(string name, string connectionString)
    {
        Name = name;
        ConnectionString = connectionString;
        _source = new(() => NpgsqlDataSource.Create(Patient(connectionString)));
    }

    /// <summary>The name of the database.</summary>
    public string Name { get; }

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>Connections to it; disposed with it.</summary>
    public NpgsqlDataSource Source => _source.Value;

    /// <summary>An empty database.</summary>
    public static Task<TestDatabase> Empty() => Copy("template0");

    /// <summary>A migrated database. <paramref name="migrate"/> runs once in this process for all that pass the same method.</summary>
    public static async Task<TestDatabase> Create(Func<string, Task> migrate)
    {
        var template = Templates.GetOrAdd(migrate.Method, _ => new(() => Template(migrate)));
        return await Copy(await template.Value);
    }

    /// <summary>Drops the database, whoever is still connected.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_source.IsValueCreated)
            await _source.Value.DisposeAsync();
        await Run($"drop database if exists {Name} with (force)");
    }

    private static async Task<string> Template(Func<string, Task> migrate)
    {
        var template = await Copy("template0");

        // a pooled connection would stay behind and forbid the copying
        var settings = new NpgsqlConnectionStringBuilder(template.ConnectionString) { Pooling = false };
        await migrate(settings.ConnectionString);
        return template.Name;
    }

    private static async Task<TestDatabase> Copy(string template)
    {
        var name = $"test_{Interlocked.Increment(ref _count)}";
        await Copying.WaitAsync();
        try
        {
            // nothing that is written while it is copied: to copy the files costs a third less than to write all of it as WAL
            await Run($"create database {name} template {template} strategy file_copy");
        }
        finally
        {
            Copying.Release();
        }

        return new TestDatabase(name, await TestPostgres.ConnectionString(name));
    }

    /// <summary>What a test asks itself may take its time on a slow machine.</summary>
    private static string Patient(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Timeout = 60, CommandTimeout = 300 }.ConnectionString;

    private static async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(Patient(await TestPostgres.ConnectionString("postgres")));
        await connection.OpenAsync();
        // copying a database is work for the disk, and the disk may be busy
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }
}
