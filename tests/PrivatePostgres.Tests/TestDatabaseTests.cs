using Npgsql;
using WhatsAppBot.Support;
using Xunit;

namespace WhatsAppBot.PrivatePostgres.Tests;

public sealed class TestDatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private static int _migrations;

    [Fact]
    public async Task Each_test_has_a_migrated_database_of_its_own()
    {
        await using var first = await TestDatabase.Create(Migrate);
        await using var second = await TestDatabase.Create(Migrate);
        await Place.Ask(first.ConnectionString, "insert into things values (1)", Cancel);

        Assert.Equal(1L, await Place.Ask(first.ConnectionString, "select count(*) from things", Cancel));
        Assert.Equal(0L, await Place.Ask(second.ConnectionString, "select count(*) from things", Cancel));
        Assert.Equal(1, _migrations);
    }

    [Fact]
    public async Task Is_dropped_although_somebody_is_still_connected()
    {
        var database = await TestDatabase.Empty();
        await using var left = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await left.OpenAsync(Cancel);

        await database.DisposeAsync();

        var postgres = await TestPostgres.ConnectionString("postgres");
        Assert.Null(await Place.Ask(postgres, $"select 1 from pg_database where datname = '{database.Name}'", Cancel));
    }

    private static async Task Migrate(string connectionString)
    {
        Interlocked.Increment(ref _migrations);
        await Place.Ask(connectionString, "create table things (id int)", CancellationToken.None);
    }
}
