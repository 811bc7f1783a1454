using Npgsql;
using WhatsAppBot.Grains.Abstractions;

namespace WhatsAppBot.Grains.Conversations;

// a broadcast's turn
internal sealed partial class ConversationGrain
{
    public async Task<BulkResult> Bulk(BulkSend send)
    {
        if (conversation is null && !stale)
            await Load();
        var quiet = !spoken && backlog.Count == 0;
        await Work();
        if (conversation is not { } current || stale)
            return new BulkResult(BulkOutcome.Later, "moving");

        var (draft, refusal) = await bulk.On(current, send);
        if (draft is null)
            return refusal;

        try
        {
            if (!await Commit(current, draft, inboxId: 0))
                return new BulkResult(stale ? BulkOutcome.Later : BulkOutcome.NotWaiting, "moving");
        }
        catch (PostgresException trouble) when (trouble.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new BulkResult(BulkOutcome.Skipped, "repeated");
        }
        catch (PostgresException trouble) when (trouble.SqlState is ['2', '2' or '3', ..])
        {
            return new BulkResult(BulkOutcome.Skipped, "unstorable");
        }

        // a thousand a second that nobody talks to need not stay in memory
        if (quiet && conversation.State.Session is null)
            DeactivateOnIdle();
        return new BulkResult(BulkOutcome.Handed, Seq: conversation.Seq);
    }
}
