using Npgsql;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Trouble that passes by itself and is nobody's fault: the database or another node is away for a moment.</summary>
internal static class Away
{
    // lost connections, want of resources, an administrator's word, the system, a conflict: as Npgsql judges those that it made itself
    private static readonly string[] PassingStates = ["08", "53", "57", "58", "40"];

    public static bool Is(Exception trouble) =>
        trouble switch
        {
            NpgsqlException { IsTransient: true } => true,
            // one of another node comes without its state, except among its data
            PostgresException { SqlState: null } told => told.Data["SqlState"] is string state
                && PassingStates.Any(passing => state.StartsWith(passing, StringComparison.Ordinal)),
            OrleansException or TimeoutException => true,
            _ => false,
        };
}
