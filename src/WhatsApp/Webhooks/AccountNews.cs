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
                "business_capability_update" => value.Id("max_daily_conversations_per_business"u8) is { } people
                    ? new LimitChanged(MessagingLimit.Of(people))
                    : null,
                "phone_number_quality_update" => value.Id("max_daily_conversations_per_business"u8)
                    is { } people
                        and not "TIER_NOT_SET"
                        and not "NOT_SET"
                    ? new LimitChanged(MessagingLimit.Of(people))
                    : null,
                "user_preferences" => Preferences(value),
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

    private static PreferencesChanged? Preferences(JsonElement value)
    {
        var all = new List<MarketingWish>();
        if (value.Array("user_preferences"u8) is { } items)
        {
            foreach (var one in items.EnumerateArray())
            {
                if (
                    one.Text("category"u8) is "marketing_messages"
                    && one.Text("value"u8) is "stop" or "resume"
                    && one.Id("wa_id"u8) is { Length: > 0 } phone
                )
                    all.Add(new MarketingWish(phone, one.Text("value"u8) == "stop"));
            }
        }
        return all.Count == 0 ? null : new PreferencesChanged(all);
    }

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

/// <summary>Meta's limit of new people in 24 hours, for all numbers of the account together; null: there is none.</summary>
public sealed record LimitChanged(int? People) : AccountNews;

/// <summary>Somebody stopped marketing messages of the business at WhatsApp, or wants them again.</summary>
public sealed record MarketingWish(string Phone, bool Stop);

/// <summary>What users have wished for in WhatsApp's own settings.</summary>
public sealed record PreferencesChanged(IReadOnlyList<MarketingWish> Wishes) : AccountNews;
