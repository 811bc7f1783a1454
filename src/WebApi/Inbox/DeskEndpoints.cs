using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>To whom: a member's id, <c>me</c> or <c>nobody</c>; or the key of a queue.</summary>
public sealed record AssignRequest(string? To = null, string? Queue = null);

/// <summary><c>open</c> or <c>resolved</c>.</summary>
public sealed record StatusRequest(string Status);

/// <summary>Until a time; without one, until the contact writes.</summary>
public sealed record SnoozeRequest(DateTimeOffset? Until = null);

/// <summary>Labels to add and to remove.</summary>
public sealed record LabelsRequest(IReadOnlyList<string>? Add = null, IReadOnlyList<string>? Remove = null);

/// <summary>Where the bot goes on: <c>stopped</c> (where it was), <c>flow</c> (at the start of one) or <c>nothing</c>.</summary>
public sealed record ReturnRequest(string Where = "stopped", string? FlowId = null);

/// <summary>How far people have read; with <c>unread</c>, from where on it is to be new again.</summary>
public sealed record ReadRequest(long Seq, bool Unread = false);

/// <summary>The same for many: one of assign, status, labels, snooze.</summary>
public sealed record BulkRequest(
    IReadOnlyList<long> Ids,
    AssignRequest? Assign = null,
    StatusRequest? Status = null,
    LabelsRequest? Labels = null,
    SnoozeRequest? Snooze = null
);

/// <summary>How a conversation was before, so that it can be put back.</summary>
public sealed record BeforeView(
    string Status,
    Owner Owner,
    string? Queue,
    AssigneeSummary? Assignee,
    DateTimeOffset? SnoozedUntil,
    IReadOnlyList<string> Labels
);

/// <summary>What became of one: <c>done</c>, <c>unchanged</c>, <c>missing</c>, <c>again</c> (ask again) or <c>refused</c>.</summary>
public sealed record DeskOutcome(long Id, string Outcome, BeforeView? Before, string? Detail);

/// <summary>What became of each, in the order asked for.</summary>
public sealed record BulkResult(IReadOnlyList<DeskOutcome> Items);

/// <summary>What people do with conversations.</summary>
internal static class DeskEndpoints
{
    private const int MostInBulk = 500;
    private const int AtOnce = 32;
    private const int LongestLabel = 50;
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        var all = routes
            .MapGroup("/api/v1/workspaces/{ws}/conversations")
            .Needs(Permission.ConversationsWrite)
            .WithTags("Conversations");
        all.MapPost("/bulk", Bulk).WithName("ChangeConversations").WithSummary("The same for up to 500 conversations");

