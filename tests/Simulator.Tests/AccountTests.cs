using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Numbers, their registration and profile, accounts, the app and its tokens.</summary>
public sealed class AccountTests
{
    private const string Waba = "300000000000003";
    private const string App = "500000000000001";

    [Fact]
    public async Task A_new_number_is_verified_and_registered_before_it_sends()
    {
        await using var meta = await Simulation.Start();
        var made = await Call(
            meta,
            "POST",
            $"{Waba}/phone_numbers",
            """{"cc":"1","phone_number":"6315555555","verified_name":"New"}"""
        );
        var id = (string)made.Json["id"]!;

        Assert.Equal("PENDING", await Field(meta, id, "status"));
        Assert.Equal(133010, (await Hello(meta, id)).Code);
        Assert.Equal(133006, (await Register(meta, id, "111111")).Code);
        Assert.Equal(136025, (await Call(meta, "POST", $"{id}/verify_code?code=123456")).Code);
        Assert.Equal(
            HttpStatusCode.OK,
            (await Call(meta, "POST", $"{id}/request_code?code_method=SMS&language=en_US")).Status
        );
        Assert.Equal(136025, (await Call(meta, "POST", $"{id}/verify_code", """{"code":"000000"}""")).Code);
        Assert.Equal(
            HttpStatusCode.OK,
            (await Call(meta, "POST", $"{id}/verify_code", """{"code":"123-456"}""")).Status
        );
        Assert.Equal("VERIFIED", await Field(meta, id, "code_verification_status"));
        Assert.Equal(HttpStatusCode.OK, (await Register(meta, id, "111111")).Status);
        Assert.Equal("CONNECTED", await Field(meta, id, "status"));
        Assert.Equal(HttpStatusCode.OK, (await Hello(meta, id)).Status);
    }

    [Fact]
    public async Task A_registered_number_can_be_taken_off_and_back_with_its_pin()
    {
        await using var meta = await Simulation.Start();
        await Call(meta, "POST", Id, """{"pin":"654321"}""");

        Assert.Equal(HttpStatusCode.OK, (await Call(meta, "POST", $"{Id}/deregister")).Status);
        Assert.Equal(133010, (await Hello(meta, Id)).Code);
        Assert.Equal(133010, (await Call(meta, "POST", $"{Id}/deregister")).Code);
        Assert.Equal(133005, (await Register(meta, Id, "111111")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Register(meta, Id, "654321")).Status);
    }

    [Fact]
    public async Task Ten_registrations_in_three_days_are_enough()
    {
        await using var meta = await Simulation.Start();

        for (var n = 0; n < 10; n++)
        {
            Assert.Equal(HttpStatusCode.OK, (await Register(meta, Id, "111111")).Status);
        }

        Assert.Equal(133016, (await Register(meta, Id, "111111")).Code);
        meta.Time.Advance(TimeSpan.FromHours(73));
        Assert.Equal(HttpStatusCode.OK, (await Register(meta, Id, "111111")).Status);
    }

    [Theory]
    [InlineData("register", """{"pin":"111111"}""", "(#100) The parameter messaging_product is required.")]
    [InlineData("register", """{"messaging_product":"whatsapp"}""", "(#100) The parameter pin is required.")]
    [InlineData(
        "register",
        """{"messaging_product":"whatsapp","pin":"12"}""",
        "(#100) Param pin must be a string of 6 digits."
    )]
    [InlineData("request_code", """{"language":"en"}""", "(#100) The parameter code_method is required.")]
    [InlineData(
        "request_code",
        """{"code_method":"FAX","language":"en"}""",
        "(#100) Param code_method must be one of {SMS, VOICE} - got \"FAX\"."
    )]
    [InlineData("request_code", """{"code_method":"SMS"}""", "(#100) The parameter language is required.")]
    [InlineData("verify_code", "{}", "(#100) The parameter code is required.")]
    [InlineData("", "{}", "(#100) The parameter pin is required.")]
    [InlineData("", """{"pin":"abc"}""", "(#100) Param pin must be a string of 6 digits.")]
    [InlineData("whatsapp_business_profile", "{}", "(#100) The parameter messaging_product is required.")]
    [InlineData("whatsapp_business_profile", """{"messaging_product":"whatsapp","vertical":"SPACE"}""", null)]
    [InlineData(
        "whatsapp_business_profile",
        """{"messaging_product":"whatsapp","websites":["a","b","c"]}""",
        "(#100) Param websites must have at most 2 items."
    )]
    [InlineData("whatsapp_business_encryption", "{}", "(#100) The parameter business_public_key is required.")]
    [InlineData(
        "whatsapp_business_encryption",
        """{"business_public_key":"no"}""",
        "(#100) Param business_public_key must be a 2048-bit RSA public key in PEM format."
    )]
    [InlineData(
        "conversational_automation",
        """{"prompts":["1","2","3","4","5"]}""",
        "(#100) Param prompts must have at most 4 items."
    )]
    [InlineData("block_users", """{"messaging_product":"whatsapp"}""", "(#100) The parameter block_users is required.")]
    public async Task A_number_refuses_what_is_wrong(string edge, string json, string? words)
    {
        await using var meta = await Simulation.Start();

        var answer = await Call(meta, "POST", edge.Length == 0 ? Id : $"{Id}/{edge}", json);

        Assert.Equal((HttpStatusCode.BadRequest, 100), (answer.Status, answer.Code));
        Assert.Equal(words ?? answer.Message, answer.Message);
    }

