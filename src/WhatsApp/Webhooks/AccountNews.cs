using System.Text.Json;

namespace WhatsAppBot.WhatsApp;

/// <summary>News about the account itself, read from the change of a field; what we have no type for stays a <see cref="FieldChanged"/>.</summary>
public abstract record AccountNews
{
    /// <summary>Null when the field is none of ours, or lacks what makes it usable.</summary>
    public static AccountNews? Of(FieldChanged change)
    {
        try
        {
            using var json = JsonDocument.Parse(change.Raw);
            var value = json.RootElement;
            return change.Field switch
            {
                "message_template_status_update" => Template(value) is { } template
                && value.Text("event"u8) is { Length: > 0 } status
                    ? new TemplateJudged(template, status, Reason(value))
                    : null,
                "message_template_quality_update" => Template(value) is { } template
                && value.Text("new_quality_score"u8) is { Length: > 0 } quality
                    ? new TemplateRated(template, quality)
                    : null,
                "template_category_update" => Template(value) is { } template
                && value.Text("new_category"u8) is { Length: > 0 } category
                    ? new TemplateRecategorised(template, category, value.Text("correct_category"u8))
                    : null,
                "message_template_components_update" => Template(value) is { } template
                    ? new TemplateReworded(template)
                    : null,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TemplateKey? Template(JsonElement value) =>
        value.Id("message_template_id"u8) is { } id
            ? new TemplateKey(
                id,
                value.Id("message_template_name"u8),
                value.Id("message_template_language"u8)?.Replace('-', '_')
            )
            : null;

    private static string? Reason(JsonElement value)
    {
        var said =
            value.Object("rejection_info"u8)?.Text("reason"u8)
            ?? value.Object("other_info"u8)?.Text("description"u8)
            ?? value.Text("reason"u8);
        return said is null or "" or "NONE" ? null : said;
    }
}

/// <summary>Which template the news is about. The id is Meta's; webhooks bring it as a number.</summary>
public sealed record TemplateKey(string Id, string? Name, string? Language);

/// <summary>Meta approved, rejected, paused, disabled … a template.</summary>
public sealed record TemplateJudged(TemplateKey Template, string Status, string? Reason) : AccountNews;

/// <summary>The quality of a template changed: GREEN, YELLOW, RED or UNKNOWN.</summary>
public sealed record TemplateRated(TemplateKey Template, string Quality) : AccountNews;

/// <summary>Meta changed a template's category, and so its price; <paramref name="Coming"/> is the one it will have within 24 hours.</summary>
public sealed record TemplateRecategorised(TemplateKey Template, string Category, string? Coming) : AccountNews;

/// <summary>The text of a template changed: the list is to be read anew.</summary>
public sealed record TemplateReworded(TemplateKey Template) : AccountNews;
