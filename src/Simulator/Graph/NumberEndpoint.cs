using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>What a number tells about itself, and what can be set on it.</summary>
internal sealed class NumberEndpoint(Handshake handshake, Later later)
{
    private const int MostBlocked = 64_000;

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

    public static Task Show(GraphCall call, Line line) => call.Fields(Of(line), "WhatsAppBusinessPhoneNumber", Usual);

    /// <summary>The two-step PIN, or an address of its own for the webhooks about its messages.</summary>
    public async Task Change(GraphCall call, Line line)
    {
        var check = new Check();
        var pin = check.MaybeText(call.Root["pin"]);
        check.Unless(pin is null || RegistrationEndpoint.IsPin(pin), RegistrationEndpoint.BadPin);
        var hook = check.Maybe(call.Root["webhook_configuration"]);
        check.Unless(pin is not null || hook.IsObject, () => GraphError.Required("pin"));
        var url = hook.IsObject ? check.MaybeText(hook["override_callback_uri"]) : null;
        var token = hook.IsObject ? check.MaybeText(hook["verify_token"]) : null;

        if (!check.Failed && url is { Length: > 0 })
        {
            check.Unless(
                url.Length <= 200,
                () => GraphError.Parameter("Param override_callback_uri must be at most 200 characters long.")
            );
            check.Refuse(await handshake.Refusal(url, token, call.Aborted));
        }

        if (check.Refusal is { } refusal)
        {
            await call.Refuse(refusal);
            return;
        }

        lock (line.State.Gate)
        {
            line.State.Pin = pin ?? line.State.Pin;
            line.State.OverrideUrl = url switch
            {
                null => line.State.OverrideUrl,
                "" => null,
                _ => url,
            };
        }

        await call.Success();
    }

    /// <summary>People that the business does not want to hear of: only who wrote in the last 24 hours can be blocked.</summary>
    public Task Block(GraphCall call, Line line)
    {
        if (call.Method == "GET")
        {
            lock (line.State.Gate)
            {
                return Paging.Answer(
                    call,
                    [
                        .. line.State.BlockedPeople.Select(phone => new JsonObject
                        {
                            ["messaging_product"] = "whatsapp",
                            ["wa_id"] = phone,
                        }),
                    ]
                );
            }
        }

        var check = new Check();
        check.Text(call.Root["messaging_product"]);
        var phones = check
            .List(call.Root["block_users"])
            .Select(user => new string([.. check.Text(check.Object(user)["user"]).Where(char.IsAsciiDigit)]))
            .ToList();
        check.Unless(phones.Count > 0, () => GraphError.Required("block_users"));

        if (call.Method == "POST")
        {
            check.Unless(
                phones.TrueForAll(phone =>
                    line.Find(phone)?.WroteAt is { } at && later.Now - at < TimeSpan.FromHours(24)
                ),
                () => GraphError.Of(139100, "Only people who wrote in the last 24 hours can be blocked")
            );
            check.Unless(
                HasRoom(line, phones.Count),
                () => GraphError.Of(139102, "The list of blocked people is full")
            );
        }

        if (check.Refusal is { } refusal)
        {
            return call.Refuse(refusal);
        }

        lock (line.State.Gate)
        {
            phones.ForEach(phone =>
                _ = call.Method == "POST" ? line.State.BlockedPeople.Add(phone) : line.State.BlockedPeople.Remove(phone)
            );
        }

        var users = new JsonArray([.. phones.Select(phone => new JsonObject { ["input"] = phone, ["wa_id"] = phone })]);
        return call.Answer(
            new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["block_users"] = new JsonObject { [call.Method == "POST" ? "added_users" : "removed_users"] = users },
            }
        );
    }

    private static bool HasRoom(Line line, int more)
    {
        lock (line.State.Gate)
        {
            return line.State.BlockedPeople.Count + more <= MostBlocked;
        }
    }

    public static JsonObject Of(Line line)
    {
        var (number, state) = (line.Number, line.State);
        return new()
        {
            ["id"] = number.PhoneNumberId,
            ["verified_name"] = number.Title,
            ["display_phone_number"] = $"+{number.Number}",
            ["quality_rating"] = state.Quality,
            ["throughput"] = new JsonObject
            {
                ["level"] =
                    !state.Registered ? "NOT_APPLICABLE"
                    : number.MessagesPerSecond >= 1_000 ? "HIGH"
                    : "STANDARD",
            },
            ["status"] = state.Status,
            ["code_verification_status"] = state.Verified ? "VERIFIED" : "NOT_VERIFIED",
            ["platform_type"] = state.Registered ? "CLOUD_API" : "NOT_APPLICABLE",
            ["name_status"] = "APPROVED",
            ["account_mode"] = number.AllowedRecipients is null ? "LIVE" : "SANDBOX",
            ["is_official_business_account"] = false,
            ["is_pin_enabled"] = state.Pin is not null,
            ["last_onboarded_time"] = "2025-01-01T00:00:00+0000",
            ["whatsapp_business_manager_messaging_limit"] = Tier(number.DailyPeople),
            ["health_status"] = new JsonObject
            {
                ["can_send_message"] = state.Registered ? "AVAILABLE" : "BLOCKED",
                ["entities"] = new JsonArray(
                    new JsonObject
                    {
                        ["entity_type"] = "PHONE_NUMBER",
                        ["id"] = number.PhoneNumberId,
                        ["can_send_message"] = state.Registered ? "AVAILABLE" : "BLOCKED",
                    }
                ),
            },
            ["webhook_configuration"] = Webhooks(line),
        };
    }

    public static string Tier(int? people) =>
        people switch
        {
            null => "TIER_UNLIMITED",
            <= 50 => "TIER_50",
            <= 250 => "TIER_250",
            <= 2_000 => "TIER_2K",
            <= 10_000 => "TIER_10K",
            _ => "TIER_100K",
        };

    private static JsonObject Webhooks(Line line)
    {
        var told = new JsonObject();

        if (line.Number.WebhookUrl is { } app)
        {
            told["application"] = app;
        }

        if (line.Account.OverrideUrl is { } account)
        {
            told["whatsapp_business_account"] = account;
        }

        if (line.State.OverrideUrl is { } own)
        {
            told["phone_number"] = own;
        }

        return told;
    }
}
