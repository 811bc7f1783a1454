using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>What happened with a contact: conversations, notes, changes.</summary>
internal static class HistoryEndpoints
{
    private const int PageOfChanges = 50;
    private const int LongestNote = 5000;

    public static void MapContactHistory(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapWorkspace("contacts/{id:long}", "Contacts");
        group
            .MapGet("/conversations", Conversations)
            .WithName("ListContactConversations")
            .WithSummary("Its conversations, also those of merged contacts");
        group.MapGet("/changes", Changes).WithName("ListContactChanges").WithSummary("Who changed what, and when");
        group.MapGet("/notes", Notes).WithName("ListContactNotes").WithSummary("What the team noted");
        group
            .MapPost("/notes", AddNote)
            .Needs(Permission.ContactsWrite)
            .OnceByKey()
            .Accepts<NoteInput>("application/json")
            .WithName("AddContactNote")
            .WithSummary("Note something");
        group
            .MapDelete("/notes/{note:long}", RemoveNote)
            .Needs(Permission.ContactsWrite)
            .WithName("RemoveContactNote")
            .WithSummary("Take a note away");
    }

    private static async Task<Results<Ok<ContactTalks>, ProblemHttpResult>> Conversations(
        string ws,
        long id,
        ContactBook book,
        CancellationToken cancel
    )
    {
        if (await book.Find(ws, id, cancel) is null)
            return ContactEndpoints.NoContact();
        var talks = await book.Conversations(ws, id, cancel);
        return TypedResults.Ok(
            new ContactTalks([
                .. talks.Select(one => new ContactTalk(
                    one.Id,
                    one.ChannelId,
                    one.Messages,
                    one.LastAt,
                    one.LastText,
                    one.FlowName,
                    one.InFlow,
                    one.OfAlias
                )),
            ])
        );
    }

    private static async Task<Results<Ok<ChangePage>, ProblemHttpResult>> Changes(
        string ws,
        long id,
        ContactBook book,
        CancellationToken cancel,
        long? cursor = null
    )
    {
        if (await book.Find(ws, id, cancel) is null)
            return ContactEndpoints.NoContact();
        var lines = await book.Changes(ws, id, cursor ?? long.MaxValue, PageOfChanges, cancel);
        return TypedResults.Ok(
            new ChangePage(
                [
                    .. lines.Select(line => new ChangeView(
                        line.Id,
                        line.At,
                        line.ActorId,
                        line.ActorName,
                        line.Kind,
                        JsonSerializer.Deserialize<JsonElement>(line.Detail)
                    )),
                ],
                lines.Count == PageOfChanges ? lines[^1].Id.ToString(CultureInfo.InvariantCulture) : null
            )
        );
    }

    private static async Task<Results<Ok<NoteList>, ProblemHttpResult>> Notes(
        string ws,
        long id,
        ContactBook book,
        CancellationToken cancel
    ) =>
        await book.Find(ws, id, cancel) is null
            ? ContactEndpoints.NoContact()
            : TypedResults.Ok(new NoteList([.. (await book.Notes(ws, id, cancel)).Select(View)]));

    private static async Task<Results<Created<NoteView>, ProblemHttpResult>> AddNote(
        string ws,
        long id,
        Body body,
        ClaimsPrincipal user,
        ContactBook book,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? ContactEndpoints.NoContact();
        var text = form.Needed("text", LongestNote);
        if (form.Refusal() is { } refusal)
            return refusal;
        return await book.AddNote(ws, id, text, user.Actor, cancel) is { } note
            ? TypedResults.Created($"/api/v1/workspaces/{ws}/contacts/{id}/notes/{note.Id}", View(note))
            : ContactEndpoints.NoContact();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveNote(
        string ws,
        long id,
        long note,
        ContactBook book,
        CancellationToken cancel
    ) =>
        await book.RemoveNote(ws, id, note, cancel)
            ? TypedResults.NoContent()
            : Problems.NotFound("There is no such note.");

    private static NoteView View(ContactNote note) =>
        new(note.Id, note.Text, note.AuthorId, note.AuthorName, note.CreatedAt);
}
