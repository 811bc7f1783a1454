using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData(130429, 400, "(#130429) Rate limit hit")]
    [InlineData(131016, 500, "(#131016) Service unavailable")]
    [InlineData(132001, 404, "(#132001) Template name does not exist in the translation")]
    [InlineData(368, 403, "(#368) Temporarily blocked for policies violations")]
    public async Task Fails_with_the_code_asked_for(int code, int status, string message)
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(
            new JsonObject
            {
                ["kind"] = "fail",
                ["code"] = code,
                ["recipient"] = Ada,
            }
        );

        var answer = await meta.SendText(Ada, "hi");

        Assert.Equal((status, code, message), ((int)answer.Status, answer.Code, answer.Message));
        Assert.Empty(await meta.Chat(Ada));
    }

    [Fact]
    public async Task Fails_with_status_subcode_and_details_of_ones_own()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(
            new JsonObject
            {
                ["kind"] = "fail",
                ["code"] = 190,
                ["subcode"] = 463,
                ["httpStatus"] = 401,
                ["message"] = "Error validating access token: Session has expired",
            }
        );

        var answer = await meta.SendText(Ada, "hi");

        Assert.Equal((HttpStatusCode.Unauthorized, 190), (answer.Status, answer.Code));
        Assert.Equal(463, (int?)answer.Error!["error_subcode"]);
        Assert.Equal("Error validating access token: Session has expired", answer.Message);
    }

    [Fact]
    public async Task Fails_without_a_Graph_body()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(
            new JsonObject
            {
                ["kind"] = "fail",
                ["bare"] = true,
                ["httpStatus"] = 502,
            }
        );

        var answer = await meta.SendText(Ada, "hi");

        Assert.Equal((HttpStatusCode.BadGateway, "{}"), (answer.Status, answer.Json.ToJsonString()));
    }

    [Fact]
    public async Task Fails_only_as_often_as_told()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(
            new JsonObject
            {
                ["kind"] = "fail",
                ["code"] = 131000,
                ["times"] = 2,
            }
        );

        var answers = new[]
        {
            await meta.SendText(Ada, "1"),
            await meta.SendText(Ada, "2"),
            await meta.SendText(Ada, "3"),
        };

        Assert.Equal([500, 500, 200], answers.Select(answer => (int)answer.Status));
    }

    [Theory]
    [InlineData("""{"recipient":"491700000002"}""")]
    [InlineData("""{"recipient":"*0002"}""")]
    [InlineData("""{"recipient":"4917*","phoneNumberId":"5"}""")]
    [InlineData("""{"type":"image"}""")]
    public async Task Leaves_others_alone(string match)
    {
        await using var meta = await Simulation.Start();
        var rule = (JsonObject)JsonNode.Parse(match)!;
        rule["kind"] = "fail";
        rule["code"] = 131000;
        await meta.Faults(rule);

        Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Ada, "hi")).Status);
    }

    [Fact]
    public async Task Accepts_and_drops_the_connection()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "drop", ["recipient"] = "*0001" });

        await Assert.ThrowsAsync<HttpRequestException>(() => meta.SendText(Ada, "hello", "c=1"));
        meta.Pass(100);

        var told = await meta.Hook.Next();
        Assert.Equal(("sent", "c=1"), (told.What, (string?)told.Status!["biz_opaque_callback_data"]));
    }

    [Fact]
    public async Task Accepts_and_never_answers()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "hang" });
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var body = new StringContent(Body("text", new JsonObject { ["body"] = "hello" }).ToJsonString());
        var asked = meta.Http.PostAsync($"/simulator/graph/{Id}/messages?access_token={Token}", body, giveUp.Token);

        await meta.Logged(line => (string?)line["problem"] == "never answered");
        meta.Pass(100);
        Assert.Equal("sent", (await meta.Hook.Next()).What);
        meta.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(asked.IsCompleted);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Answers_late_but_tells_in_time()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "delay", ["delayMs"] = 5_000 });

        var asked = meta.SendText(Ada, "hello");
        await meta.Logged(line => (string?)line["what"] == "text");
        meta.Pass(4_999);
        Assert.Equal(["sent", "delivered"], (await meta.Hook.Next(2)).Select(told => told.What));
        Assert.False(asked.IsCompleted);

        while (!asked.IsCompleted)
        {
            meta.Pass(1);
            await Task.Yield();
        }

        Assert.Equal(HttpStatusCode.OK, (await asked).Status);
    }

    [Fact]
    public async Task Tells_no_status_at_all()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "noStatus", ["times"] = 1 });
        await meta.SendText(Ada, "silent");
        var loud = (await meta.SendText(Ada, "loud")).Wamid;

        meta.Pass(60_000);

        Assert.All(await meta.Hook.Next(2), told => Assert.Equal(loud, told.Id));
        Assert.Equal("accepted", (string?)(await meta.Chat(Ada))[1]!["status"]);
    }

    [Fact]
    public async Task Tells_the_status_before_it_answers()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "early" });
        var gate = meta.Hook.Gate = new TaskCompletionSource();

        var asked = meta.SendText(Ada, "hello");
        var told = await meta.Hook.Next();
        Assert.False(asked.IsCompleted);
        gate.SetResult();

        Assert.Equal(("sent", (await asked).Wamid), (told.What, told.Id));
    }

    [Fact]
    public async Task Fails_afterwards_with_the_code_asked_for()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "failLater", ["code"] = 131049 });

        var answer = await meta.SendText(Ada, "hello");
        meta.Pass(100);

        var told = await meta.Hook.Next();
        Assert.Equal(("failed", answer.Wamid), (told.What, told.Id));
        Assert.Equal(131049, (int)told.Status!["errors"]![0]!["code"]!);
        Assert.Contains("131049", (string)(await meta.Chat(Ada))[1]!["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Posts_every_webhook_as_often_as_told()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(
            new JsonObject
            {
                ["kind"] = "duplicate",
                ["copies"] = 3,
                ["recipient"] = Ada,
            }
        );

        await meta.SendText(Ada, "hello");
        meta.Pass(100);
        var statuses = await meta.Hook.Next(3);
        await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = "again" });
        var messages = await meta.Hook.Next(3);

        Assert.Single(statuses.Select(told => told.Text).Distinct());
        Assert.Single(messages.Select(told => told.Text).Distinct());
        Assert.Equal(0, meta.Hook.Waiting);
    }

    [Fact]
    public async Task Lists_the_rules_and_clears_them()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(new JsonObject { ["kind"] = "noStatus", ["recipient"] = Ada });

        var listed = (await meta.Get("/simulator/api/faults")).Json["items"]!;
        await meta.Ask(HttpMethod.Delete, "/simulator/api/faults", null);
        var cleared = (JsonArray)(await meta.Get("/simulator/api/faults")).Json["items"]!;

        Assert.Equal(("noStatus", Ada), ((string?)listed[0]!["kind"], (string?)listed[0]!["recipient"]));
        Assert.Empty(cleared);
    }

    [Theory]
    [InlineData("""{"items":[{"kind":"explode"}]}""")]
    [InlineData("""{"items":[{"kind":"fail"}]}""")]
    [InlineData("""{"items":[{"kind":"delay"}]}""")]
    [InlineData("""{"items":[{"kind":"duplicate","copies":101}]}""")]
    [InlineData("""{"items":[{"kind":"fail","code":1,"httpStatus":200}]}""")]
    [InlineData("""{"items":[null]}""")]
    [InlineData("""{"items":5}""")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    public async Task Refuses_rules_that_make_no_sense(string body)
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Ask(HttpMethod.Put, "/simulator/api/faults", body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.ContentType));
    }
}
