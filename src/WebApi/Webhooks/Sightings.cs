using System.Collections.Concurrent;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Webhooks;

/// <summary>
/// Notes what was seen of Meta for the self-check. Webhooks come by the thousand and must not wait for it: at most one note in ten seconds of each
/// kind, which nobody awaits and nobody misses.
/// </summary>
internal sealed partial class Sightings(Connections store, ILogger<Sightings> log)
{
    private const long Pause = 10_000;

    private readonly ConcurrentDictionary<(string, Sighting), long> noted = new();

    public void Note(string connection, Sighting what)
    {
        var now = Environment.TickCount64;
        var last = noted.GetOrAdd((connection, what), long.MinValue);
        if (last != long.MinValue && now - last < Pause)
            return;
        if (noted.TryUpdate((connection, what), now, last))
            _ = Write(connection, what);
    }

    private async Task Write(string connection, Sighting what)
    {
        try
        {
            await store.Seen(connection, what, CancellationToken.None);
        }
        catch (NpgsqlException trouble)
        {
            NotNoted(log, connection, what, trouble.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Sighting} of {Connection} was not noted: {Reason}")]
    private static partial void NotNoted(ILogger log, string connection, Sighting sighting, string reason);
}
