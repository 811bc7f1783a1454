using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Puts a recipient's values into the places of a template.</summary>
internal static class TemplateFilling
{
    // Meta's, in code points; and no line breaks, tabs or more than four spaces in a row
    private const int LongestText = 1024;
    private const int MostSpaces = 4;

    /// <summary>The message, or which place has neither a value nor a fallback.</summary>
    public static (TemplateContent? Content, string? Missing) Fill(
        BroadcastTemplate template,
        Contact contact,
        JsonObject? values
    )
    {
        if (template.Parameters is not { Count: > 0 } slots)
            return (new TemplateContent(template.Name, template.Language, null, template.Preview), null);

        JsonObject? fields = null;
        var filled = new List<(BroadcastSlot Slot, string Value)>(slots.Count);
        foreach (var slot in slots)
        {
            var value = Line(slot.Text ?? Find(slot.From, contact, values, ref fields));
            if (value.Length == 0)
                value = Line(slot.Fallback);
            if (value.Length == 0)
                return (null, slot.From ?? slot.Name ?? slot.Component);
            filled.Add((slot, value));
        }

        var components = new JsonArray();
        foreach (var group in filled.GroupBy(one => (one.Slot.Component, one.Slot.SubType, one.Slot.Index)))
        {
            var component = new JsonObject { ["type"] = group.Key.Component };
            if (group.Key.Component == "button")
            {
                component["sub_type"] = group.Key.SubType ?? "url";
                component["index"] = (group.Key.Index ?? 0).ToString(CultureInfo.InvariantCulture);
            }
            component["parameters"] = new JsonArray([.. group.Select(one => Parameter(one.Slot, one.Value))]);
            components.Add(component);
        }
        return (
            new TemplateContent(
                template.Name,
                template.Language,
                JsonSerializer.SerializeToElement(components, WhatsAppBot.Flows.FlowsJson.Default.JsonNode),
                Preview(template.Preview, filled)
            ),
            null
        );
    }

    private static JsonObject Parameter(BroadcastSlot slot, string value)
    {
        var parameter = new JsonObject { ["type"] = slot.Type };
        if (slot.Name is not null)
            parameter["parameter_name"] = slot.Name;
        parameter[slot.Type] = slot.Type is "image" or "video" or "document"
            ? new JsonObject { [value.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "link" : "id"] = value }
            : value;
        return parameter;
    }

    private static string? Find(string? from, Contact contact, JsonObject? values, ref JsonObject? fields)
    {
        switch (from)
        {
            case "contact.name":
                return contact.Name;
            case "contact.phone":
                return contact.Phone;
            case "contact.language":
                return contact.Language;
        }
        if (from?.StartsWith("values.", StringComparison.Ordinal) == true)
            return Text(values?[from["values.".Length..]]);
        if (from?.StartsWith("contact.fields.", StringComparison.Ordinal) != true)
            return null;

        fields ??= JsonNode.Parse(contact.Fields) as JsonObject ?? [];
        return Text(fields[from["contact.fields.".Length..]]);
    }

    private static string? Text(JsonNode? value) =>
        value switch
        {
            null or JsonObject or JsonArray => null,
            _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => value.ToJsonString(),
        };

    private static string Line(string? text)
    {
        var line = new StringBuilder();
        var (spaces, length) = (0, 0);
        foreach (var rune in CleanText.Of(text?.Trim() ?? "").EnumerateRunes())
        {
            var isSpace = Rune.IsWhiteSpace(rune);
            spaces = isSpace ? spaces + 1 : 0;
            if (spaces > MostSpaces)
                continue;
            if (++length > LongestText)
                break;
            line.Append(isSpace ? " " : rune.ToString());
        }
        return line.ToString();
    }

    private static string? Preview(string? preview, List<(BroadcastSlot Slot, string Value)> filled)
    {
        if (preview is null)
            return null;

        var number = 0;
        foreach (var (slot, value) in filled.Where(one => one.Slot.Component == "body"))
        {
            number++;
            var name = slot.Name ?? number.ToString(CultureInfo.InvariantCulture);
            preview = preview.Replace($"{{{{{name}}}}}", value, StringComparison.Ordinal);
        }
        return preview;
    }
}
