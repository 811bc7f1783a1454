using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Changes the contact: name, language, fields of its own, tags, whether broadcasts may come. What is so already is not told again.</summary>
internal sealed record ContactNode(
    string Id,
    string? Name,
    Template NewName,
    Template Language,
    IReadOnlyList<(string Name, JsonTemplate Value)> Fields,
    IReadOnlyList<Template> AddTags,
    IReadOnlyList<Template> RemoveTags,
    bool? OptOut
) : Node(Id, Name)
{
    private const int MostName = 200;
    private const int MostTag = 100;

    public static ContactNode Read(NodeData data) =>
        new(
            data.Id,
            data.Label,
            data.Template("name"),
            data.Template("language"),
            data.Raw("fields") is { ValueKind: JsonValueKind.Object } fields
                ? [.. fields.EnumerateObject().Select(own => (own.Name, JsonTemplate.Read(data, own.Value, "fields")))]
                : [],
            Tags(data, "addTags"),
            Tags(data, "removeTags"),
            data.Text("optOut") is null ? null : data.Flag("optOut")
        );

    internal override Move Enter(Run run)
    {
        var before = run.Contact;
        var name = run.Fill(NewName, this, "name", MostName);
        var remove = Filled(run, RemoveTags).SelectMany(tag => Having(before, tag)).Distinct().ToList();
        var add = Filled(run, AddTags)
            .Where(tag => !Having(before, tag).Except(remove).Any())
            .DistinctBy(Fold.Of)
            .ToList();
        var fields = Changed(run, before);
        var change = new ContactChanged(
            run.SessionId,
            Id,
            name.Length == 0 || name == before.Name ? null : name,
            NewLanguage(run, before),
            fields.Count == 0 ? null : fields,
            add.Count == 0 ? null : add,
            remove.Count == 0 ? null : remove,
            OptOut == before.OptedOut ? null : OptOut
        );
        if (change != new ContactChanged(run.SessionId, Id))
            run.Change(change);
        return Move.Next;
    }

    private static List<Template> Tags(NodeData data, string field) =>
        [
            .. data.List(field)
                .Select(tag => NodeData.TextOf(tag))
                .OfType<string>()
                .Select(tag => data.TemplateOf(tag, field)),
        ];

    private List<string> Filled(Run run, IReadOnlyList<Template> tags) =>
        [.. tags.Select(tag => run.Fill(tag, this, "tag", MostTag)).Where(tag => tag.Length > 0)];

    private static IEnumerable<string> Having(ContactView contact, string tag) =>
        (contact.Tags ?? []).Where(has => Fold.Of(has) == Fold.Of(tag));

    private JsonObject Changed(Run run, ContactView before)
    {
        var changed = new JsonObject();
        var left = new Allowance();
        foreach (var (name, template) in Fields)
        {
            var value = template.Fill(run, Id, left);
            if (left.Fault is not null)
                break;

            JsonNode? old = null;
            before.Fields?.TryGetPropertyValue(name, out old);
            if (!JsonNode.DeepEquals(old, value))
                changed[name] = value;
        }
        return changed;
    }

    private string? NewLanguage(Run run, ContactView before)
    {
        var language = run.Fill(Language, Id).Trim();
        if (language.Length == 0 || language == before.Language)
            return null;

        if (language.Length is >= 2 and <= 12 && language.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return language;

        run.Trouble(Id, "bad_language", $"“{Texts.Shorten(language, 50)}” is no language code.");
        return null;
    }
}
