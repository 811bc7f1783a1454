using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>A tag.</summary>
public sealed record TagView(string Name, string? Color);

/// <summary>All tags of a workspace.</summary>
public sealed record TagList(IReadOnlyList<TagView> Items);

/// <summary>How a tag looks: a hex colour, or none.</summary>
public sealed record TagInput(string? Color);

/// <summary>A custom field; the type is text, number, date, boolean or choice.</summary>
public sealed record FieldView(string Key, string Title, string Type, IReadOnlyList<string> Choices);

/// <summary>All custom fields of a workspace.</summary>
public sealed record FieldList(IReadOnlyList<FieldView> Items);

/// <summary>What a custom field is; the type stays what it was first.</summary>
public sealed record FieldInput(string Title, string Type, IReadOnlyList<string>? Choices);

/// <summary>The country of numbers that are written without one, such as DE; null: there is none.</summary>
public sealed record ContactSettings(string? DefaultRegion);

/// <summary>Tags, custom fields, and the country of numbers.</summary>
internal static partial class CatalogEndpoints
{
    private const int MostChoices = 200;

    public static void MapContactCatalog(this IEndpointRouteBuilder routes)
    {
        var tags = routes.MapWorkspace("tags", "Tags");
        tags.MapGet("", Tags).WithName("ListTags").WithSummary("Every tag");
        tags.MapPut("/{name}", PutTag)
            .Needs(Permission.ContactsWrite)
            .Accepts<TagInput>("application/json")
            .WithName("PutTag")
            .WithSummary("Make or colour a tag");
        tags.MapDelete("/{name}", RemoveTag)
            .Needs(Permission.ContactsWrite)
            .WithName("RemoveTag")
            .WithSummary("Take away a tag that no contact has");

        var fields = routes.MapWorkspace("fields", "Fields");
        fields.MapGet("", Fields).WithName("ListFields").WithSummary("Every custom field");
        fields
            .MapPut("/{key}", PutField)
            .Needs(Permission.ContactsWrite)
            .Accepts<FieldInput>("application/json")
            .WithName("PutField")
            .WithSummary("Make or change a custom field");
        fields
            .MapDelete("/{key}", RemoveField)
            .Needs(Permission.ContactsWrite)
            .WithName("RemoveField")
            .WithSummary("Take away a field; values stay unseen until it is made again");

        var settings = routes.MapWorkspace("contacts/settings", "Contacts");
        settings.MapGet("", Settings).WithName("GetContactSettings").WithSummary("The country of numbers without one");
        settings
            .MapPut("", PutSettings)
            .Needs(Permission.WorkspaceWrite)
            .Accepts<ContactSettings>("application/json")
            .WithName("PutContactSettings")
            .WithSummary("Say the country of numbers without one");
    }

    private static async Task<Ok<TagList>> Tags(string ws, ContactCatalog catalog, CancellationToken cancel) =>
        TypedResults.Ok(
            new TagList([.. (await catalog.Tags(ws, cancel)).Select(tag => new TagView(tag.Name, tag.Color))])
        );

    private static async Task<Results<Ok<TagView>, ProblemHttpResult>> PutTag(
        string ws,
        string name,
        Body body,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? NoTag();
        var color = form.Text("color", 7).Value;
        if (color is not null && !Color().IsMatch(color))
            form.Bad("color", "is a colour, such as #33aa55");
        if (ContactForm.TagFlaw(name.Trim()) is { } flaw)
            form.Bad("name", flaw);
        if (form.Refusal() is { } refusal)
            return refusal;
        await catalog.Put(ws, new Tag(name.Trim(), color), cancel);
        return TypedResults.Ok(new TagView(name.Trim(), color));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveTag(
        string ws,
        string name,
        ContactCatalog catalog,
        ContactReads reads,
        CancellationToken cancel
    )
    {
        if (CleanText.Of(name) != name)
            return NoTag();
        var having = await reads.Ids(new ContactQuestion(ws, new ContactRule.Tagged([name])), 1, cancel);
        if (having.Count > 0)
            return Problems.Conflict(
                "tag-in-use",
                "Contacts have this tag. Take it off them first: contacts/bulk with untag."
            );
        return await catalog.RemoveTag(ws, name, cancel) ? TypedResults.NoContent() : NoTag();
    }

    private static async Task<Ok<FieldList>> Fields(string ws, ContactCatalog catalog, CancellationToken cancel) =>
        TypedResults.Ok(new FieldList([.. (await catalog.Fields(ws, cancel)).Values.Select(View)]));

    private static async Task<Results<Ok<FieldView>, ProblemHttpResult>> PutField(
        string ws,
        string key,
        Body body,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? NoField();
        if (!Key().IsMatch(key))
            form.Bad("key", "is a letter, then letters, digits and _, at most 60");
        var title = form.Needed("title", 100);
        var type = form.Needed("type", 20);
        if (!Words.TryRead(type, out FieldType kind))
            form.Bad("type", "is one of text, number, date, boolean, choice");
        var choices =
            form.Texts(
                "choices",
                MostChoices,
                choice =>
                    choice.Length is 0 or > 100 || CleanText.Of(choice) != choice ? "is 1 to 100 characters" : null
            ) ?? [];
        if (kind == FieldType.Choice != choices.Count > 0 && form.Flaws.Count == 0)
            form.Bad("choices", "go with the type choice, and that needs some");
        if (form.Refusal() is { } refusal)
            return refusal;

        var field = new FieldDefinition(key, title, kind, [.. choices.Distinct(StringComparer.Ordinal)]);
        return await catalog.Put(ws, field, cancel)
            ? TypedResults.Ok(View(field))
            : Problems.Conflict(
                "field-type",
                $"The field is there with another type, or there are {ContactCatalog.MostFields} fields already."
            );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveField(
        string ws,
        string key,
        ContactCatalog catalog,
        CancellationToken cancel
    ) => await catalog.RemoveField(ws, key, cancel) ? TypedResults.NoContent() : NoField();

    private static async Task<Ok<ContactSettings>> Settings(
        string ws,
        ContactCatalog catalog,
        CancellationToken cancel
    ) => TypedResults.Ok(new ContactSettings(await catalog.DefaultRegion(ws, cancel)));

    private static async Task<Results<Ok<ContactSettings>, ProblemHttpResult>> PutSettings(
        string ws,
        Body body,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return problem ?? NoField();
        var region = form.Text("defaultRegion", 2).Value;
        if (region is not null && !PhoneText.IsRegion(region))
            form.Bad("defaultRegion", "is a country, such as DE");
        if (form.Refusal() is { } refusal)
            return refusal;
        await catalog.SetDefaultRegion(ws, region, cancel);
        return TypedResults.Ok(new ContactSettings(region));
    }

    private static FieldView View(FieldDefinition field) =>
        new(field.Key, field.Title, field.Type.ToString().ToLowerInvariant(), field.Choices);

    private static ProblemHttpResult NoTag() => Problems.NotFound("There is no such tag.");

    private static ProblemHttpResult NoField() => Problems.NotFound("There is no such field.");

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Color();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,59}$")]
    private static partial Regex Key();
}
