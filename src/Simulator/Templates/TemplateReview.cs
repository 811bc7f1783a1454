using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>The reviewers: they take a while, refuse what has <c>reject</c> in its name, and tell by webhook.</summary>
internal sealed class TemplateReview(
    World world,
    WebhookSender webhooks,
    Later later,
    IOptions<SimulatorOptions> options
)
{
    public static readonly IReadOnlyList<string> Statuses =
    [
        "APPROVED",
        "REJECTED",
        "PENDING",
        "PAUSED",
        "DISABLED",
        "FLAGGED",
        "IN_APPEAL",
        "LIMIT_EXCEEDED",
        "ARCHIVED",
    ];

    public void Begin(Account account, Template template)
    {
        template.Status = "PENDING";
        var round = ++template.Round;
        later.Do(
            TimeSpan.FromMilliseconds(options.Value.ReviewAfterMs),
            () =>
            {
                if (template.Round != round || template.Status != "PENDING")
                {
                    return;
                }

                var rejected = template.Name.Contains("reject", StringComparison.Ordinal);
                Decide(account, template, rejected ? "REJECTED" : "APPROVED", rejected ? "INVALID_FORMAT" : "NONE");
            }
        );
    }

    public void Decide(Account account, Template template, string status, string reason)
    {
        template.Round++;
        (template.Status, template.Reason) = (status, reason);
        Tell(
            account,
            "message_template_status_update",
            template,
            json =>
            {
                json.WriteString("event", status);
                json.WriteString("reason", reason);
                json.WriteString("message_template_category", template.Category);

                if (status == "PAUSED")
                {
                    json.WriteStartObject("other_info");
                    json.WriteString("title", "FIRST_PAUSE");
                    json.WriteString("description", "Your WhatsApp message template has been paused for 3 hours.");
                    json.WriteEndObject();
                }
            }
        );
    }

    public void Rate(Account account, Template template, string quality)
    {
        var before = template.Quality;
        template.Quality = quality;
        Tell(
            account,
            "message_template_quality_update",
            template,
            json =>
            {
                json.WriteString("previous_quality_score", before);
                json.WriteString("new_quality_score", quality);
            }
        );
    }

    public void Move(Account account, Template template, string category)
    {
        var before = template.Category;
        template.Category = category;
        Tell(
            account,
            "template_category_update",
            template,
            json =>
            {
                json.WriteString("previous_category", before);
                json.WriteString("new_category", category);
            }
        );
    }

    private void Tell(Account account, string field, Template template, Action<Utf8JsonWriter> rest)
    {
        if (world.LinesOf(account).FirstOrDefault()?.Number is not { } number)
        {
            return;
        }

        webhooks.Tell(
            number,
            field,
            MetaJson.Write(json =>
            {
                json.WriteStartObject();
                // a number here, though the Graph API gives it as text
                json.WriteNumber("message_template_id", long.Parse(template.Id, CultureInfo.InvariantCulture));
                json.WriteString("message_template_name", template.Name);
                json.WriteString("message_template_language", template.Language);
                rest(json);
                json.WriteEndObject();
            })
        );
    }
}
