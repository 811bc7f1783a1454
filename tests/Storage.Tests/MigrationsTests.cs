using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

public sealed class MigrationsTests
{
    private const string Scripts = "select count(*) from schemaversions";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_processes_may_apply_them_at_once()
    {
        await using var database = await TestDatabase.Empty();

        // a pool of its own each, as processes have
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i =>
                    Task.Run(
                        () => Migrations.Apply($"{database.ConnectionString};Application Name=p{i}", Cancel),
                        Cancel
                    )
                )
        );

        await using var ask = database.Source.CreateCommand(Scripts);
        // each once
        var scripts = typeof(Migrations)
            .Assembly.GetManifestResourceNames()
            .Count(name => name.EndsWith(".sql", StringComparison.Ordinal));
        Assert.Equal((long)scripts, await ask.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public async Task Applying_them_again_changes_nothing()
    {
        await using var database = await TestDatabase.Create(World.Migrate);
        await using var ask = database.Source.CreateCommand(Scripts);
        var before = await ask.ExecuteScalarAsync(Cancel);

        await Migrations.Apply(database.ConnectionString, Cancel);

        Assert.Equal(before, await ask.ExecuteScalarAsync(Cancel));
    }

    [Fact]
    public async Task A_process_that_has_applied_them_holds_no_lock()
    {
        await using var database = await TestDatabase.Empty();
        await Migrations.Apply(database.ConnectionString, Cancel);

        await using var ask = database.Source.CreateCommand(
            "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
        );
        Assert.Equal(0L, await ask.ExecuteScalarAsync(Cancel));
    }
}
