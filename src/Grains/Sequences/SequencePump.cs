using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Sequences;

/// <summary>Moves those on whose step is due, and lets those enter who have come to be in a sequence's audience. Every silo does it; once is enough.</summary>
internal sealed class SequencePump(
    SequenceStore store,
    SequenceTurns turns,
    SequenceEntries entries,
    LaunchFacts facts,
    GrainsOptions options,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<SequencePump> log
) : Pump(options.BroadcastsEvery, log)
{
    private const int MostAtOnce = 500;

    protected override async Task Beat(CancellationToken cancel)
    {
        foreach (var sequence in await store.Active(cancel))
        {
            await entries.EnterNew(sequence, cancel);
            while (await Move(sequence, cancel) == MostAtOnce) { }
        }
    }

    private async Task<int> Move(Sequence sequence, CancellationToken cancel)
    {
        var due = await turns.Claim(sequence.Id, MostAtOnce, cancel);
        if (due.Count == 0)
            return 0;

        var zone = ContactClocks.Zone(await facts.TimeZone(sequence.WorkspaceId, cancel)) ?? TimeZoneInfo.Utc;
        var now = clock.GetUtcNow();
        await turns.Move([.. due.Select(entry => NextSteps.Of(sequence, entry, zone, now))], cancel);
        return due.Count;
    }
}
