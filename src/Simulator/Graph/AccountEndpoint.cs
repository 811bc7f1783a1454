using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>The business account: its numbers, and whether the app hears of it.</summary>
internal sealed class AccountEndpoint(World world, Handshake handshake)
{
    private static readonly string[] UsualOfNumbers =
    [
        "verified_name",
        "code_verification_status",
        "display_phone_number",
        "quality_rating",
        "platform_type",
        "throughput",
    ];

    public Task Show(GraphCall call, Account account)
    {
        var number = world.LinesOf(account).FirstOrDefault()?.Number;
        var told = new JsonObject
        {
            ["id"] = account.Id,
            ["name"] = number?.Title ?? "Simulated account",
            ["currency"] = "USD",
            ["timezone_id"] = "1",
            ["message_template_namespace"] = $"ns_{account.Id}",
            ["account_review_status"] = "APPROVED",
            ["business_verification_status"] = "verified",
            ["whatsapp_business_manager_messaging_limit"] = NumberEndpoint.Tier(number?.DailyPeople),
            ["health_status"] = new JsonObject { ["can_send_message"] = "AVAILABLE" },
        };
        return call.Fields(
            told,
            "WhatsAppBusinessAccount",
            "name",
            "currency",
            "timezone_id",
            "message_template_namespace"
        );
    }

    public Task Numbers(GraphCall call, Account account)
    {
        var asked = GraphCall.FieldNames(call.Query("fields")).ToList();
        return Paging.Answer(
            call,
            [
                .. world
                    .LinesOf(account)
                    .Select(line => GraphCall.Pick(NumberEndpoint.Of(line), asked.Count == 0 ? UsualOfNumbers : asked)),
            ]
        );
    }

    /// <summary>A new number: it has to be verified and registered before it can send.</summary>
    public Task AddNumber(GraphCall call, Account account)
    {
        var check = new Check();
        var country = check.Text(call.Root["cc"]);
        var rest = check.Text(call.Root["phone_number"]);
        var name = check.Text(call.Root["verified_name"], 512);
        var digits = new string([.. (country + rest).Where(char.IsAsciiDigit)]);
        check.Unless(
            PhoneFormat.Accepts(digits),
            () => GraphError.Parameter("Param phone_number is not a valid phone number.")
        );
        var sibling = world.LinesOf(account).FirstOrDefault()?.Number;
        check.Unless(sibling is not null, () => GraphError.Unknown(account.Id, "post"));
        check.Unless(
            world.Numbers.All(number => number.Number != digits) && world.Numbers.Count() < 1_000,
            () =>
                GraphError.Parameter("The phone number belongs to an account already, or no more numbers are possible.")
        );

        if (check.Refusal is { } refusal || sibling is null)
        {
            return call.Refuse(check.Refusal ?? GraphError.Unknown(account.Id, "post"));
        }

        var id = Ids.Object();
        world.Put(sibling with { PhoneNumberId = id, Number = digits, Title = name });

        if (world.Line(id) is { } line)
        {
            (line.State.Registered, line.State.Verified) = (false, false);
        }

        return call.Answer(new JsonObject { ["id"] = id });
    }

    public async Task Subscription(GraphCall call, Account account)
    {
        switch (call.Method)
        {
            case "GET":
                await Paging.Answer(call, account.Subscribed ? [Subscribed(account)] : []);
                return;
            case "DELETE":
                (account.Subscribed, account.OverrideUrl) = (false, null);
                await call.Success();
                return;
        }

        var check = new Check();
        var url = check.MaybeText(call.Root["override_callback_uri"], 200);
        var token = check.MaybeText(call.Root["verify_token"]);

        if (!check.Failed && url is { Length: > 0 })
        {
            check.Refuse(await handshake.Refusal(url, token, call.Aborted));
        }

        if (!check.Failed)
        {
            (account.Subscribed, account.OverrideUrl) = (true, url is { Length: > 0 } ? url : null);
        }

        await call.Done(check.Refusal);
    }

    private JsonObject Subscribed(Account account)
    {
        var app = world.LinesOf(account).FirstOrDefault()?.Number.AppId ?? "";
        var told = new JsonObject
        {
            ["whatsapp_business_api_data"] = new JsonObject { ["id"] = app, ["name"] = "Simulated app" },
        };

        if (account.OverrideUrl is { } url)
        {
            told["override_callback_uri"] = url;
        }

        return told;
    }
}
