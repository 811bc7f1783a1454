using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Older;

/// <summary>A node on its way from the older system's form to ours, and what is told about it.</summary>
internal sealed class OlderNode
{
    private readonly JsonObject node;
    private readonly JsonObject original;
    private readonly List<string> changes = [];
    private string? needsYou;

    public OlderNode(JsonObject node)
    {
        this.node = node;
        if (node["data"] is not JsonObject)
            node["data"] = new JsonObject();
        original = new JsonObject { ["type"] = node["type"]?.DeepClone(), ["data"] = node["data"]!.DeepClone() };
    }

    public string Id => TextOf(node["id"]) ?? "";

    public JsonObject Data => node["data"]!.AsObject();

    public string Type
    {
        get => TextOf(node["type"]) ?? "";
        set => node["type"] = value;
    }

    public string? Text(string field) => TextOf(Data[field]);

    public static string? TextOf(JsonNode? value) =>
        value is JsonValue plain && Values.From(plain) is { } found ? Values.Text(found) : null;

    /// <summary>The field under the name that we use, if it is not there yet.</summary>
    public void Rename(string to, params ReadOnlySpan<string> older)
    {
        foreach (var name in older)
        {
            if (Data[to] is null && Data[name] is { } value)
            {
                Data.Remove(name);
                Data[to] = value;
                Change($"“{name}” is now called “{to}”.");
            }
        }
    }

    public void Change(string how) => changes.Add(how);

    public void Need(string why) => needsYou ??= why;

    /// <summary>Marks the node, keeps what it was unless all of it came over, and tells the outcome.</summary>
    public ImportedNode Finish()
    {
        CheckTexts();
        if (needsYou is not null)
            Data[OlderFlow.NeedsYouKey] = needsYou;
        if (needsYou is not null || changes.Count > 0)
            Data[OlderFlow.OriginalKey] = original;

        return needsYou is not null ? new ImportedNode(Id, Type, ImportOutcome.NeedsYou, needsYou)
            : changes.Count > 0 ? new ImportedNode(Id, Type, ImportOutcome.Changed, string.Join(' ', changes))
            : new ImportedNode(Id, Type, ImportOutcome.Mapped, null);
    }

    /// <summary>The older system left places that it could not read as they were; Liquid does not read the text at all.</summary>
    private void CheckTexts()
    {
        foreach (var (field, value) in Data)
        {
            foreach (var text in Texts(value))
            {
                if (Template.Parse(text).Error is { } error)
                    Need($"A place to fill in “{field}” cannot be read: {error}.");
            }
        }
    }

    private static IEnumerable<string> Texts(JsonNode? value) =>
        value switch
        {
            JsonObject parts => parts.SelectMany(part => Texts(part.Value)),
            JsonArray items => items.SelectMany(Texts),
            _ => TextOf(value) is { } text ? [text] : [],
        };
}
