using System.Text;
using System.Text.Json;

namespace WhatsAppBot.WhatsApp;

/// <summary>What people would see of a template once its variables are filled.</summary>
public sealed record TemplatePicture(
    string? HeaderFormat,
    string? Header,
    string Body,
    string? Footer,
    IReadOnlyList<TemplateButton> Buttons,
    IReadOnlyList<string> Variables
);

/// <summary>A button of a template: its kind in Meta's words, its label, and where it leads.</summary>
public sealed record TemplateButton(string Type, string Text, string? Target);

/// <summary>Draws a template from its components and values; a variable without a value shows as <c>{{name}}</c>.</summary>
public static class TemplatePreview
{
    /// <summary>
    /// Values by the variable's name or number; the header's by <c>header.1</c>, a button's by <c>button.0.1</c>, and the plain name where a template has it once.
    /// </summary>
    public static TemplatePicture Of(JsonElement components, IReadOnlyDictionary<string, string> values)
    {
        var variables = new List<string>();
        string? format = null,
            header = null,
            footer = null;
        var body = "";
        var buttons = new List<TemplateButton>();
        if (components.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in components.EnumerateArray())
            {
                switch (part.Text("type"u8)?.ToUpperInvariant())
                {
                    case "HEADER":
                        format = part.Text("format"u8) ?? "TEXT";
                        header = part.Text("text"u8) is { } title ? Fill(title, "header.", values, variables) : null;
                        break;
                    case "BODY":
                        body = Fill(part.Text("text"u8) ?? "", "", values, variables);
                        break;
                    case "FOOTER":
                        footer = part.Text("text"u8);
                        break;
                    case "BUTTONS" when part.Array("buttons"u8) is { } list:
                        foreach (var button in list.EnumerateArray())
                            buttons.Add(Button(button, buttons.Count, values, variables));
                        break;
                    default:
                        break;
                }
            }
        }
        return new TemplatePicture(format, header, body, footer, buttons, variables);
    }

    private static TemplateButton Button(
        JsonElement button,
        int index,
        IReadOnlyDictionary<string, string> values,
        List<string> variables
    )
    {
        var url = button.Text("url"u8);
        return new TemplateButton(
            button.Text("type"u8) ?? "",
            button.Text("text"u8) ?? "",
            url is null ? button.Text("phone_number"u8) : Fill(url, $"button.{index}.", values, variables)
        );
    }

    private static string Fill(
        string text,
        string prefix,
        IReadOnlyDictionary<string, string> values,
        List<string> variables
    )
    {
        var filled = new StringBuilder(text.Length);
        var at = 0;
        while (true)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
                return filled.Append(text, at, text.Length - at).ToString();

            var name = text[(open + 2)..close].Trim();
            var key = prefix + name;
            if (!variables.Contains(key))
                variables.Add(key);
            filled.Append(text, at, open - at);
            filled.Append(
                values.TryGetValue(key, out var value) || values.TryGetValue(name, out value)
                    ? value
                    : $"{{{{{name}}}}}"
            );
            at = close + 2;
        }
    }
}
