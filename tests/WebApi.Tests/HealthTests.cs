using System.Net.Http.Json;
using System.Text.Json;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Health;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Each begins with a workspace that is well, and spoils one thing.</summary>
public sealed class HealthTests(Office office)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly WorkWaiting Nothing = new(0, null);

    private static readonly HealthFacts Well = new(
        "17.1",
        1 << 30,
        Now,
        [new SiloSeen("one", Now.AddDays(-1), Now.AddSeconds(-20))],
        Nothing,
        Nothing,
        Nothing,
        Nothing,
        Nothing,
        [new NumberHeard("Front desk", "15550000001", false, Now.AddMinutes(-3))],
        [],
        null
    );

    private static readonly ConnectionState Connection = WellConnection.At(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_workspace_that_is_well_says_so_in_every_line()
    {
        var report = Judge(Well);

        Assert.Equal("ok", report.State);
        Assert.All(report.Lines, line => Assert.Equal("ok", line.State));
        Assert.Equal(
            [
                "database",
                "node",
                "inbox",
                "outbox",
                "unknown",
                "token",
                "number",
                "quarantine",
                "templates",
                "webhooks",
            ],
            report.Lines.Select(line => line.Id)
        );
    }

    [Theory]
    [InlineData(5, "ok", "moving")]
    [InlineData(30, "warning", "late")]
    [InlineData(90, "problem", "late")]
    public void How_long_the_oldest_waits_is_what_counts(int seconds, string state, string code)
    {
        var line = One(Well with { Inbox = new WorkWaiting(7, Now.AddSeconds(-seconds)) }, "inbox");

        Assert.Equal((state, code, 7), (line.State, line.Code, line.Count));
    }

    [Fact]
    public void What_needs_a_person_is_not_passed_over()
    {
        Assert.Equal("none", One(Well with { Silos = [] }, "node").Code);
        Assert.Equal("silent", One(Well with { Silos = [new("one", Now, Now.AddMinutes(-5))] }, "node").Code);
        Assert.Equal("some", One(Well with { Unknown = new WorkWaiting(2, Now.AddHours(-1)) }, "unknown").Code);
        Assert.Equal("some", One(Well with { Quarantine = new WorkWaiting(1, Now) }, "quarantine").Code);
        Assert.Equal(
            ["quiet", "never", "never"],
            Judge(
                Well with
                {
                    Numbers =
                    [
                        new("A", "1", false, Now.AddDays(-9)),
                        new("B", "2", false, null),
                        new("C", "3", true, null),
                    ],
                }
            )
                .Lines.Where(line => line.Id == "number")
                .Select(line => line.Code)
        );
        Assert.Equal(
            "problem",
            One(Well with { FailingHooks = [new("https://crm.example", true, Now)] }, "webhook").State
        );
        Assert.Equal(
            "safety_stop",
            One(Well with { LastStopped = new(5, "November", "safety_stop", Now) }, "campaign").Text
        );
        Assert.Equal("problem", One(Well, "token", Connection with { TokenRefusedAt = Now }).State);
        Assert.Equal("problem", One(Well, "signature", Connection with { BadlySignedAt = Now }).State);
        Assert.Equal("190 Expired", One(Well, "templates", Connection, "190 Expired").Text);
    }

    [Fact]
    public async Task The_database_tells_it()
    {
        using var admin = await office.As(Role.Admin);
        await office.Do(
            "insert into quarantine (connection_id, reason, body) select id, 'test', '\\x00' from connections where workspace_id = 'demo' limit 1"
        );

        var report = await admin.GetFromJsonAsync<JsonElement>("/api/v1/workspaces/demo/health", Cancel);

        var lines = report.GetProperty("lines").EnumerateArray().ToList();
        Assert.Contains(lines, line => Is(line, "database", "answers"));
        Assert.Contains(lines, line => Is(line, "node", "runs"));
        Assert.Contains(lines, line => Is(line, "quarantine", "some"));
        Assert.Contains(lines, line => line.GetProperty("id").GetString() == "number");
        // others of this office may have made worse of it
        var worst = lines.Any(line => line.GetProperty("state").GetString() == "problem") ? "problem" : "warning";
        Assert.Equal(worst, report.GetProperty("state").GetString());
    }

    private static bool Is(JsonElement line, string id, string code) =>
        line.GetProperty("id").GetString() == id && line.GetProperty("code").GetString() == code;

    private static HealthReport Judge(
        HealthFacts facts,
        ConnectionState? connection = null,
        string? templates = null
    ) =>
        HealthCheckup.Judge(
            facts,
            [connection ?? Connection],
            [new TemplateAccount("meta", "ours", "Meta", "200000000000001", Now, templates)],
            "1.0"
        );

    private static HealthLine One(
        HealthFacts facts,
        string id,
        ConnectionState? connection = null,
        string? templates = null
    ) => Assert.Single(Judge(facts, connection, templates).Lines, line => line.Id == id);
}
