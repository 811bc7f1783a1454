using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>A team. Flows name the key in a hand-off; it never changes.</summary>
public sealed record QueueView(string Key, string Title, bool RoundRobin, IReadOnlyList<AssigneeSummary> Members);

/// <summary>All teams.</summary>
public sealed record QueueList(IReadOnlyList<QueueView> Items);

/// <summary>A new team.</summary>
public sealed record QueueRequest(
    string Key,
    string Title,
    bool RoundRobin = false,
    IReadOnlyList<string>? Members = null
);

/// <summary>A change of a team; what is left out stays.</summary>
public sealed record QueueChange(string? Title = null, bool? RoundRobin = null, IReadOnlyList<string>? Members = null);

/// <summary>Teams that conversations wait for.</summary>
internal static partial class QueueEndpoints
{
    private const int MostQueues = 200;
    private const int MostMembers = 500;

    public static void MapQueues(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/queues")
            .Needs(Permission.WorkspaceWrite)
            .WithTags("Queues");
        group
            .MapGet("", List)
            .Needs(Permission.ConversationsRead)
            .WithName("ListQueues")
            .WithSummary("Teams and their members");
        group.MapPost("", Add).Audit("queue.add").WithName("AddQueue").WithSummary("A new team");
        group
            .MapPatch("/{queue}", Change)
            .Audit("queue.change", "queue")
            .WithName("ChangeQueue")
            .WithSummary("Change a team");
        group
            .MapDelete("/{queue}", Remove)
            .Audit("queue.remove", "queue")
            .WithName("RemoveQueue")
            .WithSummary("Remove a team");
    }

    private static async Task<Ok<QueueList>> List(string ws, Queues queues, CancellationToken cancel) =>
        TypedResults.Ok(new QueueList([.. (await queues.All(ws, cancel)).Select(View)]));

    private static async Task<Results<Created<QueueView>, ProblemHttpResult>> Add(
        string ws,
        QueueRequest request,
        Queues queues,
        CancellationToken cancel
    )
    {
        if (
            new Fields()
                .Check(Key().IsMatch(request.Key ?? ""), "key", "1 to 50 of a-z, 0-9, - and _.")
                .Check(IsTitle(request.Title), "title", "1 to 100 characters.")
                .Problem is
            { } wrong
        )
            return wrong;
        if (await Strangers(ws, request.Members, queues, cancel) is { } strangers)
            return strangers;
        if ((await queues.All(ws, cancel)).Count >= MostQueues)
            return Problems.Conflict("too-many", $"A workspace has at most {MostQueues} queues.");

        var added = await queues.Add(
            ws,
            request.Key ?? "",
            request.Title,
            request.RoundRobin,
            request.Members ?? [],
            cancel
        );
        return added && await Find(ws, request.Key ?? "", queues, cancel) is { } queue
            ? TypedResults.Created((string?)null, queue)
            : Problems.Conflict("key", "There is a queue with this key.");
    }

    private static async Task<Results<Ok<QueueView>, ProblemHttpResult>> Change(
        string ws,
        string queue,
        QueueChange request,
        Queues queues,
        CancellationToken cancel
    )
    {
        if (
            new Fields()
                .Check(request.Title is null || IsTitle(request.Title), "title", "1 to 100 characters.")
                .Problem is
            { } wrong
        )
            return wrong;
        if (await Find(ws, queue, queues, cancel) is null)
            return NoQueue();
        if (await Strangers(ws, request.Members, queues, cancel) is { } strangers)
            return strangers;

        await queues.Change(ws, queue, request.Title, request.RoundRobin, request.Members, cancel);
        return await Find(ws, queue, queues, cancel) is { } now ? TypedResults.Ok(now) : NoQueue();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        string queue,
        Queues queues,
        CancellationToken cancel
    ) => await queues.Remove(ws, queue, cancel) ? TypedResults.NoContent() : NoQueue();

    private static async Task<ProblemHttpResult?> Strangers(
        string ws,
        IReadOnlyList<string>? members,
        Queues queues,
        CancellationToken cancel
    )
    {
        if (members is { Count: > MostMembers })
            return Problems.BadRequest("members", $"A queue has at most {MostMembers} members.");
        foreach (var member in members ?? [])
        {
            if (member is null || await queues.NameOf(ws, member, cancel) is null)
                return Problems.BadRequest("members", "Someone is not a member of the workspace.");
        }
        return null;
    }

    private static async Task<QueueView?> Find(string ws, string key, Queues queues, CancellationToken cancel) =>
        (await queues.All(ws, cancel)).FirstOrDefault(one => one.Key == key) is { } found ? View(found) : null;

    private static QueueView View(Queue queue) =>
        new(
            queue.Key,
            queue.Title,
            queue.RoundRobin,
            [.. queue.Members.Select(one => new AssigneeSummary(one.Id, one.Name))]
        );

    private static bool IsTitle(string? title) =>
        !string.IsNullOrWhiteSpace(title) && title.Length <= 100 && CleanText.Of(title) == title;

    private static ProblemHttpResult NoQueue() => Problems.NotFound("There is no such queue.");

    [GeneratedRegex("^[a-z0-9_-]{1,50}$")]
    private static partial Regex Key();
}
