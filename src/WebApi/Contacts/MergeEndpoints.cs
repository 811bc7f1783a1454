using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>The contact that goes, and which of its values are taken: name, phone, bsuid, language, fields.key.</summary>
public sealed record MergeInput(long Other, IReadOnlyList<string>? Take);

/// <summary>A merge, and until when it can be undone.</summary>
public sealed record MergeView(
    long Id,
    long KeptId,
    long MergedId,
    DateTimeOffset At,
    string ActorName,
    DateTimeOffset? UndoneAt,
    DateTimeOffset UndoableUntil
);

/// <summary>The merges of a contact.</summary>
public sealed record MergeList(IReadOnlyList<MergeView> Items);

/// <summary>Which merge it was.</summary>
public sealed record MergeDone(long Id);

/// <summary>How much an erasure takes away.</summary>
public sealed record ErasureView(string? Name, long Conversations, long Messages, long Notes, long Changes);

/// <summary>The contact's name (or number or BSUID, when it has none), typed by whoever erases it.</summary>
public sealed record ErasureInput(string Confirm);

/// <summary>Two contacts become one, and one becomes none.</summary>
internal static class MergeEndpoints
{
    public static void MapContactMerges(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapWorkspace("contacts", "Contacts");
        group
            .MapPost("/{id:long}/merge", Merge)
            .Needs(Permission.ContactsWrite)
            .OnceByKey()
            .Audit("contact.merge", "id")
            .Accepts<MergeInput>("application/json")
            .WithName("MergeContacts")
            .WithSummary("Make another contact part of this one");
        group.MapGet("/{id:long}/merges", List).WithName("ListContactMerges").WithSummary("What was merged");
        group
            .MapPost("/merges/{merge:long}/undo", Undo)
            .Needs(Permission.ContactsWrite)
            .OnceByKey()
            .Audit("contact.unmerge", "merge")
            .WithName("UndoMerge")
            .WithSummary("Make two of one again, within 30 days");
        group.MapGet("/{id:long}/erase", Scope).WithName("GetErasure").WithSummary("What an erasure would take away");
        group
            .MapPost("/{id:long}/erase", Erase)
            .Needs(Permission.ContactsErase)
            .Audit("contact.erase", "id")
            .Accepts<ErasureInput>("application/json")
            .WithName("EraseContact")
            .WithSummary("Take a person out of everything, for good");
    }

    private static async Task<Results<Ok<MergeDone>, ProblemHttpResult>> Merge(
        string ws,
        long id,
        Body body,
        ClaimsPrincipal user,
        ContactMerges merges,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? ContactEndpoints.NoContact();
        var other = form.Number("other");
        if (other is null && form.Flaws.Count == 0)
            form.Bad("other", "is missing");
        if (other == id)
            form.Bad("other", "is this contact itself");
        var take = form.Texts(
            "take",
            300,
            what =>
                what is "name" or "phone" or "bsuid" or "language"
                || what.StartsWith("fields.", StringComparison.Ordinal)
                    ? null
                    : "is one of name, phone, bsuid, language, fields.key"
        );
        if (form.Refusal() is { } refusal)
            return refusal;
        return await merges.Merge(ws, id, other ?? 0, (take ?? []).ToHashSet(), user.Actor, cancel) is { } merge
            ? TypedResults.Ok(new MergeDone(merge))
            : ContactEndpoints.NoContact();
    }

    private static async Task<Results<Ok<MergeList>, ProblemHttpResult>> List(
        string ws,
        long id,
        ContactBook contacts,
        ContactMerges merges,
        CancellationToken cancel
    ) =>
        await contacts.Find(ws, id, cancel) is null
            ? ContactEndpoints.NoContact()
            : TypedResults.Ok(
                new MergeList([
                    .. (await merges.Of(ws, id, cancel)).Select(one => new MergeView(
                        one.Id,
                        one.KeptId,
                        one.MergedId,
                        one.At,
                        one.ActorName,
                        one.UndoneAt,
                        one.UndoableUntil
                    )),
                ])
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> Undo(
        string ws,
        long merge,
        ClaimsPrincipal user,
        MergeUndo undo,
        CancellationToken cancel
    ) =>
        await undo.Undo(ws, merge, user.Actor, cancel) switch
        {
            UndoResult.Undone => TypedResults.NoContent(),
            UndoResult.Over => Problems.Conflict("merge-over", "It was undone before, or is older than 30 days."),
            UndoResult.Covered => Problems.Conflict(
                "merge-covered",
                "The contact was merged again since. Undo that first."
            ),
            _ => Problems.NotFound("There is no such merge."),
        };

    private static async Task<Results<Ok<ErasureView>, ProblemHttpResult>> Scope(
        string ws,
        long id,
        Erasure erasure,
        CancellationToken cancel
    ) =>
        await erasure.Scope(ws, id, cancel) is { } scope
            ? TypedResults.Ok(
                new ErasureView(scope.Name, scope.Conversations, scope.Messages, scope.Notes, scope.Changes)
            )
            : ContactEndpoints.NoContact();

    private static async Task<Results<NoContent, ProblemHttpResult>> Erase(
        string ws,
        long id,
        Body body,
        ClaimsPrincipal user,
        ContactBook book,
        Erasure erasure,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? ContactEndpoints.NoContact();
        if (await book.Find(ws, id, cancel) is not { } contact)
            return ContactEndpoints.NoContact();
        var confirm = form.Needed("confirm", 500);
        var title = contact.Name?.Trim() is { Length: > 0 } name ? name : contact.Phone ?? contact.Bsuid ?? "";
        if (form.Flaws.Count == 0 && confirm.TrimStart('+') != title.TrimStart('+'))
            form.Bad("confirm", "is not the contact's name, or its number when it has no name");
        if (form.Refusal() is { } refusal)
            return refusal;
        return await erasure.Erase(ws, id, user.Actor, cancel) switch
        {
            ErasureResult.Erased => TypedResults.NoContent(),
            ErasureResult.ImportRunning => Problems.Conflict(
                "import-running",
                "An import is running whose file may hold the contact. Wait for its end, or cancel it."
            ),
            _ => ContactEndpoints.NoContact(),
        };
    }
}
