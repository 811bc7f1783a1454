using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Changes of many contacts at once.</summary>
internal static class BulkEndpoints
{
    public static void MapContactBulk(this IEndpointRouteBuilder routes) =>
        routes
            .MapWorkspace("contacts", "Contacts")
            .MapPost("/bulk", Change)
            .Needs(Permission.ContactsWrite)
            .OnceByKey()
            .Audit("contacts.bulk")
            .Accepts<BulkInput>("application/json")
            .WithName("ChangeContacts")
            .WithSummary(
                $"Tag, untag, set fields, opt out or block up to {BulkChanges.Most} contacts, by ids or by filter"
            );

    private static async Task<Results<Ok<BulkOutcome>, ProblemHttpResult>> Change(
        string ws,
        Body body,
        ClaimsPrincipal user,
        ContactCatalog catalog,
        ContactQuestions questions,
        BulkChanges bulk,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? ContactEndpoints.NoContact();

        var ids = form.Numbers("ids", 10_000);
        var filter = form.Any("filter");
        var segment = form.Number("segment");
        var search = form.Text("search", 100).Value;
        var all = form.Truth("all");
        var change = new ContactEdit
        {
            Tag = form.Texts("tag", ContactForm.MostTags, ContactForm.TagFlaw) ?? [],
            Untag = form.Texts("untag", ContactForm.MostTags, ContactForm.TagFlaw) ?? [],
            Fields = ContactForm.Fields(form, await catalog.Fields(ws, cancel)),
            OptedIn = form.Truth("optedIn"),
            OptedOut = form.Truth("optedOut"),
            ConsentSource = form.Text("consentSource", 200).Value,
            Blocked = form.Truth("blocked"),
        };
        var asks = filter is not null || segment is not null || search is { Length: > 0 } || all == true;
        if (ids is not null == asks && form.Flaws.Count == 0)
            form.Bad("ids", "say whom: either ids, or filter, segment, search or all: true");
        if (form.Refusal() is { } refusal)
            return refusal;

        var asked = Asked(change);
        if (ids is not null)
        {
            asked["ids"] = ids.Count;
            return Outcome(await bulk.Change(ws, ids, change, user.Actor, asked, cancel));
        }

        var (question, wrong) = await questions.Read(ws, filter, segment, search, cancel);
        if (question is null)
            return wrong ?? ContactEndpoints.NoContact();
        asked["filter"] = filter is { } rule ? JsonNode.Parse(rule.GetRawText()) : null;
        asked["segment"] = segment;
        asked["search"] = search;
        return await bulk.Change(question, change, user.Actor, asked, cancel) is { } result
            ? Outcome(result)
            : Problems.Conflict("too-many", $"More than {BulkChanges.Most} contacts are meant. Narrow it down.");
    }

    private static Ok<BulkOutcome> Outcome(BulkResult result) =>
        TypedResults.Ok(new BulkOutcome(result.Matched, result.Changed));

    private static JsonObject Asked(ContactEdit change) =>
        new()
        {
            ["tag"] = new JsonArray([.. change.Tag.Select(tag => (JsonNode?)tag)]),
            ["untag"] = new JsonArray([.. change.Untag.Select(tag => (JsonNode?)tag)]),
            ["fields"] = new JsonArray([.. change.Fields.Keys.Select(key => (JsonNode?)key)]),
            ["optedIn"] = change.OptedIn,
            ["optedOut"] = change.OptedOut,
            ["blocked"] = change.Blocked,
        };
}