        var one = all.MapGroup("/{id:long}");
        one.MapPost("/assign", Assign).WithName("Assign").WithSummary("Give it to a person, a queue or nobody");
        one.MapPost("/status", Status).WithName("SetStatus").WithSummary("Resolve it, or open it again");
        one.MapPost("/handoff", TakeOver).WithName("TakeOver").WithSummary("Take it over; the bot falls silent");
        one.MapPost("/return", Return).WithName("ReturnToBot").WithSummary("Hand the conversation back to the bot");
        one.MapPost("/snooze", Snooze).WithName("Snooze").WithSummary("Put it aside until a time, or until they write");
        one.MapPost("/labels", Labels).WithName("SetLabels").WithSummary("Add and remove labels");
        one.MapPost("/read", Read).WithName("MarkRead").WithSummary("Note how far people have read");
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Assign(
        string ws,
        long id,
        AssignRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        Desk desk,
        CancellationToken cancel
    )
    {
        var (order, wrong) = await desk.Assign(ws, request, user, cancel);
        return order is null ? wrong ?? Nothing() : await desk.Do(ws, id, order, http, cancel);
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Status(
        string ws,
        long id,
        StatusRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        Desk desk,
        CancellationToken cancel
    )
    {
        var (order, wrong) = StatusOf(request, user);
        return order is null ? wrong ?? Nothing() : await desk.Do(ws, id, order, http, cancel);
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> TakeOver(
        string ws,
        long id,
        HttpContext http,
        ClaimsPrincipal user,
        Desk desk,
        CancellationToken cancel
    ) => await desk.Do(ws, id, new DeskOrder.TakeOver(user.Teammate), http, cancel);

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Return(
        string ws,
        long id,
        HttpContext http,
        ClaimsPrincipal user,
        Desk desk,
        CancellationToken cancel,
        ReturnRequest? request = null
    )
    {
        var asked = request ?? new ReturnRequest();
        ReturnTo? where = asked.Where switch
        {
            "stopped" => ReturnTo.Stopped,
            "flow" => ReturnTo.Flow,
            "nothing" => ReturnTo.Nothing,
            _ => null,
        };
        if (where is not { } to)
            return Problems.BadRequest("where", "where is one of stopped, flow, nothing.");
        if (to == ReturnTo.Flow != asked.FlowId is { Length: > 0 and <= 100 })
            return Problems.BadRequest("flow", "flowId goes with where: flow, and only with it.");
        return await desk.Do(ws, id, new DeskOrder.GiveBack(user.Teammate, to, asked.FlowId), http, cancel);
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Snooze(
        string ws,
        long id,
        SnoozeRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        Desk desk,
        CancellationToken cancel
    )
    {
        var (order, wrong) = SnoozeOf(request, user);
        return order is null ? wrong ?? Nothing() : await desk.Do(ws, id, order, http, cancel);
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Labels(
        string ws,
        long id,
        LabelsRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        Desk desk,
        CancellationToken cancel
    )
    {
        var (order, wrong) = LabelsOf(request, user);
        return order is null ? wrong ?? Nothing() : await desk.Do(ws, id, order, http, cancel);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Read(
        string ws,
        long id,
        ReadRequest request,
        ClaimsPrincipal user,
        InboxReads reads,
        OwnThings own,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (request.Seq < 0 || request is { Unread: true, Seq: 0 })
            return Problems.BadRequest("seq", "A seq is not negative, and to be unread it is at least 1.");
        if (await reads.Find(ws, id, cancel) is not { } conversation)
            return ConversationEndpoints.NoConversation();

        var seq = Math.Min(request.Seq, conversation.Seq);
        await own.Read(ws, user.Id, id, request.Unread ? request.Seq - 1 : seq, request.Unread, cancel);
        return await grains.GetGrain<IConversationGrain>(id).Read(request.Seq, request.Unread)
            ? TypedResults.NoContent()
            : ConversationEndpoints.NoConversation();
    }

    private static async Task<Results<Ok<BulkResult>, ProblemHttpResult>> Bulk(
        string ws,
        BulkRequest request,
        ClaimsPrincipal user,
        Desk desk,
        InboxReads reads,
        CancellationToken cancel
    )
    {
        if (request.Ids is not { Count: > 0 and <= MostInBulk })
            return Problems.BadRequest("ids", $"ids are 1 to {MostInBulk}.");
        object?[] actions = [request.Assign, request.Status, request.Labels, request.Snooze];
        if (actions.Count(one => one is not null) != 1)
            return Problems.BadRequest("action", "Give one of assign, status, labels, snooze.");

        var (order, wrong) = request switch
        {
            { Assign: { } assign } => await desk.Assign(ws, assign, user, cancel),
            { Status: { } status } => StatusOf(status, user),
            { Labels: { } labels } => LabelsOf(labels, user),
            _ => SnoozeOf(request.Snooze ?? new SnoozeRequest(), user),
        };
        if (order is null)
            return wrong ?? Nothing();

        var ids = request.Ids.Distinct().ToArray();
        var ours = await reads.Of(ws, ids, cancel);
        var outcomes = new DeskOutcome[ids.Length];
        await Parallel.ForAsync(
            0,
            ids.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (at, _) =>
                outcomes[at] = ours.Contains(ids[at])
                    ? await desk.Outcome(ids[at], order)
                    : new DeskOutcome(ids[at], "missing", null, null)
        );
        return TypedResults.Ok(new BulkResult(outcomes));
    }

    private static (DeskOrder?, ProblemHttpResult?) StatusOf(StatusRequest request, ClaimsPrincipal user) =>
        request.Status switch
        {
            "resolved" => (new DeskOrder.Resolve(user.Teammate), null),
            "open" => (new DeskOrder.Reopen(user.Teammate), null),
            _ => (null, Problems.BadRequest("status", "status is open or resolved; to put it aside, snooze it.")),
        };

    private static (DeskOrder?, ProblemHttpResult?) SnoozeOf(SnoozeRequest request, ClaimsPrincipal user) =>
        request.Until is { } until && (until <= DateTimeOffset.UtcNow || until > DateTimeOffset.UtcNow + Farthest)
            ? (null, Problems.BadRequest("until", "until is a time to come, at most a year from now."))
            : (new DeskOrder.Snooze(user.Teammate, request.Until?.ToUniversalTime()), null);

    private static (DeskOrder?, ProblemHttpResult?) LabelsOf(LabelsRequest request, ClaimsPrincipal user)
    {
        var (add, remove) = (Clean(request.Add), Clean(request.Remove));
        return add is null || remove is null || add.Length + remove.Length is 0 or > 50
            ? (null, Problems.BadRequest("labels", $"Give 1 to 50 labels of 1 to {LongestLabel} characters."))
            : (new DeskOrder.Label(user.Teammate, add, remove), null);
    }

    private static string[]? Clean(IReadOnlyList<string>? labels)
    {
        var clean = (labels ?? []).Select(one => one?.Trim() ?? "").Distinct(StringComparer.Ordinal).ToArray();
        return clean.All(one =>
            one.Length is > 0 and <= LongestLabel && CleanText.Of(one) == one && !one.Any(char.IsControl)
        )
            ? clean
            : null;
    }

    /// <summary>The name of a member; one's own is always known.</summary>
    internal static async Task<string?> NameOf(
        string ws,
        string id,
        ClaimsPrincipal user,
        Queues queues,
        CancellationToken cancel
    ) => id == user.Id ? user.DisplayName : await queues.NameOf(ws, id, cancel);

    private static ProblemHttpResult Nothing() => Problems.BadRequest("bad-request", "There is nothing to do.");
}
