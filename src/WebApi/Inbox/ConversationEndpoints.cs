using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>A page of conversations; <c>next</c> is null on the last one.</summary>
public sealed record ConversationPage(IReadOnlyList<ConversationView> Items, string? Next);

/// <summary>A page of messages in ascending order; <c>seq</c> is the conversation's newest.</summary>
public sealed record MessagePage(IReadOnlyList<MessageView> Items, string? Next, long Seq);

/// <summary>How many conversations each view has; those of queues by key, those of labels by label. <c>open</c>: without those that are resolved or put aside.</summary>
public sealed record ConversationCounts(
    long All,
    long Bot,
    long Unassigned,
    long Mine,
    long Unread,
    long Snoozed,
    long Resolved,
    IReadOnlyDictionary<string, long> Queues,
    IReadOnlyDictionary<string, long> Labels,
    OpenCounts Open
);

/// <summary>Conversations and their messages.</summary>
internal static class ConversationEndpoints
{
    private const int MostInAPage = 200;

    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/conversations")
            .Needs(Permission.ConversationsRead)
            .WithTags("Conversations");

        group.MapGet("", List).WithName("ListConversations").WithSummary("Conversations, the newest first");
        group
            .MapGet("/counts", Counts)
            .WithName("CountConversations")
            .WithSummary("How many conversations each view has");
        group.MapGet("/{id:long}", Find).WithName("GetConversation").WithSummary("One conversation");
        group
            .MapGet("/{id:long}/messages", Messages)
            .WithName("ListMessages")
            .WithSummary("Messages before a seq or from one on, or what was added or changed after one");
    }

    private static async Task<Results<Ok<ConversationPage>, ProblemHttpResult>> List(
        string ws,
        ClaimsPrincipal user,
        InboxList list,
        ConnectionDirectory directory,
        CancellationToken cancel,
        string view = "all",
        string sort = "newest",
        string? status = null,
        string? queue = null,
        string? label = null,
        string? assignee = null,
        string? search = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (!Words.TryRead(view, out InboxView which))
            return Problems.BadRequest("view", "view is one of all, bot, unassigned, mine, snoozed.");
        if (!Words.TryRead(sort, out InboxSort order))
            return Problems.BadRequest("sort", "sort is one of newest, waiting, window.");
        ConversationStatus state = default;
        if (status is not null && !Words.TryRead(status, out state))
            return Problems.BadRequest("status", "status is one of open, resolved, snoozed.");
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        if (search is { Length: > 100 } || !IsClean(search))
            return Problems.BadRequest("search", "search is at most 100 characters of text.");
        if (!IsClean(queue) || !IsClean(label) || !IsClean(assignee))
            return Problems.BadRequest("filter", "queue, label and assignee are at most 100 characters of text.");
        Cursor from = default;
        if (cursor is not null && !Cursor.TryParse(cursor, out from))
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");

        var page = await list.Page(
            ws,
            user.Id,
            new InboxFilter(which, order, status is null ? null : state, queue, label, assignee, search),
            cursor is null ? null : new InboxPlace(from.At, from.Id),
            limit,
            cancel
        );
        var next =
            page.Count == limit && InboxList.PlaceOf(page[^1], order) is { } last
                ? new Cursor(last.At, last.Id).ToString()
                : null;
        return TypedResults.Ok(
            new ConversationPage(
                [.. page.Select(one => ViewsOf.Conversation(one, directory.Channel(one.ChannelId)))],
                next
            )
        );
    }

    private static async Task<Ok<ConversationCounts>> Counts(
        string ws,
        ClaimsPrincipal user,
        InboxList list,
        CancellationToken cancel
    )
    {
        var counts = await list.Counts(ws, user.Id, cancel);
        return TypedResults.Ok(
            new ConversationCounts(
                counts.All,
                counts.Bot,
                counts.Unassigned,
                counts.Mine,
                counts.Unread,
                counts.Snoozed,
                counts.Resolved,
                counts.Queues,
                counts.Labels,
                counts.Open
            )
        );
    }

    private static bool IsClean(string? text) => text is null || text.Length <= 100 && CleanText.Of(text) == text;

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Find(
        string ws,
        long id,
        InboxReads reads,
        ConnectionDirectory directory,
        CancellationToken cancel
    ) =>
        await reads.Find(ws, id, cancel) is { } found
            ? TypedResults.Ok(ViewsOf.Conversation(found, directory.Channel(found.ChannelId)))
            : NoConversation();

    private static async Task<Results<Ok<MessagePage>, ProblemHttpResult>> Messages(
        string ws,
        long id,
        InboxReads reads,
        CancellationToken cancel,
        long? before = null,
        long? after = null,
        long? from = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        if ((before is null ? 0 : 1) + (after is null ? 0 : 1) + (from is null ? 0 : 1) > 1)
            return Problems.BadRequest(
                "range",
                "Ask for messages before a seq, from one on or after one: one of them."
            );
        if (before < 0 || after < 0 || from < 0)
            return Problems.BadRequest("range", "A seq is not negative.");

        // the conversation first: what is added in between is news the caller will be told
        if (await reads.Find(ws, id, cancel) is not { } conversation)
            return NoConversation();

        if (from is { } first)
        {
            var rest = await reads.From(ws, id, first, limit, cancel);
            return TypedResults.Ok(
                new MessagePage(
                    [.. rest.Select(ViewsOf.Message)],
                    rest.Count == limit ? Seq(rest[^1].Seq + 1) : null,
                    conversation.Seq
                )
            );
        }

        if (after is { } last)
        {
            var changed = await reads.ChangedAfter(ws, id, last, limit, cancel);
            var more = changed.Count == limit ? Seq(changed[^1].ChangedSeq) : null;
            return TypedResults.Ok(
                new MessagePage(
                    [.. changed.OrderBy(message => message.Seq).Select(ViewsOf.Message)],
                    more,
                    conversation.Seq
                )
            );
        }

        var page = await reads.Before(ws, id, before ?? long.MaxValue, limit, cancel);
        var next = page.Count == limit ? Seq(page[^1].Seq) : null;
        return TypedResults.Ok(new MessagePage([.. page.Reverse().Select(ViewsOf.Message)], next, conversation.Seq));
    }

    private static string Seq(long seq) => seq.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal static ProblemHttpResult NoConversation() => Problems.NotFound("There is no such conversation.");
}
