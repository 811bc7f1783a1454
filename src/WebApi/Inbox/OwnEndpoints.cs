using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>How far the caller has read a conversation: everything after it is new to them.</summary>
public sealed record PositionView(long Seq);

/// <summary>What somebody has begun to write.</summary>
public sealed record ReplyDraftBody(string Text, string? ReplyTo = null, bool Note = false);

/// <summary>How the inbox behaves for one person.</summary>
public sealed record PreferencesBody(
    bool Notifications = false,
    bool Sound = false,
    bool EnterSends = true,
    bool SingleKeys = true,
    int UndoSeconds = 0
);

/// <summary>How the inbox behaves for all of a workspace. <c>showTyping</c> lets contacts see that an agent types, and marks their messages as read.</summary>
public sealed record InboxSettingsBody(bool ShowTyping);

/// <summary>A list that a person has put together: the query of the list of conversations.</summary>
public sealed record ViewBody(string Name, IReadOnlyDictionary<string, string> Query, int Position = 0);

/// <summary>A saved view.</summary>
public sealed record ViewView(string Id, string Name, IReadOnlyDictionary<string, string> Query, int Position);

/// <summary>The caller's saved views.</summary>
public sealed record ViewList(IReadOnlyList<ViewView> Items);

/// <summary>What belongs to the one who calls.</summary>
internal static class OwnEndpoints
{
    private const int LongestDraft = 20_000;
    private static readonly string[] Queries = ["view", "sort", "status", "queue", "label", "assignee", "search"];

    public static void MapOwn(this IEndpointRouteBuilder routes)
    {
        var one = routes
            .MapGroup("/api/v1/workspaces/{ws}/conversations/{id:long}")
            .Needs(Permission.ConversationsRead)
            .WithTags("Conversations");
        one.MapGet("/position", Position).WithName("GetPosition").WithSummary("How far the caller has read");
        one.MapGet("/draft", Draft).WithName("GetReplyDraft").WithSummary("What the caller has begun to write");
        one.MapPut("/draft", Keep)
            .Needs(Permission.ConversationsWrite)
            .WithName("KeepReplyDraft")
            .WithSummary("Keep what the caller has begun to write");
        one.MapDelete("/draft", Forget)
            .Needs(Permission.ConversationsWrite)
            .WithName("ForgetReplyDraft")
            .WithSummary("Forget what the caller has begun to write");

        var inbox = routes
            .MapGroup("/api/v1/workspaces/{ws}/inbox")
            .Needs(Permission.ConversationsRead)
            .WithTags("Inbox");
        inbox.MapGet("/preferences", Preferences).WithName("GetPreferences").WithSummary("The caller's preferences");
        inbox.MapPut("/preferences", Prefer).WithName("SetPreferences").WithSummary("Change the caller's preferences");
        inbox.MapGet("/settings", Settings).WithName("GetInboxSettings").WithSummary("What the workspace has chosen");
        inbox
            .MapPut("/settings", Choose)
            .Audit("inbox.settings")
            .Needs(Permission.WorkspaceWrite)
            .WithName("SetInboxSettings")
            .WithSummary("Choose for the workspace");
        inbox.MapGet("/views", Views).WithName("ListViews").WithSummary("The caller's saved views");
        inbox.MapPost("/views", AddView).WithName("AddView").WithSummary("Save a view");
        inbox.MapPut("/views/{view}", ChangeView).WithName("ChangeView").WithSummary("Change a saved view");
        inbox.MapDelete("/views/{view}", RemoveView).WithName("RemoveView").WithSummary("Remove a saved view");
    }

    private static async Task<Results<Ok<PositionView>, ProblemHttpResult>> Position(
        string ws,
        long id,
        ClaimsPrincipal user,
        InboxReads reads,
        OwnThings own,
        CancellationToken cancel
    ) =>
        await reads.IsOf(ws, id, cancel)
            ? TypedResults.Ok(new PositionView(await own.ReadTo(user.Id, id, cancel)))
            : ConversationEndpoints.NoConversation();

