using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.WebApi.Tests;

public sealed class SequenceTests(Site site)
{
    private const string Root = "/api/v1/workspaces/demo/sequences";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sequence_is_written_begun_entered_left_and_ended()
    {
        using var made = await site.Http.PostAsJsonAsync(Root, Draft(), Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var address =
            $"{Root}/{(await made.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetInt64()}";
        using var early = await Enter(address);
        await Site.Problem(early, 409, "sequence-state");
        using var changed = await site.Http.PutAsJsonAsync(address, Draft(), Cancel);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        // other tests have told us of templates: now those of ours must be approved as well
        await site.Ask(
            "insert into templates (connection_id, id, workspace_id, name, language, category, status) values ('demo', 'promo', 'demo', 'promo', 'en_US', 'MARKETING', 'APPROVED') on conflict do nothing"
        );
        await Step(address, "begin", "active");
        using var late = await site.Http.PutAsJsonAsync(address, Draft(), Cancel);
        await Site.Problem(late, 409, "sequence-state");
        using var entered = await Enter(address);
        var counts = await entered.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(1, counts.GetProperty("entered").GetInt32());

        var page = await site.Http.GetFromJsonAsync<JsonElement>($"{address}/entries?state=in", Cancel);
        var contact = page.GetProperty("items")[0].GetProperty("contactId").GetInt64();
        using var left = await site.Http.PostAsJsonAsync(
            $"{address}/leave",
            new { contactIds = new[] { contact } },
            Cancel
        );
        Assert.Equal(1, (await left.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("left").GetInt32());
        var now = await site.Http.GetFromJsonAsync<JsonElement>(address, Cancel);
        Assert.Equal(1, now.GetProperty("left").GetInt32());
        Assert.Equal("asked", now.GetProperty("reasons")[0].GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Number, now.GetProperty("steps")[0].GetProperty("broadcastId").ValueKind);

        await Step(address, "pause", "paused");
        await Step(address, "resume", "active");
        await Step(address, "end", "ended");
        using var again = await site.Http.PostAsync(new Uri($"{address}/resume", UriKind.Relative), null, Cancel);
        await Site.Problem(again, 409, "sequence-state");
        // steps are no broadcasts of the list
        var list = await site.Http.GetStringAsync("/api/v1/workspaces/demo/broadcasts?limit=200", Cancel);
        Assert.DoesNotContain("Nurture", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", "name", "\"\"")]
    [InlineData("channel", "channelId", "99999")]
    [InlineData("steps", "steps", "[]")]
    [InlineData("steps", "steps", "[null]")]
    [InlineData("steps", "steps", """[{"content":{"kind":"flow","flowId":"f"},"minutes":-1}]""")]
    [InlineData("steps", "steps", """[{"content":{"kind":"flow","flowId":"f"},"minutes":1,"after":"field"}]""")]
    [InlineData("content", "steps", """[{"content":{"kind":"flow","flowId":""},"minutes":1}]""")]
    [InlineData("content", "steps", """[{"content":null,"minutes":1}]""")]
    [InlineData("bad-request", "steps", """[{"content":{"kind":"flow","flowId":"f"},"minutes":1,"after":"moon"}]""")]
    [InlineData(
        "steps",
        "steps",
        """[{"content":{"kind":"flow","flowId":"f"},"minutes":1,"after":"field","field":"a\u0000"}]"""
    )]
    [InlineData("content", "steps", """[{"content":{"kind":"flow","flowId":"f\u0000"},"minutes":1}]""")]
    [InlineData("stop", "stop", """{"tags":[""]}""")]
    [InlineData("stop", "stop", """{"tags":["vip\u0000"]}""")]
    [InlineData("audience", "enter", """{"kind":"tags","any":["vip\u0000"]}""")]
    [InlineData("quiet-hours", "quietHours", """{"from":"25:00","to":"09:00"}""")]
    [InlineData("enter", "enter", """{"kind":"contacts","contactIds":[1]}""")]
    [InlineData("audience", "enter", """{"kind":"segment","segmentId":987654321}""")]
    public async Task What_cannot_be_a_sequence_is_refused_in_words(string type, string field, string value)
    {
        var draft = JsonSerializer.SerializeToNode(Draft())!.AsObject();
        draft[field] = JsonNode.Parse(value);
        using var answer = await site.Http.PostAsJsonAsync(Root, draft, Cancel);
        await Site.Problem(answer, 400, type);
    }

    private Task<HttpResponseMessage> Enter(string address) =>
        site.Http.PostAsJsonAsync(
            $"{address}/enter",
            new
            {
                audience = new
                {
                    kind = "phones",
                    recipients = new[] { new { phone = Site.PhoneOf(site.Fresh("w")) } },
                },
            },
            Cancel
        );

    private async Task Step(string address, string step, string state)
    {
        using var answer = await site.Http.PostAsync(new Uri($"{address}/{step}", UriKind.Relative), null, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(
            state,
            (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("state").GetString()
        );
    }

    private static object Draft() =>
        new
        {
            name = "Nurture",
            channelId = 1,
            steps = new[]
            {
                new
                {
                    content = new
                    {
                        kind = "template",
                        name = "promo",
                        language = "en_US",
                    },
                    minutes = 1440,
                    after = "entry",
                },
            },
        };
}
