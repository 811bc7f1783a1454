using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Brings a database to the newest schema: plain SQL files, forward only, one process at a time.</summary>
public static class Migrations
{
    // any constant does, as long as every process takes the same one
    private const long Lock = 7_203_114_551;

    /// <summary>Applies what is missing; safe to call from many processes at once. Throws when a script fails.</summary>
    /// <exception cref="DatabaseException">The database cannot be reached.</exception>
    public static async Task Apply(string connectionString, CancellationToken cancel = default)
    {
        // not pooled: a connection that goes back to its pool keeps its lock. Waiting for another process's migration may take long.
        var alone = Read(connectionString);
        await using var guard = new NpgsqlConnection(alone.ConnectionString);
        try
        {
            await guard.OpenAsync(cancel);
        }
        catch (NpgsqlException trouble)
        {
            throw new DatabaseException(
                $"the database {alone.Database} at {alone.Host} cannot be reached: {trouble.Message} Look at ConnectionStrings__Main.",
                trouble
            );
        }

        await using var take = new NpgsqlCommand($"select pg_advisory_lock({Lock})", guard);
        await take.ExecuteNonQueryAsync(cancel);

        // disabled variables: $body$ of PL/pgSQL and $q$ above would be taken for one
        var result = DeployChanges
            .To.PostgresqlDatabase(alone.ConnectionString)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly())
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();

        if (!result.Successful)
            throw new InvalidOperationException(
                $"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}",
                result.Error
            );
    }

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        }
        catch (ArgumentException trouble)
        {
            throw new DatabaseException(
                $"ConnectionStrings__Main is not a connection string: {trouble.Message}",
                trouble
            );
        }
    }
}
