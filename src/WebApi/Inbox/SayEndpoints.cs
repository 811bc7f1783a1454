using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>
/// A person's reply: a <c>text</c>, or a <c>content</c> of another kind. The client id makes asking again harmless. <c>replyTo</c> is the wamid to
/// quote; <c>force</c> sends although somebody else is just replying; with <c>sendAt</c> it goes out then, and can be taken back until then.
/// </summary>
public sealed record ReplyRequest(
    Guid ClientId,
    string? Text = null,
    Content? Content = null,
    string? ReplyTo = null,
    bool Force = false,
    DateTimeOffset? SendAt = null
);

/// <summary>A note for the team, with those who are named in it.</summary>
public sealed record NoteRequest(Guid ClientId, string Text, IReadOnlyList<string>? Mentions = null);

/// <summary>A reply that waits for its time; with a refusal, its time came and it could not be sent.</summary>
public sealed record ScheduledView(
    Guid ClientId,
    Content Content,
    string? ReplyTo,
    DateTimeOffset SendAt,
    AssigneeSummary Author,
    string? Refusal,
    DateTimeOffset CreatedAt
);

/// <summary>What is scheduled in a conversation.</summary>
public sealed record ScheduledList(IReadOnlyList<ScheduledView> Items);

/// <summary>What people say in a conversation, now or later, to the contact or to each other.</summary>
internal static class SayEndpoints
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(365);

    public static void MapSaying(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/conversations/{id:long}")
            .Needs(Permission.ConversationsWrite)
            .WithTags("Conversations");
        group
            .MapPost("/messages", Reply)
            .Idempotent()
            .WithName("Reply")
            .WithSummary("A person answers, now or at a time; the bot falls silent");
        group.MapPost("/notes", Note).Idempotent().WithName("AddNote").WithSummary("A note for the team; never sent");
        group
            .MapGet("/scheduled", Scheduled)
            .Needs(Permission.ConversationsRead)
            .WithName("ListScheduled")
            .WithSummary("Replies that wait for their time");
        group
            .MapDelete("/scheduled/{reply}", Cancel)
            .WithName("CancelScheduled")
            .WithSummary("Take back a reply that has not gone out");
    }

    private static async Task<
        Results<Created<MessageView>, Ok<MessageView>, Accepted<ScheduledView>, ProblemHttpResult>
    > Reply(
        string ws,
        long id,
        ReplyRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        InboxReads reads,
        Storage.Channels channels,
        ScheduledReplies scheduled,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (request.ClientId == Guid.Empty)
            return Problems.BadRequest("client-id", "clientId is a random UUID, the same when you ask again.");
        var (content, wrong) = Sayable.Of(request);
        if (content is null)
            return wrong ?? Problems.BadRequest("text", "Give a text or a content.");
        if (request.ReplyTo is { Length: 0 or > 200 })
            return Problems.BadRequest("reply-to", "replyTo is the wamid of a message of the conversation.");
        if (request.SendAt is { } at && (at <= DateTimeOffset.UtcNow || at > DateTimeOffset.UtcNow + Farthest))
            return Problems.BadRequest("send-at", "sendAt is a time to come, at most a year from now.");

        if (await reads.Find(ws, id, cancel) is not { } conversation)
            return ConversationEndpoints.NoConversation();
        if (await reads.ByClientId(ws, id, request.ClientId, cancel) is { } said)
            return TypedResults.Ok(ViewsOf.Message(said));
        if (request.ReplyTo is { } quoted && !await reads.Has(ws, id, quoted, cancel))
            return Problems.BadRequest("reply-to", "There is no such message in this conversation.");
        if (content is ReactionContent reaction && !await reads.Has(ws, id, reaction.TargetWamid, cancel))
            return Problems.BadRequest("reaction", "There is no such message in this conversation.");
        if (conversation.Contact.IsBlocked)
            return Blocked();
        if (conversation.WantsNothing)
            return OptedOut();

        if (request.SendAt is { } sendAt)
            return await Later(ws, id, request, content, sendAt, conversation, user, scheduled, grains, cancel);

        // it would only wait: better to know it before than to wonder afterwards
        if (await channels.IsTokenRefused(conversation.ChannelId, cancel))
            return Problems.Unprocessable(
                "token-refused",
                "Meta refuses the access token of the channel: nothing can be sent until a new one is entered in the settings."
            );

        var saying = new PersonSaying(
            new(user.Id, user.DisplayName),
            request.ClientId,
            JsonSerializer.SerializeToUtf8Bytes(content, MessagesJson.Default.Content),
            request.ReplyTo,
            request.Force
        );
        var result = await grains.GetGrain<IConversationGrain>(id).Say(saying);
        return result.Outcome switch
        {
            SayOutcome.Moving => Problems.Unavailable(http),
            SayOutcome.WindowClosed => Problems.Conflict(
                "window-closed",
                "The 24 hours after the contact's last message are over. Send a template."
            ),
            SayOutcome.OptedOut => OptedOut(),
            SayOutcome.Blocked => Blocked(),
            SayOutcome.Unsendable => Problems.BadRequest("content", result.Detail ?? "It cannot be sent."),
            SayOutcome.Leased => Problems.Conflict(
                "leased",
                $"{result.Holder?.Name} is replying. Ask again with force to reply anyway.",
                new Dictionary<string, object?> { ["holder"] = result.Holder, ["until"] = result.HeldUntil }
            ),
            SayOutcome.Said
            or SayOutcome.Repeated when await reads.ByClientId(ws, id, request.ClientId, cancel) is { } now =>
                TypedResults.Created(
                    $"/api/v1/workspaces/{ws}/conversations/{id}/messages/{now.Seq}",
                    ViewsOf.Message(now)
                ),
            _ => ConversationEndpoints.NoConversation(),
        };
    }

    private static async Task<
        Results<Created<MessageView>, Ok<MessageView>, Accepted<ScheduledView>, ProblemHttpResult>
    > Later(
        string ws,
        long id,
        ReplyRequest request,
        Content content,
        DateTimeOffset sendAt,
        Conversation conversation,
        ClaimsPrincipal user,
        ScheduledReplies scheduled,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        // known now already; the contact may still write before then, so only a window that is closed and stays so is worth a word
        if (content is not TemplateContent && !(conversation.State.WindowClosesAt > DateTimeOffset.UtcNow))
            return Problems.Conflict(
                "window-closed",
                "The 24 hours after the contact's last message are over. Send a template."
            );

        var reply = new ScheduledReply(
            ws,
            id,
            request.ClientId,
            user.Id,
            user.DisplayName,
            content,
            request.ReplyTo,
            sendAt,
            null,
            DateTimeOffset.UtcNow
        );
        if (!await scheduled.Add(reply, cancel))
            return Problems.Conflict(
                "too-many-scheduled",
                $"At most {ScheduledReplies.MostPerConversation} replies wait in a conversation."
            );

        await Tell(ws, id, grains);
        var kept = await scheduled.Find(ws, id, request.ClientId, cancel) ?? reply;
        return TypedResults.Accepted($"/api/v1/workspaces/{ws}/conversations/{id}/scheduled", View(kept));
    }

    private static async Task<Results<Created<MessageView>, Ok<MessageView>, ProblemHttpResult>> Note(
        string ws,
        long id,
        NoteRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        InboxReads reads,
        Queues queues,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (request.ClientId == Guid.Empty)
            return Problems.BadRequest("client-id", "clientId is a random UUID, the same when you ask again.");
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.EnumerateRunes().Count() > Limits.Text)
            return Problems.BadRequest("text", $"text is 1 to {Limits.Text} characters.");
        if (request.Mentions is { Count: > 50 })
            return Problems.BadRequest("mentions", "At most 50 people are named in a note.");
        if (!await reads.IsOf(ws, id, cancel))
            return ConversationEndpoints.NoConversation();
        if (await reads.ByClientId(ws, id, request.ClientId, cancel) is { } written)
            return TypedResults.Ok(ViewsOf.Message(written));

        var mentions = new List<Grains.Abstractions.Person>();
        foreach (var one in (request.Mentions ?? []).Distinct(StringComparer.Ordinal))
        {
            if (await DeskEndpoints.NameOf(ws, one, user, queues, cancel) is not { } name)
                return Problems.BadRequest("mentions", "Someone who is named is not a member of the workspace.");
            mentions.Add(new(one, name));
        }

        var order = new DeskOrder.Note(new(user.Id, user.DisplayName), request.ClientId, request.Text, [.. mentions]);
        var result = await grains.GetGrain<IConversationGrain>(id).Do(order);
        if (result.Outcome == OrderOutcome.Moving)
            return Problems.Unavailable(http);
        return await reads.ByClientId(ws, id, request.ClientId, cancel) is { } note
            ? TypedResults.Created(
                $"/api/v1/workspaces/{ws}/conversations/{id}/messages/{note.Seq}",
                ViewsOf.Message(note)
            )
            : ConversationEndpoints.NoConversation();
    }

    private static async Task<Results<Ok<ScheduledList>, ProblemHttpResult>> Scheduled(
        string ws,
        long id,
        InboxReads reads,
        ScheduledReplies scheduled,
        CancellationToken cancel
    ) =>
        await reads.IsOf(ws, id, cancel)
            ? TypedResults.Ok(new ScheduledList([.. (await scheduled.Of(ws, id, cancel)).Select(View)]))
            : ConversationEndpoints.NoConversation();

    private static async Task<Results<NoContent, ProblemHttpResult>> Cancel(
        string ws,
        long id,
        string reply,
        InboxReads reads,
        ScheduledReplies scheduled,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (!Guid.TryParse(reply, out var client))
            return Problems.NotFound("There is no such scheduled reply.");
        if (await scheduled.Cancel(ws, id, client, cancel))
        {
            await Tell(ws, id, grains);
            return TypedResults.NoContent();
        }
        return
            await scheduled.Find(ws, id, client, cancel) is not null
            || await reads.ByClientId(ws, id, client, cancel) is not null
            ? Problems.Conflict("sent", "It has gone out.")
            : Problems.NotFound("There is no such scheduled reply.");
    }

    private static Task Tell(string ws, long id, IGrainFactory grains) =>
        grains.GetGrain<ILiveGrain>(0).Publish([LiveEvent.Of(new ScheduledChanged(ws, id))]);

    private static ScheduledView View(ScheduledReply reply) =>
        new(
            reply.ClientId,
            reply.Content,
            reply.ReplyTo,
            reply.SendAt,
            new AssigneeSummary(reply.PersonId, reply.PersonName),
            reply.Refusal,
            reply.CreatedAt
        );

    private static ProblemHttpResult Blocked() =>
        Problems.Unprocessable("blocked", "The contact is blocked: nothing is sent to them.");

    private static ProblemHttpResult OptedOut() =>
        Problems.Conflict("opted-out", "The contact wants no messages, and has not written since.");
}
