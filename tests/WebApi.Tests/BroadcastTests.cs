using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.WebApi.Tests;

public sealed class BroadcastTests(Site site)
{
    private const string Root = "/api/v1/workspaces/demo/broadcasts";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_written_read_changed_listed_and_removed()
    {
        using var made = await Post(Root, Draft("One"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var row = await made.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var address = $"{Root}/{row.GetProperty("id").GetInt64()}";
        Assert.Equal("draft", row.GetProperty("state").GetString());

        var read = await site.Http.GetFromJsonAsync<JsonElement>(address, Cancel);
        Assert.Equal("phones", read.GetProperty("audience").GetProperty("kind").GetString());
        using var changed = await site.Http.PutAsJsonAsync(address, Draft("Two"), Cancel);
        Assert.Equal(
            "Two",
            (await changed.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("title").GetString()
        );
        var list = await site.Http.GetFromJsonAsync<JsonElement>($"{Root}?state=draft", Cancel);
        Assert.Contains(
            list.GetProperty("items").EnumerateArray(),
            one => one.GetProperty("id").GetInt64() == row.GetProperty("id").GetInt64()
        );

        using var removed = await site.Http.DeleteAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await site.Http.GetAsync(address, Cancel);
        await Site.Problem(gone, 404);
    }

    [Fact]
    public async Task When_it_is_meant_to_begin_stays_with_the_draft()
    {
        var address = await Made();
        var at = new DateTimeOffset(2030, 5, 1, 9, 0, 0, TimeSpan.Zero);

        await Change(new { at, localTime = true });
        var planned = (await Read()).GetProperty("plannedStart");
        Assert.Equal(at, planned.GetProperty("at").GetDateTimeOffset());
        Assert.True(planned.GetProperty("localTime").GetBoolean());

        // to be chosen yet: that is not "now"
        await Change(new { });
        Assert.Equal(JsonValueKind.Null, (await Read()).GetProperty("plannedStart").GetProperty("at").ValueKind);
        await Change(null);
        Assert.Equal(JsonValueKind.Null, (await Read()).GetProperty("plannedStart").ValueKind);

        Task<JsonElement> Read() => site.Http.GetFromJsonAsync<JsonElement>(address, Cancel);

        async Task Change(object? plannedStart)
        {
            var draft = JsonSerializer.SerializeToNode(Draft("Later"))!.AsObject();
            draft["plannedStart"] = JsonSerializer.SerializeToNode(plannedStart);
            using var changed = await site.Http.PutAsJsonAsync(address, draft, Cancel);
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        }
    }

    [Fact]
    public async Task The_same_key_makes_one()
    {
        var key = Guid.NewGuid().ToString();
        var draft = Draft("Key");
        using var first = await Post(Root, draft, key);
        using var again = await Post(Root, draft, key);
        using var other = await Post(Root, Draft("Another"), key);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(
            (await first.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetInt64(),
            (await again.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetInt64()
        );
        await Site.Problem(other, 422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_step_that_does_not_fit_is_a_conflict_and_changes_nothing()
    {
        var address = await Made();
        foreach (var step in new[] { "pause", "resume" })
        {
            using var answer = await Post($"{address}/{step}", new { });
            await Site.Problem(answer, 409, "broadcast-state");
        }
        using var past = await Post($"{address}/start", new { at = DateTimeOffset.UtcNow.AddDays(-1) });
        await Site.Problem(past, 400, "starts-at");

        using var planned = await Post($"{address}/start", new { at = DateTimeOffset.UtcNow.AddDays(1) });
        Assert.Equal(HttpStatusCode.OK, planned.StatusCode);
        using var changed = await site.Http.PutAsJsonAsync(address, Draft("Late"), Cancel);
        await Site.Problem(changed, 409, "broadcast-state");
        using var cancelled = await Post($"{address}/cancel", new { });
        Assert.Equal(
            "cancelled",
            (await cancelled.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("state").GetString()
        );
        using var again = await Post($"{address}/start", new { });
        await Site.Problem(again, 409, "broadcast-state");
    }

    [Fact]
    public async Task One_that_runs_tells_how_far_it_is_and_who_its_recipients_are()
    {
        var address = await Made();
        using var started = await Post($"{address}/start", new { });
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        // nobody answers as Meta here: what is tried is tried again
        await Support.Eventually.True(
            async () =>
                (await site.Http.GetFromJsonAsync<JsonElement>($"{address}/progress", Cancel))
                    .GetProperty("audience")
                    .GetInt32() == 2,
            "the audience is frozen",
            Cancel
        );

        var progress = await site.Http.GetFromJsonAsync<JsonElement>($"{address}/progress", Cancel);
        var number = Assert.Single(progress.GetProperty("channels").EnumerateArray());
        Assert.Equal((1, 2), (number.GetProperty("channelId").GetInt32(), number.GetProperty("audience").GetInt32()));

        var page = await site.Http.GetFromJsonAsync<JsonElement>($"{address}/recipients?limit=1", Cancel);
        Assert.Equal(1, page.GetProperty("items").GetArrayLength());
        var next = await site.Http.GetFromJsonAsync<JsonElement>(
            $"{address}/recipients?limit=1&cursor={page.GetProperty("next").GetString()}",
            Cancel
        );
        Assert.Equal(2, next.GetProperty("items")[0].GetProperty("number").GetInt32());
        var file = await site.Http.GetStringAsync($"{address}/recipients.csv", Cancel);
        var lines = file.Split("\r\n");
        Assert.StartsWith("number,contactId,name", lines[0]);
        Assert.Contains("'=Eva", lines[1] + lines[2]);
        using var bad = await site.Http.GetAsync($"{address}/recipients?state=moon", Cancel);
        await Site.Problem(bad, 400, "state");
        using var cancelled = await Post($"{address}/cancel", new { });
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
    }

    [Fact]
    public async Task An_estimate_says_how_many_how_long_and_on_what_it_rests()
    {
        var address = await Made();
        using var answer = await site.Http.PostAsync(new Uri($"{address}/estimate", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var estimate = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(2, estimate.GetProperty("recipients").GetInt32());
        Assert.True(estimate.GetProperty("perSecond").GetInt32() > 0);
        Assert.Contains(
            "no_rates",
            estimate.GetProperty("assumptions").EnumerateArray().Select(one => one.GetString())
        );
    }

    [Fact]
    public async Task At_local_time_it_says_what_the_clocks_are_to_show()
    {
        var address = await Made();
        var at = DateTimeOffset.UtcNow.AddDays(3);
        using var started = await Post($"{address}/start", new { at, localTime = true });
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        var row = await started.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(at.UtcDateTime, row.GetProperty("localAt").GetDateTime(), TimeSpan.FromMilliseconds(1));
        Assert.Equal(at.AddHours(-14), row.GetProperty("startsAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        using var without = await Post($"{await Made()}/start", new { localTime = true });
        await Site.Problem(without, 400, "starts-at");
    }

    [Fact]
    public async Task An_audience_is_counted_and_a_contact_is_looked_for_in_it()
    {
        await site.Conversation();
        using var answer = await Post(
            $"{Root}/audience",
            new { audience = new { kind = "all" }, contactId = 99999999L }
        );
        var count = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.True(count.GetProperty("included").GetInt32() > 0);
        Assert.Equal("not_chosen", count.GetProperty("whyOut").GetString());
    }

    [Fact]
    public async Task Another_workspace_does_not_see_it()
    {
        var address = await Made();
        var id = address.Split('/')[^1];
        await site.Ask("insert into workspaces (id, name) values ('theirs', 'T') on conflict do nothing");
        var theirs = await site.Ask(
            """
            insert into broadcasts (workspace_id, channel_id, title, content, audience, created_by)
            select 'theirs', 1, 'T', '{"kind":"flow","flowId":"x"}', '{"kind":"all"}', 'x' returning id
            """
        );
        foreach (var path in new[] { theirs, $"{theirs}/progress", $"{theirs}/recipients", $"{theirs}/recipients.csv" })
        {
            using var answer = await site.Http.GetAsync($"{Root}/{path}", Cancel);
            await Site.Problem(answer, 404);
        }
        foreach (var step in new[] { "start", "pause", "resume", "cancel", "retry" })
        {
            using var answer = await Post($"{Root}/{theirs}/{step}", new { });
            await Site.Problem(answer, 404);
        }
        using var mine = await site.Http.GetAsync($"{Root}/{id}", Cancel);
        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
    }

    /// <summary>A draft that may be started.</summary>
    private async Task<string> Made()
    {
        // another test may have told of templates: from then on those of ours must be approved as well
        await site.Ask(
            "insert into templates (connection_id, id, workspace_id, name, language, category, status) values ('demo', 'promo', 'demo', 'promo', 'en_US', 'MARKETING', 'APPROVED') on conflict do nothing"
        );
        using var made = await Post(Root, Draft("Made"));
        var row = await made.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return $"{Root}/{row.GetProperty("id").GetInt64()}";
    }

    private async Task<HttpResponseMessage> Post(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await site.Http.SendAsync(request, Cancel);
    }

    private object Draft(string title) =>
        new
        {
            channelId = 1,
            title,
            content = new
            {
                kind = "template",
                name = "promo",
                language = "en_US",
            },
            audience = new
            {
                kind = "phones",
                recipients = new[]
                {
                    new { phone = Site.PhoneOf(site.Fresh("w")), name = "=Eva" },
                    new { phone = Site.PhoneOf(site.Fresh("w")), name = "Bob, \"B\"" },
                },
            },
        };
}
