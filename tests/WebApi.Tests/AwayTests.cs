using Npgsql;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Tests;

public sealed class AwayTests
{
    [Fact]
    public void What_passes_by_itself_is_away()
    {
        Assert.True(Away.Is(new NpgsqlException("no", new IOException("broken pipe"))));
        Assert.True(Away.Is(new OrleansException("storage")));
        Assert.True(Away.Is(new TimeoutException()));
        Assert.True(Away.Is(Told(PostgresErrorCodes.AdminShutdown)));
    }

    [Fact]
    public void What_comes_again_is_not()
    {
        Assert.False(Away.Is(new PostgresException("twice", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation)));
        Assert.False(Away.Is(Told(PostgresErrorCodes.UniqueViolation)));
        Assert.False(Away.Is(new InvalidOperationException()));
    }

    /// <summary>As another node tells it.</summary>
    private static PostgresException Told(string state) =>
        new("told", "ERROR", "ERROR", null!) { Data = { ["SqlState"] = state } };
}
