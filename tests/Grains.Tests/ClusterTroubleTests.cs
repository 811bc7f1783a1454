using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

public sealed class ClusterTroubleTests
{
    [Fact]
    public void A_database_that_is_away_is_that_for_a_caller_in_another_process_too()
    {
        var told = Told(new NpgsqlException("Exception while writing to stream", new IOException("broken pipe")));

        var trouble = Assert.IsType<NpgsqlException>(told);
        Assert.True(trouble.IsTransient);
        Assert.Equal("Exception while writing to stream", trouble.Message);
    }

    [Fact]
    public void So_is_what_the_database_refuses()
    {
        var told = Told(new PostgresException("twice", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation));

        var trouble = Assert.IsType<PostgresException>(told);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, trouble.Data["SqlState"]);
        Assert.False(trouble.IsTransient);
    }

    [Fact]
    public void So_is_trouble_of_our_own_and_trouble_within_trouble()
    {
        Assert.IsType<DatabaseException>(Told(new DatabaseException("no")));

        var told = Told(new Orleans.Runtime.OrleansException("storage", new NpgsqlException("away")));
        Assert.IsType<NpgsqlException>(Assert.IsType<Orleans.Runtime.OrleansException>(told).InnerException);
    }

    private static Exception Told(Exception trouble)
    {
        using var services = new ServiceCollection().AddSerializer().AddClusterTrouble().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        return serializer.Deserialize<Exception>(serializer.SerializeToArray(trouble))!;
    }
}
