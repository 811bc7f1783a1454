using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>Takes orders to conversations, and their answers back.</summary>
internal sealed class Desk(InboxReads reads, Queues queues, ConnectionDirectory directory, IGrainFactory grains)
{
    public async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Do(
        string ws,
        long id,
        DeskOrder order,
        HttpContext http,
        CancellationToken cancel
    )
    {
        if (!await reads.IsOf(ws, id, cancel))
            return ConversationEndpoints.NoConversation();

        var result = await grains.GetGrain<IConversationGrain>(id).Do(order);
        switch (result.Outcome)
        {
            case DeskOutcome.Moving:
                return Problems.Unavailable(http);
            case DeskOutcome.Refused:
                return Problems.Unprocessable("refused", result.Detail ?? "It cannot be done.");
            default:
                return await reads.Find(ws, id, cancel) is { } now
                    ? TypedResults.Ok(ViewsOf.Conversation(now, directory.Channel(now.ChannelId)))
                    : ConversationEndpoints.NoConversation();
        }
    }

    /// <summary>One of many: what cannot be done now does not stop the others.</summary>
    public async Task<DeskOutcome> Outcome(long id, DeskOrder order)
    {
        try
        {
            var result = await grains.GetGrain<IConversationGrain>(id).Do(order);
            var word = result.Outcome switch
            {
                DeskOutcome.Done => "done",
                DeskOutcome.Unchanged => "unchanged",
                DeskOutcome.Missing => "missing",
                DeskOutcome.Moving => "again",
                _ => "refused",
            };
            return new DeskOutcome(id, word, result.Before is { } before ? View(before) : null, result.Detail);
        }
        catch (Exception trouble) when (trouble is OrleansException or TimeoutException or Npgsql.NpgsqlException)
        {
            return new DeskOutcome(id, "again", null, null);
        }
    }

    public async Task<(DeskOrder?, ProblemHttpResult?)> Assign(
        string ws,
        AssignRequest request,
        ClaimsPrincipal user,
        CancellationToken cancel
    )
    {
        if (request.To is null == request.Queue is null)
            return (null, Problems.BadRequest("to", "Give to (a member's id, me or nobody) or a queue."));
        if (request.Queue is { } queue)
            return (await queues.All(ws, cancel)).FirstOrDefault(one => one.Key == queue) is { } found
                ? (new DeskOrder.Enqueue(user.Teammate, found.Key), null)
                : (null, Problems.BadRequest("queue", "There is no such queue."));
        if (request.To == "nobody")
            return (new DeskOrder.Assign(user.Teammate, null), null);

        var id = request.To is null or "me" ? user.Id : request.To;
        return await DeskEndpoints.NameOf(ws, id, user, queues, cancel) is { } name
            ? (new DeskOrder.Assign(user.Teammate, new(id, name)), null)
            : (null, Problems.BadRequest("to", "That is not a member of the workspace."));
    }

    private static BeforeView View(DeskState before) =>
        new(
            before.Status,
            before.Owner,
            before.Queue,
            before.Assignee is { } who ? new AssigneeSummary(who.Id, who.Name) : null,
            before.SnoozedUntil,
            before.Labels
        );
}
