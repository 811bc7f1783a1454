using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Channels;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Each begins with a connection that is all right, and spoils one thing.</summary>
public sealed class SelfCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ConnectionState Right = WellConnection.At(Now);

    private static readonly TokenInfo Token = new(
        true,
        null,
        ["whatsapp_business_messaging", "whatsapp_business_management"]
    );

    private static readonly NumberInfo Number = new(
        "111",
        "+1 555 0000001",
        "One",
        "GREEN",
        "CONNECTED",
        "VERIFIED",
        "STANDARD",
        "TIER_1K"
    );

    private static readonly Channel Ours = new(1, "ours", "meta", "111", "15550000001", "One", false, 80, null);

    private static readonly MessageError Refusal = new(190, "The token is over");

    [Fact]
    public void All_right_has_a_line_for_each_thing_and_nothing_to_mend()
    {
        var report = Check();

        Assert.Equal("ok", report.State);
        Assert.Equal(
            ["token", "scopes", "account", "subscription", "webhook", "signature", "number-111"],
            report.Lines.Select(line => line.Id)
        );
        Assert.All(report.Lines, line => Assert.Equal(("ok", null, null), (line.State, line.Mend, line.Help)));
        Assert.Equal(Now, report.CheckedAt);
    }

    [Fact]
    public void What_is_wrong_says_how_to_mend_it_and_where_it_is_explained()
    {
        var guide = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "connect-whatsapp.md"));
        var report = Check(
            Right with
            {
                WabaId = null,
                HandshakeAt = null,
                SignedAt = null,
            },
            new Findings(new Declined<TokenInfo>(401, Refusal, 463), null, null),
            []
        );

        Assert.All(
            report.Lines.Where(line => line.State is "problem" or "warning"),
            line =>
            {
                Assert.False(string.IsNullOrEmpty(line.Mend), line.Id);
                var place = line.Help?.Split('#')[1] ?? "";
                Assert.Contains($"## {place}", guide, StringComparison.OrdinalIgnoreCase);
            }
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_refused_token_is_a_problem_whether_meta_declines_or_says_so(bool told)
    {
        AccountAnswer<TokenInfo> answer = told
            ? new Told<TokenInfo>(Token with { Valid = false })
            : new Declined<TokenInfo>(401, Refusal, 463);

        var report = Check(Right with { TokenRefusedAt = Now }, Found(answer));

        Assert.Equal(("problem", "problem"), (report.State, Line(report, "token").State));
        Assert.Contains("Nothing is sent", Line(report, "token").Text);
        Assert.Equal("unknown", Line(report, "scopes").State);
    }

    [Fact]
    public void A_token_that_meta_refused_and_takes_again_is_told_once_more()
    {
        var line = Line(Check(Right with { TokenRefusedAt = Now.AddHours(-1) }), "token");

        Assert.Equal("warning", line.State);
        Assert.Contains("2026-03-01 11:00", line.Text);
    }

    [Theory]
    [InlineData(6, "warning")]
    [InlineData(8, "ok")]
    public void A_token_that_ends_soon_is_told_before(int days, string state) =>
        Assert.Equal(
            state,
            Line(
                Check(findings: Found(new Told<TokenInfo>(Token with { ExpiresAt = Now.AddDays(days) }))),
                "token"
            ).State
        );

    [Fact]
    public void Meta_out_of_reach_is_not_taken_for_a_refusal()
    {
        var report = Check(
            findings: new Findings(
                new Unreached<TokenInfo>("no connection"),
                new Unreached<IReadOnlyList<NumberInfo>>("no connection"),
                new Unreached<bool>("no connection")
            )
        );

        Assert.Equal("unknown", report.State);
        Assert.Equal(
            ["token", "scopes", "account", "subscription", "number-111"],
            report.Lines.Where(line => line.State == "unknown").Select(line => line.Id)
        );
    }

    [Theory]
    [InlineData("whatsapp_business_messaging", "whatsapp_business_management")]
    [InlineData("whatsapp_business_management", "whatsapp_business_messaging")]
    public void A_missing_permission_is_named(string has, string lacks)
    {
        var line = Line(Check(findings: Found(new Told<TokenInfo>(Token with { Scopes = [has] }))), "scopes");

        Assert.Equal("problem", line.State);
        Assert.Contains(lacks, line.Text);
        Assert.DoesNotContain(has, line.Text);
    }

    [Fact]
    public void An_account_that_is_missing_or_not_shown_is_a_problem()
    {
        Assert.Equal("problem", Line(Check(Right with { WabaId = null }, Found(numbers: null)), "account").State);
        var line = Line(
            Check(findings: Found(new Declined<IReadOnlyList<NumberInfo>>(400, new MessageError(100, "Unknown"), 33))),
            "account"
        );
        Assert.Equal("problem", line.State);
        Assert.Contains("200000000000001", line.Text);
    }

    [Fact]
    public void An_app_that_is_not_subscribed_gets_no_message()
    {
        var report = Check(findings: Found() with { Subscribed = new Told<bool>(false) });

        Assert.Equal("problem", Line(report, "subscription").State);
        Assert.Equal(
            "problem",
            Line(
                Check(findings: Found() with { Subscribed = new Declined<bool>(401, Refusal, null) }),
                "subscription"
            ).State
        );
    }

    [Fact]
    public void A_webhook_that_was_never_reached_says_what_to_enter_where()
    {
        var line = Line(Check(Right with { HandshakeAt = null, SignedAt = null }), "webhook");

        Assert.Equal("problem", line.State);
        Assert.Contains("https://bot.example/webhooks/whatsapp/meta", line.Mend);
    }

    [Fact]
    public void A_webhook_that_comes_was_reached_whether_or_not_the_handshake_was_seen() =>
        Assert.Equal("ok", Line(Check(Right with { HandshakeAt = null }), "webhook").State);

    [Fact]
    public void A_signature_that_was_never_seen_is_a_warning() =>
        Assert.Equal("warning", Line(Check(Right with { SignedAt = null }), "signature").State);

    [Fact]
    public void A_wrong_signature_is_a_problem_until_a_right_one_comes_after_it()
    {
        Assert.Equal("problem", Line(Check(Right with { SignedAt = null, BadlySignedAt = Now }), "signature").State);
        Assert.Equal("problem", Line(Check(Right with { BadlySignedAt = Now }), "signature").State);
        Assert.Equal("ok", Line(Check(Right with { BadlySignedAt = Now.AddHours(-1) }), "signature").State);
    }

    [Fact]
    public void A_number_that_is_not_registered_says_the_next_step()
    {
        var pending = Number with { Status = "DISCONNECTED" };
        var verified = Line(Check(findings: Numbers(pending)), "number-111");
        var unverified = Line(Check(findings: Numbers(pending with { Verification = "NOT_VERIFIED" })), "number-111");

        Assert.Equal(("problem", "problem"), (verified.State, unverified.State));
        Assert.Contains("disconnected", verified.Text);
        Assert.Contains("pin", verified.Mend);
        Assert.Contains("code", unverified.Mend);
    }

    [Fact]
    public void A_number_of_another_account_is_a_problem() =>
        Assert.Equal("problem", Line(Check(findings: Numbers(Number with { Id = "999" })), "number-111").State);

    [Theory]
    [InlineData("YELLOW", "warning")]
    [InlineData("RED", "problem")]
    public void A_quality_that_falls_is_told(string quality, string state) =>
        Assert.Equal(state, Line(Check(findings: Numbers(Number with { Quality = quality })), "quality-111").State);

    [Fact]
    public void No_number_at_all_is_a_problem() => Assert.Equal("problem", Line(Check(channels: []), "channels").State);

    [Fact]
    public void A_simulated_channel_is_judged_like_any_other()
    {
        Assert.Equal("ok", Check(channels: [Ours with { Simulated = true }]).State);
        Assert.Equal(
            "problem",
            Line(
                Check(
                    findings: Numbers(Number with { Status = "PENDING" }),
                    channels: [Ours with { Simulated = true }]
                ),
                "number-111"
            ).State
        );
    }

    [Fact]
    public void The_worst_line_is_what_the_whole_is_like()
    {
        var soon = Found(new Told<TokenInfo>(Token with { ExpiresAt = Now.AddDays(1) }));

        Assert.Equal("warning", Check(findings: soon).State);
        Assert.Equal("problem", Check(findings: soon with { Subscribed = new Told<bool>(false) }).State);
        Assert.Equal("warning", Check(findings: soon with { Subscribed = new Unreached<bool>("away") }).State);
    }

    private static CheckReport Check(
        ConnectionState? connection = null,
        Findings? findings = null,
        IReadOnlyList<Channel>? channels = null
    ) =>
        SelfCheck.Judge(
            connection ?? Right,
            channels ?? [Ours],
            findings ?? Found(),
            "https://bot.example/webhooks/whatsapp/meta",
            Now
        );

    private static Findings Found() => Numbers(Number);

    private static Findings Found(AccountAnswer<TokenInfo> token) => Found() with { Token = token };

    private static Findings Found(AccountAnswer<IReadOnlyList<NumberInfo>>? numbers) =>
        Found() with
        {
            Numbers = numbers,
        };

    private static Findings Numbers(params NumberInfo[] numbers) =>
        new(new Told<TokenInfo>(Token), new Told<IReadOnlyList<NumberInfo>>(numbers), new Told<bool>(true));

    private static CheckLine Line(CheckReport report, string id) => Assert.Single(report.Lines, line => line.Id == id);
}
