using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Clears away, every quarter of an hour, what has had its time.</summary>
internal sealed class AccessJanitor(AccessPurge purge, ILogger<AccessJanitor> log) : SteadyBeat(Every, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    protected override Task Beat(CancellationToken cancel) => purge.Run(cancel);
}
