using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>Tells an app that a number may send faster, to more people, or is liked less.</summary>
internal sealed class NumberNews(WebhookSender webhooks)
{
    public void Changed(Line line, BusinessNumber? before, string? quality)
    {
        var number = line.Number;

        if (quality is not null && quality != line.State.Quality)
        {
            var worse = quality == "RED";
            line.State.Quality = quality;
            Quality(number, worse ? "FLAGGED" : "UNFLAGGED");
        }

        if (before is null)
        {
            return;
        }

        if (number.MessagesPerSecond >= 1_000 && before.MessagesPerSecond is < 1_000)
        {
            Quality(number, "THROUGHPUT_UPGRADE");
        }

        if (number.DailyPeople != before.DailyPeople)
        {
            webhooks.Tell(
                number,
                "business_capability_update",
                Write(json =>
                {
                    json.WriteString("max_daily_conversations_per_business", NumberEndpoint.Tier(number.DailyPeople));
                    json.WriteNumber("max_phone_numbers_per_business", 25);
                })
            );
        }
    }

    private void Quality(BusinessNumber number, string happened) =>
        webhooks.Tell(
            number,
            "phone_number_quality_update",
            Write(json =>
            {
                json.WriteString("display_phone_number", number.Number);
                json.WriteString("event", happened);
                json.WriteString("current_limit", NumberEndpoint.Tier(number.DailyPeople));
                json.WriteString("max_daily_conversations_per_business", NumberEndpoint.Tier(number.DailyPeople));
            })
        );

    private static byte[] Write(Action<Utf8JsonWriter> members) =>
        MetaJson.Write(json =>
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        });
}