    private static async Task<Results<Ok<ReplyDraftBody>, NoContent, ProblemHttpResult>> Draft(
        string ws,
        long id,
        ClaimsPrincipal user,
        InboxReads reads,
        OwnThings own,
        CancellationToken cancel
    )
    {
        if (!await reads.IsOf(ws, id, cancel))
            return ConversationEndpoints.NoConversation();
        return
            await own.Draft(user.Id, id, cancel) is { } json
            && JsonSerializer.Deserialize<ReplyDraftBody>(json, JsonSerializerOptions.Web) is { } draft
            ? TypedResults.Ok(draft)
            : TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Keep(
        string ws,
        long id,
        ReplyDraftBody draft,
        ClaimsPrincipal user,
        InboxReads reads,
        OwnThings own,
        CancellationToken cancel
    )
    {
        if (
            draft.Text is not { Length: <= LongestDraft }
            || CleanText.Of(draft.Text) != draft.Text
            || draft.ReplyTo?.Length > 200
        )
            return Problems.BadRequest("text", $"text is at most {LongestDraft} characters.");
        if (!await reads.IsOf(ws, id, cancel))
            return ConversationEndpoints.NoConversation();
        await own.Keep(ws, user.Id, id, JsonSerializer.Serialize(draft, JsonSerializerOptions.Web), cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Forget(
        string ws,
        long id,
        ClaimsPrincipal user,
        InboxReads reads,
        OwnThings own,
        CancellationToken cancel
    )
    {
        if (!await reads.IsOf(ws, id, cancel))
            return ConversationEndpoints.NoConversation();
        await own.Forget(user.Id, id, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PreferencesBody>> Preferences(
        string ws,
        ClaimsPrincipal user,
        OwnThings own,
        CancellationToken cancel
    ) =>
        TypedResults.Ok(
            (
                await own.Preferences(ws, user.Id, cancel) is { } json
                    ? JsonSerializer.Deserialize<PreferencesBody>(json, JsonSerializerOptions.Web)
                    : null
            ) ?? new PreferencesBody()
        );

    private static async Task<Results<Ok<PreferencesBody>, ProblemHttpResult>> Prefer(
        string ws,
        PreferencesBody preferences,
        ClaimsPrincipal user,
        OwnThings own,
        CancellationToken cancel
    )
    {
        if (preferences.UndoSeconds is < 0 or > 60)
            return Problems.BadRequest("undo-seconds", "undoSeconds is 0 to 60.");
        await own.Prefer(ws, user.Id, JsonSerializer.Serialize(preferences, JsonSerializerOptions.Web), cancel);
        return TypedResults.Ok(preferences);
    }

    private static async Task<Ok<InboxSettingsBody>> Settings(string ws, OwnThings own, CancellationToken cancel) =>
        TypedResults.Ok(new InboxSettingsBody(await own.ShowsTyping(ws, cancel)));

    private static async Task<Ok<InboxSettingsBody>> Choose(
        string ws,
        InboxSettingsBody settings,
        OwnThings own,
        CancellationToken cancel
    )
    {
        await own.ShowTyping(ws, settings.ShowTyping, cancel);
        return TypedResults.Ok(settings);
    }

    private static async Task<Ok<ViewList>> Views(
        string ws,
        ClaimsPrincipal user,
        OwnThings own,
        CancellationToken cancel
    ) => TypedResults.Ok(new ViewList([.. (await own.Views(ws, user.Id, cancel)).Select(View)]));

    private static async Task<Results<Created<ViewView>, ProblemHttpResult>> AddView(
        string ws,
        ViewBody body,
        ClaimsPrincipal user,
        OwnThings own,
        CancellationToken cancel
    )
    {
        if (Flaw(body) is { } wrong)
            return wrong;
        var view = Saved($"view_{Guid.CreateVersion7():N}", body);
        return await own.AddView(ws, user.Id, view, cancel)
            ? TypedResults.Created((string?)null, View(view))
            : Problems.Conflict("too-many", $"A person has at most {OwnThings.MostViews} views.");
    }

    private static async Task<Results<Ok<ViewView>, ProblemHttpResult>> ChangeView(
        string ws,
        string view,
        ViewBody body,
        ClaimsPrincipal user,
        OwnThings own,
        CancellationToken cancel
    )
    {
        if (Flaw(body) is { } wrong)
            return wrong;
        var saved = Saved(view, body);
        return await own.ChangeView(ws, user.Id, saved, cancel) ? TypedResults.Ok(View(saved)) : NoView();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveView(
        string ws,
        string view,
        ClaimsPrincipal user,
        OwnThings own,
        CancellationToken cancel
    ) => await own.RemoveView(ws, user.Id, view, cancel) ? TypedResults.NoContent() : NoView();

    private static ProblemHttpResult? Flaw(ViewBody body) =>
        new Fields()
            .Check(
                !string.IsNullOrWhiteSpace(body.Name)
                    && body.Name.Length <= 100
                    && CleanText.Of(body.Name) == body.Name,
                "name",
                "1 to 100 characters."
            )
            .Check(
                body.Query is not null
                    && body.Query.All(one =>
                        one.Value is not null
                        && Queries.Contains(one.Key)
                        && one.Value.Length <= 100
                        && CleanText.Of(one.Value) == one.Value
                    ),
                "query",
                $"Of {string.Join(", ", Queries)}, each at most 100 characters."
            )
            .Problem;

    private static SavedView Saved(string id, ViewBody body) =>
        new(id, body.Name, JsonSerializer.Serialize(body.Query, JsonSerializerOptions.Web), body.Position);

    private static ViewView View(SavedView view) =>
        new(
            view.Id,
            view.Name,
            JsonSerializer.Deserialize<Dictionary<string, string>>(view.Query, JsonSerializerOptions.Web) ?? [],
            view.Position
        );

    private static ProblemHttpResult NoView() => Problems.NotFound("There is no such view.");
}
