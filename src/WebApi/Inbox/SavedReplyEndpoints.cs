using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>A reply that people use again. Its text may name <c>{{ contact.name }}</c>, <c>{{ contact.fields.… }}</c>, <c>{{ agent.name }}</c>, <c>{{ channel.title }}</c>.</summary>
public sealed record SavedReplyBody(string Shortcut, string Text);

/// <summary>A saved reply.</summary>
public sealed record SavedReplyView(string Id, string Shortcut, string Text, DateTimeOffset UpdatedAt);

/// <summary>All saved replies.</summary>
public sealed record SavedReplyList(IReadOnlyList<SavedReplyView> Items);

/// <summary>What to fill, and for which conversation: a saved reply's text, or one that is just being written.</summary>
public sealed record FillRequest(long ConversationId, string Text);

/// <summary>The filled text; with a fault, why it could not be filled.</summary>
public sealed record FilledView(string Text, string? Fault);

/// <summary>Replies that a team uses again.</summary>
internal static class SavedReplyEndpoints
{
    private const int LongestText = 4096;

    public static void MapSavedReplies(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/saved-replies")
            .Needs(Permission.ConversationsWrite)
            .WithTags("Saved replies");
        group
            .MapGet("", List)
            .Needs(Permission.ConversationsRead)
            .WithName("ListSavedReplies")
            .WithSummary("Saved replies by their shortcut");
        group.MapPost("", Add).WithName("AddSavedReply").WithSummary("Save a reply");
        group.MapPut("/{reply}", Change).WithName("ChangeSavedReply").WithSummary("Change a saved reply");
        group.MapDelete("/{reply}", Remove).WithName("RemoveSavedReply").WithSummary("Remove a saved reply");
        group.MapPost("/fill", Fill).WithName("FillReply").WithSummary("Fill a text for a conversation");
    }

    private static async Task<Ok<SavedReplyList>> List(string ws, SavedReplies replies, CancellationToken cancel) =>
        TypedResults.Ok(new SavedReplyList([.. (await replies.All(ws, cancel)).Select(View)]));

    private static async Task<Results<Created<SavedReplyView>, ProblemHttpResult>> Add(
        string ws,
        SavedReplyBody body,
        ClaimsPrincipal user,
        SavedReplies replies,
        CancellationToken cancel
    )
    {
        if (Flaw(body) is { } wrong)
            return wrong;
        var id = $"reply_{Guid.CreateVersion7():N}";
        return await replies.Add(ws, id, body.Shortcut, new TextContent(body.Text), user.Id, cancel)
            ? TypedResults.Created(
                (string?)null,
                new SavedReplyView(id, body.Shortcut, body.Text, DateTimeOffset.UtcNow)
            )
            : Taken();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(
        string ws,
        string reply,
        SavedReplyBody body,
        SavedReplies replies,
        CancellationToken cancel
    )
    {
        if (Flaw(body) is { } wrong)
            return wrong;
        return await replies.Change(ws, reply, body.Shortcut, new TextContent(body.Text), cancel) switch
        {
            true => TypedResults.NoContent(),
            null => Taken(),
            _ => NoReply(),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        string reply,
        SavedReplies replies,
        CancellationToken cancel
    ) => await replies.Remove(ws, reply, cancel) ? TypedResults.NoContent() : NoReply();

    private static async Task<Results<Ok<FilledView>, ProblemHttpResult>> Fill(
        string ws,
        FillRequest request,
        ClaimsPrincipal user,
        InboxReads reads,
        ConnectionDirectory directory,
        CancellationToken cancel
    )
    {
        if (request.Text is not { Length: <= LongestText * 2 })
            return Problems.BadRequest("text", $"text is at most {LongestText} characters.");
        if (await reads.Find(ws, request.ConversationId, cancel) is not { } conversation)
            return ConversationEndpoints.NoConversation();

        var contact = conversation.Contact;
        var channel = directory.Channel(conversation.ChannelId);
        var (text, fault) = Filling.Of(
            CleanText.Of(request.Text),
            new JsonObject
            {
                ["contact"] = new JsonObject
                {
                    ["name"] = contact.Name,
                    ["phone"] = contact.Phone,
                    ["language"] = contact.Language,
                    ["tags"] = new JsonArray([.. contact.Tags.Select(tag => (JsonNode)tag)]),
                    ["fields"] = JsonNode.Parse(contact.Fields),
                },
                ["agent"] = new JsonObject { ["name"] = user.DisplayName },
                ["channel"] = new JsonObject { ["title"] = channel?.Title, ["number"] = channel?.Number },
            },
            DateTimeOffset.UtcNow
        );
        return TypedResults.Ok(new FilledView(text, fault));
    }

    private static ProblemHttpResult? Flaw(SavedReplyBody body) =>
        new Fields()
            .Check(
                body.Shortcut is { Length: > 0 and <= 50 }
                    && body.Shortcut.All(sign => char.IsLetterOrDigit(sign) || sign is '-' or '_'),
                "shortcut",
                "1 to 50 letters, digits, - and _."
            )
            .Check(
                !string.IsNullOrWhiteSpace(body.Text)
                    && body.Text.EnumerateRunes().Count() <= LongestText
                    && CleanText.Of(body.Text) == body.Text,
                "text",
                $"1 to {LongestText} characters."
            )
            .Problem;

    private static SavedReplyView View(SavedReply reply) =>
        new(reply.Id, reply.Shortcut, reply.Content.Plain, reply.UpdatedAt);

    private static ProblemHttpResult Taken() =>
        Problems.Conflict("shortcut", "Another reply has this shortcut, or there are too many.");

    private static ProblemHttpResult NoReply() => Problems.NotFound("There is no such saved reply.");
}
