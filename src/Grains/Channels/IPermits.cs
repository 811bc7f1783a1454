using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Channels;

/// <summary>Who is asked before a message goes out on a channel.</summary>
internal interface IPermits
{
    /// <summary>Completes when one message may be sent on the channel.</summary>
    Task Take(long channel, Lane lane, CancellationToken cancel);

    /// <summary>Meta wants the number to slow down.</summary>
    Task Throttled(long channel, TimeSpan pause);

    /// <summary>A permit from before counts no more: Meta has just asked this silo to slow down, or bulk is held back meanwhile.</summary>
    bool IsHeldBack(long channel, Lane lane);

    /// <summary>The number gives fewer permits for replies than are asked for, as far as is known here.</summary>
    bool IsShort(long channel);
}
