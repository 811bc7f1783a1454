using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Contacts: list, count, make, read, change.</summary>
internal static class ContactEndpoints
{
    private const int MostInAPage = 200;

    public static void MapContacts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapWorkspace("contacts", "Contacts");
        group.MapGet("", List).WithName("ListContacts").WithSummary("Contacts by filter, segment and words");
        group.MapGet("/count", Count).CanWait().WithName("CountContacts").WithSummary("How many, exactly or about");
        group
            .MapPost("", Create)
            .Needs(Permission.ContactsWrite)
            .OnceByKey()
            .Accepts<ContactInput>("application/json")
            .WithName("CreateContact")
            .WithSummary("Make a contact");
        group
            .MapGet("/{id:long}", Find)
            .WithName("GetContact")
            .WithSummary("One contact, with the ways it is known by");
        group
            .MapPatch("/{id:long}", Change)
            .Needs(Permission.ContactsWrite)
            .Accepts<ContactInput>("application/json")
            .WithName("ChangeContact")
            .WithSummary("Change what is given; with If-Match only if nobody else did");
    }

    private static async Task<Results<Ok<ContactPage>, ProblemHttpResult>> List(
        string ws,
        [AsParameters] Which which,
        ContactQuestions questions,
        ContactReads reads,
        CancellationToken cancel,
        string sort = "newest",
        string? cursor = null,
        int limit = 50
    )
    {
        if (!Words.TryRead(sort, out ContactOrder order))
            return Problems.BadRequest("sort", "sort is one of newest, name, seen.");
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        ContactPlace? from = null;
        if (cursor is not null && !ContactCursor.TryParse(cursor, order, out from))
            return Problems.BadRequest("cursor", "cursor is not one that this list gave in this order.");
        var (question, problem) = await questions.Read(ws, which, cancel);
        if (question is null)
            return problem ?? NoContact();

        var page = await reads.List(question, order, from, limit, cancel);
        return TypedResults.Ok(
            new ContactPage([.. page.Items.Select(ContactRow.Of)], ContactCursor.Of(order, page.Next))
        );
    }

    private static async Task<Results<Ok<ContactTotal>, ProblemHttpResult>> Count(
        string ws,
        [AsParameters] Which which,
        ContactQuestions questions,
        ContactReads reads,
        CancellationToken cancel
    )
    {
        var (question, problem) = await questions.Read(ws, which, cancel);
        if (question is null)
            return problem ?? NoContact();
        var count = await reads.Count(question, cancel);
        return TypedResults.Ok(new ContactTotal(count.Count, count.Exact));
    }

    private static async Task<Results<Created<ContactRow>, ProblemHttpResult>> Create(
        string ws,
        Body body,
        HttpContext http,
        ClaimsPrincipal user,
        ContactCatalog catalog,
        ContactDesk desk,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? NoContact();
        var change = ContactForm.Change(form, await catalog.Fields(ws, cancel));
        var identities = ContactForm.Identities(form, await catalog.DefaultRegion(ws, cancel));
        if (
            !form.Flaws.Any(flaw => flaw.Path is "phone" or "bsuid")
            && (identities.Phone.Value ?? identities.Bsuid.Value) is null
        )
            form.Bad("phone", "is missing: a contact has a phone or a bsuid");
        if (form.Refusal() is { } refusal)
            return refusal;

        return await desk.Create(ws, identities.Phone.Value, identities.Bsuid.Value, change, user.Actor, cancel) switch
        {
            DeskResult.Done(var made) => Created(http, ws, made),
            DeskResult.Taken(var path, var by) => Taken(path, by),
            _ => NoContact(),
        };
    }

    private static Created<ContactRow> Created(HttpContext http, string ws, StoredContact made)
    {
        Tag(http, made.Version);
        return TypedResults.Created($"/api/v1/workspaces/{ws}/contacts/{made.Id}", ContactRow.Of(made));
    }

    private static async Task<Results<Ok<ContactDetail>, ProblemHttpResult>> Find(
        string ws,
        long id,
        HttpContext http,
        ContactBook book,
        CancellationToken cancel
    )
    {
        if (await book.Find(ws, id, cancel) is not { } contact)
            return NoContact();
        Tag(http, contact.Version);
        var identities = await book.Identities(ws, id, cancel);
        return TypedResults.Ok(
            new ContactDetail(
                ContactRow.Of(contact),
                [.. identities.Select(one => new IdentityView(one.Kind, one.Value))]
            )
        );
    }

    private static async Task<Results<Ok<ContactRow>, ProblemHttpResult>> Change(
        string ws,
        long id,
        Body body,
        HttpContext http,
        ClaimsPrincipal user,
        ContactCatalog catalog,
        ContactDesk desk,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? NoContact();
        var change = ContactForm.Change(form, await catalog.Fields(ws, cancel));
        var identities = ContactForm.Identities(form, await catalog.DefaultRegion(ws, cancel));
        if (identities is { Phone: { Is: true, Value: null }, Bsuid: { Is: true, Value: null } })
            form.Bad("phone", "a contact keeps a phone or a bsuid");
        if (form.Refusal() is { } refusal)
            return refusal;
        if (!TryVersion(http.Request.Headers.IfMatch.ToString(), out var version))
            return Problems.BadRequest("if-match", "If-Match is an ETag that a contact was given with.");

        switch (await desk.Change(ws, id, version, change, identities, user.Actor, cancel))
        {
            case DeskResult.Done(var now):
                Tag(http, now.Version);
                return TypedResults.Ok(ContactRow.Of(now));
            case DeskResult.Taken(var path, var by):
                return Taken(path, by);
            case DeskResult.Outdated(var now):
                Tag(http, now);
                return Problems.Outdated("Somebody else has changed the contact. Read it again.");
            case DeskResult.Unknowable:
                return Problems.Invalid([new Flaw("phone", "a contact keeps a phone or a bsuid")]);
            default:
                return NoContact();
        }
    }

    private static void Tag(HttpContext http, long version) =>
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static bool TryVersion(string tag, out long? version)
    {
        version = null;
        if (tag is "" or "*")
            return true;
        if (!long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        version = number;
        return true;
    }

    private static ProblemHttpResult Taken(string path, long by) =>
        Problems.Conflict(
            "identity-taken",
            $"The {path} is that of contact {by}. Merge the two if they are one person."
        );

    internal static ProblemHttpResult NoContact() => Problems.NotFound("There is no such contact.");
}
