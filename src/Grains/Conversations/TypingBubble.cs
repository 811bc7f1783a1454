using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>Shows the contact that somebody types. Meta marks what the contact wrote as read with it. Nobody waits for it, and it may be lost.</summary>
internal sealed partial class TypingBubble(
    GraphClient graph,
    ChannelCatalog channels,
    InboxReads reads,
    ILogger<TypingBubble> log
)
{
    public void Show(Conversation conversation) => _ = Call(conversation);

    private async Task Call(Conversation conversation)
    {
        try
        {
            if (
                await channels.Find(conversation.ChannelId) is { IsHeld: false } channel
                && await reads.LastWamid(conversation.Id, CancellationToken.None) is { } wamid
            )
                await graph.MarkRead(
                    new GraphChannel(channel.Channel.PhoneNumberId, channel.AccessToken),
                    wamid,
                    typing: true,
                    CancellationToken.None
                );
        }
        catch (NpgsqlException trouble)
        {
            NotShown(log, conversation.Id, trouble.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Typing in conversation {Conversation} was not shown: {Reason}"
    )]
    private static partial void NotShown(ILogger log, long conversation, string reason);
}
