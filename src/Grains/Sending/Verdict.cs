using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Sending;

/// <summary>
/// What Meta's answer means for a send, and for those after it: a broadcast stops, a channel slows down, a refused token is held.
/// </summary>
internal sealed partial class Verdict(
    ChannelCatalog channels,
    IPermits permits,
    BroadcastGate gate,
    IGrainFactory grains,
    ILogger<Verdict> log
)
{
    // the note of a refused token did not get through: the next try finds out the same
    private static readonly TimeSpan NotNoted = TimeSpan.FromSeconds(1);

    public async Task<SendOutcome> On(SendResult result, PendingSend send, SendingChannel channel, int attempt)
    {
        switch (result)
        {
            case Sent sent:
                return new SendOutcome.Accepted(sent.Wamid, sent.Held);

            case Refused refused:
                Refusal(log, send.ConversationId, send.Seq, refused.Error.Code, refused.Scope);
                return await On(refused, send, channel);

            case TryLater later when ErrorTable.Of(later.Error.Code).WaitAfter(attempt) is { } after:
                if (later.Scope != LaterScope.Recipient)
                    await permits.Throttled(send.ChannelId, after);
                return new SendOutcome.Later(after);

            case TryLater later:
                return new SendOutcome.Failed(later.Error);

            case Unknown unknown:
                OutcomeLost(log, send.ConversationId, send.Seq, unknown.Reason);
#if CHAOS
                if (Mutant.RetryOnTimeOut.IsOn)
                    return new SendOutcome.Later(TimeSpan.Zero);
                if (Mutant.UnknownIsFailed.IsOn)
                    return new SendOutcome.Failed(new Messages.MessageError(0, unknown.Reason));
#endif
                return new SendOutcome.Lost();

            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Shut at once here; the broadcast itself is told, and tells the others.</summary>
    public void Halt(long broadcast, BroadcastTrouble trouble)
    {
        gate.Shut(broadcast);
        _ = grains.GetGrain<IBroadcastGrain>(broadcast).Trouble(trouble);
    }

    private async Task<SendOutcome> On(Refused refused, PendingSend send, SendingChannel channel)
    {
        // everybody after this one would be refused too: nobody fails for it
        var halted = false;
        if (send.BroadcastId is { } broadcast && Halting.Reason(refused, send) is { } reason)
        {
            Halt(broadcast, new BroadcastTrouble(reason, refused.Error.Code, refused.Error.Title, send.ChannelId));
            halted = true;
        }

        if (refused.Scope == RefusalScope.Token)
            return new SendOutcome.Later(await Hold(channel) ? TimeSpan.Zero : NotNoted);

        return halted ? new SendOutcome.Later(TimeSpan.Zero) : new SendOutcome.Failed(refused.Error);
    }

    private async Task<bool> Hold(SendingChannel channel)
    {
        try
        {
            await channels.TokenRefused(channel);
            return true;
        }
        catch (Exception trouble) when (trouble is NpgsqlException or SecretException)
        {
            NotHeld(log, channel.Channel.Id, trouble.Message);
            return false;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Send {Conversation}-{Seq} refused: code {Code}, concerns the {Scope}"
    )]
    private static partial void Refusal(ILogger log, long conversation, long seq, int code, RefusalScope scope);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Send {Conversation}-{Seq} has an unknown outcome: {Reason}")]
    private static partial void OutcomeLost(ILogger log, long conversation, long seq, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "That the token of channel {Channel} is refused could not be noted: {Reason}"
    )]
    private static partial void NotHeld(ILogger log, long channel, string reason);
}