    [Theory]
    [InlineData("about", 139)]
    [InlineData("address", 256)]
    [InlineData("description", 512)]
    [InlineData("email", 128)]
    public async Task A_profile_has_its_lengths(string name, int most)
    {
        await using var meta = await Simulation.Start();

        Assert.Equal(HttpStatusCode.OK, (await Profile(name, most)).Status);
        var wrong = await Profile(name, most + 1);
        Assert.Equal($"(#100) Param {name} must be at most {most} characters long.", wrong.Message);
        var told = (await Call(meta, "GET", $"{Id}/whatsapp_business_profile?fields={name}")).Json["data"]![0]!;
        Assert.Equal(new string('a', most), (string?)told[name]);

        Task<Answer> Profile(string field, int length) =>
            Call(
                meta,
                "POST",
                $"{Id}/whatsapp_business_profile",
                new JsonObject { ["messaging_product"] = "whatsapp", [field] = new string('a', length) }.ToJsonString()
            );
    }

    [Fact]
    public async Task A_form_is_as_good_as_JSON()
    {
        await using var meta = await Simulation.Start();
        using var form = new FormUrlEncodedContent([new("messaging_product", "whatsapp"), new("pin", "111111")]);

        Assert.True((bool)(await meta.Post($"/simulator/graph/v25.0/{Id}/register", form)).Json["success"]!);
    }

    [Fact]
    public async Task An_account_lists_its_numbers()
    {
        await using var meta = await Simulation.Start();

        var usual = (await Call(meta, "GET", $"{Waba}/phone_numbers")).Json["data"]![0]!;
        var asked = (await Call(meta, "GET", $"{Waba}/phone_numbers?fields=status,throughput")).Json["data"]![0]!;

        Assert.Equal(
            (Id, "+15550000001", "GREEN"),
            ((string?)usual["id"], (string?)usual["display_phone_number"], (string?)usual["quality_rating"])
        );
        Assert.Equal(["status", "throughput", "id"], asked.AsObject().Select(member => member.Key));
        Assert.Equal("Shop", (string?)(await Call(meta, "GET", $"{Waba}?fields=name")).Json["name"]);
    }

