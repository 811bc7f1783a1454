using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
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

/// <summary>How many conversations each view has.</summary>
public sealed record ConversationCounts(long All, long Bot, long Unassigned, long Mine, long Unread);

/// <summary>A person's reply; the client id makes asking again harmless.</summary>
public sealed record ReplyRequest(Guid ClientId, string Text);

/// <summary>How far a person has read.</summary>
public sealed record ReadRequest(long Seq);

/// <summary>Conversations and their messages.</summary>
internal static class ConversationEndpoints
{
    private const int MostInAPage = 200;

    /// <summary>Meta's limit for a text, in code points.</summary>
    private const int LongestText = 4096;

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
            .WithSummary("Messages before a seq, or what was added or changed after one");
        group
            .MapPost("/{id:long}/messages", Reply)
            .Needs(Permission.ConversationsWrite)
            .Idempotent()
            .WithName("Reply")
            .WithSummary("A person answers; the bot falls silent");
        group
            .MapPost("/{id:long}/return", Return)
            .Needs(Permission.ConversationsWrite)
            .WithName("ReturnToBot")
            .WithSummary("Hand the conversation back to the bot");
        group
            .MapPost("/{id:long}/read", Read)
            .Needs(Permission.ConversationsWrite)
            .WithName("MarkRead")
            .WithSummary("Note how far people have read");
    }

    private static async Task<Results<Ok<ConversationPage>, ProblemHttpResult>> List(
        string ws,
        ClaimsPrincipal user,
        InboxReads reads,
        ConnectionDirectory directory,
        CancellationToken cancel,
        string view = "all",
        string? search = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (
            !Enum.TryParse<InboxView>(view, ignoreCase: true, out var which)
            || !Enum.IsDefined(which)
            || char.IsAsciiDigit(view[0])
        )
            return Problems.BadRequest("view", "view is one of all, bot, unassigned, mine.");
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        if (search is { Length: > 100 } || search is not null && CleanText.Of(search) != search)
            return Problems.BadRequest("search", "search is at most 100 characters of text.");
        Cursor from = default;
        if (cursor is not null && !Cursor.TryParse(cursor, out from))
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");

        var page = await reads.List(
            ws,
            which,
            user.Id,
            search,
            cursor is null ? null : from.At,
            from.Id,
            limit,
            cancel
        );
        var next =
            page.Count == limit && page[^1].Last is { } last ? new Cursor(last.At, page[^1].Id).ToString() : null;
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
        InboxReads reads,
        CancellationToken cancel
    )
    {
        var counts = await reads.Counts(ws, user.Id, cancel);
        return TypedResults.Ok(
            new ConversationCounts(counts.All, counts.Bot, counts.Unassigned, counts.Mine, counts.Unread)
        );
    }

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
        int limit = 50
    )
    {
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        if (before is not null && after is not null)
            return Problems.BadRequest("range", "Ask for messages before a seq or after one, not both.");
        if (before < 0 || after < 0)
            return Problems.BadRequest("range", "A seq is not negative.");

        // the conversation first: what is added in between is news the caller will be told
        if (await reads.Find(ws, id, cancel) is not { } conversation)
            return NoConversation();

        if (after is { } from)
        {
            var changed = await reads.ChangedAfter(ws, id, from, limit, cancel);
            var more =
                changed.Count == limit
                    ? changed[^1].ChangedSeq.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : null;
            return TypedResults.Ok(
                new MessagePage(
                    [.. changed.OrderBy(message => message.Seq).Select(ViewsOf.Message)],
                    more,
                    conversation.Seq
                )
            );
        }

        var page = await reads.Before(ws, id, before ?? long.MaxValue, limit, cancel);
        var next =
            page.Count == limit ? page[^1].Seq.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new MessagePage([.. page.Reverse().Select(ViewsOf.Message)], next, conversation.Seq));
    }

    private static async Task<Results<Created<MessageView>, Ok<MessageView>, ProblemHttpResult>> Reply(
        string ws,
        long id,
        ReplyRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        InboxReads reads,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (request.ClientId == Guid.Empty)
            return Problems.BadRequest("client-id", "clientId is a random UUID, the same when you ask again.");
        if (string.IsNullOrWhiteSpace(request.Text))
            return Problems.BadRequest("text", "text is empty.");
        if (request.Text.EnumerateRunes().Count() > LongestText)
            return Problems.BadRequest("text", $"text is at most {LongestText} characters (Meta's limit).");

        if (await reads.Find(ws, id, cancel) is null)
            return NoConversation();
        if (await reads.ByClientId(ws, id, request.ClientId, cancel) is { } said)
            return TypedResults.Ok(ViewsOf.Message(said));

        var person = new Grains.Abstractions.Person(user.Id, user.DisplayName);
        var result = await grains
            .GetGrain<IConversationGrain>(id)
            .Reply(new PersonReply(person, request.ClientId, request.Text));
        if (result == ReplyResult.Moving)
            return Problems.Unavailable(http);
        if (result == ReplyResult.WindowClosed)
            return Problems.Conflict(
                "window-closed",
                "The 24 hours after the contact's last message are over. Send a template."
            );

        return
            result is ReplyResult.Said or ReplyResult.Repeated
            && await reads.ByClientId(ws, id, request.ClientId, cancel) is { } now
            ? TypedResults.Created(
                $"/api/v1/workspaces/{ws}/conversations/{id}/messages/{now.Seq}",
                ViewsOf.Message(now)
            )
            : NoConversation();
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Return(
        string ws,
        long id,
        HttpContext http,
        ClaimsPrincipal user,
        InboxReads reads,
        ConnectionDirectory directory,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (await reads.Find(ws, id, cancel) is null)
            return NoConversation();

        var person = new Grains.Abstractions.Person(user.Id, user.DisplayName);
        return await grains.GetGrain<IConversationGrain>(id).Return(person)
            ? await Find(ws, id, reads, directory, cancel)
            : Problems.Unavailable(http);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Read(
        string ws,
        long id,
        ReadRequest request,
        InboxReads reads,
        CancellationToken cancel
    )
    {
        if (request.Seq < 0)
            return Problems.BadRequest("seq", "A seq is not negative.");
        return await reads.MarkRead(ws, id, request.Seq, cancel) ? TypedResults.NoContent() : NoConversation();
    }

    private static ProblemHttpResult NoConversation() => Problems.NotFound("There is no such conversation.");
}
