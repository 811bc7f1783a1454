using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>What <c>GET {phone-number-id}?fields=</c> tells about a number.</summary>
internal static class NumberFields
{
    private static readonly string[] Usual =
    [
        "verified_name",
        "code_verification_status",
        "display_phone_number",
        "quality_rating",
        "platform_type",
        "throughput",
        "last_onboarded_time",
    ];

    public static Task Answer(HttpContext context, BusinessNumber number, LogLine line)
    {
        var asked = context
            .Request.Query["fields"]
            .ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var known = Of(number);
        var unknown = asked.FirstOrDefault(field => !known.ContainsKey(field));
        var log = context.RequestServices.GetRequiredService<TrafficLog>();

        if (unknown is not null)
        {
            var error = GraphError.Parameter(
                $"Tried accessing nonexisting field ({unknown}) on node type (WhatsAppBusinessPhoneNumber)"
            );
            log.Add(line with { StatusCode = error.HttpStatus, ErrorCode = error.Code, Problem = error.Message });
            return GraphAnswer.Refuse(context, error);
        }

        var answer = new JsonObject();

        foreach (var field in (asked.Length == 0 ? Usual : asked).Append("id").Distinct())
        {
            answer[field] = known[field]?.DeepClone();
        }

        log.Add(line with { StatusCode = 200, What = "number" });
        return GraphAnswer.Write(context, 200, json => answer.WriteTo(json));
    }

    private static JsonObject Of(BusinessNumber number) =>
        new()
        {
            ["id"] = number.PhoneNumberId,
            ["verified_name"] = number.Title,
            ["display_phone_number"] = $"+{number.Number}",
            ["quality_rating"] = "GREEN",
            ["throughput"] = new JsonObject { ["level"] = "STANDARD" },
            ["status"] = "CONNECTED",
            ["code_verification_status"] = "VERIFIED",
            ["platform_type"] = "CLOUD_API",
            ["name_status"] = "APPROVED",
            ["account_mode"] = "LIVE",
            ["is_official_business_account"] = false,
            ["last_onboarded_time"] = "2025-01-01T00:00:00+0000",
            ["whatsapp_business_manager_messaging_limit"] = "TIER_250",
            ["health_status"] = new JsonObject { ["can_send_message"] = "AVAILABLE" },
            ["webhook_configuration"] = number.WebhookUrl is null
                ? new JsonObject()
                : new JsonObject { ["application"] = number.WebhookUrl },
        };
}
