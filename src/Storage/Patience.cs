using System.Diagnostics;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>For what a host needs before it can start: a database that is slow, or just coming up, is waited for instead of ending the process.</summary>
public static class Patience
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Does it, again and again for a minute while the database cannot be reached. The work must bear being repeated.</summary>
    public static async Task For(Func<Task> work, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (NpgsqlException trouble) when (trouble.IsTransient && waited.Elapsed < Bound)
            {
                await Task.Delay(Pause, cancel);
            }
        }
    }
}