    [Fact]
    public async Task Without_a_subscription_no_webhook_leaves()
    {
        await using var meta = await Simulation.Start();
        await Call(meta, "DELETE", $"{Waba}/subscribed_apps");
        Assert.Empty((await Call(meta, "GET", $"{Waba}/subscribed_apps")).Json["data"]!.AsArray());
        await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = "unheard" });

        await Call(meta, "POST", $"{Waba}/subscribed_apps");

        Assert.Equal("heard", (string?)(await meta.Says(Ada, "heard")).Message!["text"]!["body"]);
        Assert.Single((await Call(meta, "GET", $"{Waba}/subscribed_apps")).Json["data"]!.AsArray());
    }

    [Fact]
    public async Task A_new_address_must_echo_the_challenge()
    {
        await using var meta = await Simulation.Start();
        await using var other = await Hook.Start();
        other.VerifyToken = "right";

        var wrong = await Subscribe("wrong");
        var right = await Subscribe("right");
        await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = "hi" });

        Assert.Equal(2200, wrong.Code);
        Assert.Equal(HttpStatusCode.OK, right.Status);
        Assert.Equal("hi", (string?)(await other.Next()).Message!["text"]!["body"]);
        var told = (await Call(meta, "GET", $"{App}/subscriptions", token: $"{App}|{Secret}")).Json["data"]![0]!;
        Assert.Equal(other.Url, (string?)told["callback_url"]);

        Task<Answer> Subscribe(string token) =>
            Call(
                meta,
                "POST",
                $"{App}/subscriptions",
                $$"""{"object":"whatsapp_business_account","callback_url":"{{other.Url}}","verify_token":"{{token}}","fields":"messages"}""",
                $"{App}|{Secret}"
            );
    }

    [Theory]
    [InlineData(Waba + "/subscribed_apps", "override_callback_uri", "{0}")]
    [InlineData(Id, "webhook_configuration", "{{\"override_callback_uri\":\"{0}\",\"verify_token\":\"right\"}}")]
    public async Task An_override_takes_the_messages_only(string path, string member, string value)
    {
        await using var meta = await Simulation.Start();
        await using var other = await Hook.Start();
        other.VerifyToken = "right";
        var uri = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, other.Url);
        var body = new JsonObject { [member] = uri, ["verify_token"] = "right" };

        Assert.Equal(HttpStatusCode.OK, (await Call(meta, "POST", path, body.ToJsonString())).Status);
        await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = "hi" });
        await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}", """{"quality":"RED"}""");

        Assert.Equal("text", (await other.Next()).What);
        Assert.Equal("FLAGGED", (string?)(await meta.Hook.Next()).Value["event"]);
    }

    [Fact]
    public async Task A_token_ends()
    {
        await using var meta = await Simulation.Start();
        await Token(meta, """{"token":"short","expiresInMs":60000}""");
        Assert.Equal(HttpStatusCode.OK, (await Call(meta, "GET", Id, token: "short")).Status);

        meta.Pass(60_000);
        var answer = await Call(meta, "GET", Id, token: "short");

        Assert.Equal(
            (HttpStatusCode.Unauthorized, 190, 463),
            (answer.Status, answer.Code, (int?)answer.Error!["error_subcode"])
        );
        Assert.Equal(
            "Error validating access token: Session has expired on Sunday, 01-Nov-26 04:01:00 PST. "
                + "The current time is Sunday, 01-Nov-26 04:01:00 PST.",
            answer.Message
        );
    }

    [Fact]
    public async Task A_token_has_its_rights_and_its_account()
    {
        await using var meta = await Simulation.Start();
        await Token(meta, """{"token":"sends","scopes":["whatsapp_business_messaging"]}""");
        await Token(meta, """{"token":"other","wabaId":"7"}""");

        Assert.Equal(100, (await Call(meta, "POST", $"{Id}/messages", "{}", "sends")).Code);
        var templates = await Call(meta, "GET", $"{Waba}/message_templates", token: "sends");
        Assert.Equal((HttpStatusCode.Forbidden, 10), (templates.Status, templates.Code));
        Assert.Equal(33, (int?)(await Call(meta, "GET", Id, token: "other")).Error!["error_subcode"]);
        var debug = (await Call(meta, "GET", "debug_token?input_token=sends")).Json["data"]!;
        Assert.True((bool)debug["is_valid"]!);
        Assert.Equal(["whatsapp_business_messaging"], debug["scopes"]!.AsArray().Select(scope => (string)scope!));
    }

    [Fact]
    public async Task A_person_who_wrote_can_be_blocked()
    {
        await using var meta = await Simulation.Start();
        var wish = $$"""{"messaging_product":"whatsapp","block_users":[{"user":"+{{Ada}}"}]}""";

        Assert.Equal(139100, (await Call(meta, "POST", $"{Id}/block_users", wish)).Code);
        await meta.Says(Ada, "hi");
        Assert.Equal(HttpStatusCode.OK, (await Call(meta, "POST", $"{Id}/block_users", wish)).Status);
        await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = "unheard" });
        await Call(meta, "DELETE", $"{Id}/block_users", wish);

        Assert.Equal("heard", (string?)(await meta.Says(Ada, "heard")).Message!["text"]!["body"]);
    }

    private static Task<Answer> Call(
        Simulation meta,
        string method,
        string path,
        string? json = null,
        string token = Simulation.Token
    ) => meta.Ask(new HttpMethod(method), $"/simulator/graph/v25.0/{path}", json, token);

    private static Task<Answer> Register(Simulation meta, string id, string pin) =>
        Call(meta, "POST", $"{id}/register", $$"""{"messaging_product":"whatsapp","pin":"{{pin}}"}""");

    private static Task<Answer> Hello(Simulation meta, string id) =>
        Call(meta, "POST", $"{id}/messages", Body("text", new JsonObject { ["body"] = "hello" }).ToJsonString());

    private static async Task<string?> Field(Simulation meta, string id, string field) =>
        (string?)(await Call(meta, "GET", $"{id}?fields={field}")).Json[field];

    private static async Task Token(Simulation meta, string json) =>
        Assert.Equal(HttpStatusCode.NoContent, (await meta.Ask(HttpMethod.Post, "/simulator/api/tokens", json)).Status);
}
