using System.Collections.Concurrent;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>What begun broadcasts say, in memory: it does not change any more.</summary>
internal sealed class BroadcastBook(IBroadcasts store)
{
    private const int MostRemembered = 1000;

    private readonly ConcurrentDictionary<long, Broadcast> known = new();

    /// <summary>Null: there is none with that id. Where it stands may be old news; what it says is not.</summary>
    public async ValueTask<Broadcast?> Find(long id)
    {
        if (known.TryGetValue(id, out var broadcast))
            return broadcast;
        if (await store.Find(id, CancellationToken.None) is not { } found)
            return null;

        if (found.FrozenAt is null)
            return found;
        if (known.Count >= MostRemembered)
            known.Clear();
        return known[id] = found;
    }
}
