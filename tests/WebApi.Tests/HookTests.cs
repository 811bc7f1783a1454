using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class HookTests(Office office)
{
    private const string Hooks = "/api/v1/workspaces/demo/webhooks";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_secret_is_told_when_it_is_made_and_never_again()
    {
        using var admin = await office.As(Role.Admin);
        var (id, secret) = await Make(admin);

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        var list = await admin.GetStringAsync(Hooks, Cancel);
        Assert.Contains(id, list);
        Assert.Contains($"\"secretEnd\":\"{secret[^4..]}\"", list);
        Assert.DoesNotContain(secret, list);
        Assert.Equal(0L, await office.Ask<long>($"select count(*) from webhooks where secret like '%{secret}%'"));

        using var rotated = await admin.PostAsync($"{Hooks}/{id}/secret", null, Cancel);
        var view = await Office.Json(rotated);
        Assert.NotEqual(secret, view.GetProperty("secret").GetString());
        Assert.NotEqual(JsonValueKind.Null, view.GetProperty("webhook").GetProperty("previousUntil").ValueKind);
        using var ended = await admin.DeleteAsync($"{Hooks}/{id}/previous-secret", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);

        using var removed = await admin.DeleteAsync($"{Hooks}/{id}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await Site.Problem(await admin.GetAsync($"{Hooks}/{id}", Cancel), 404, "not-found");
        Assert.Equal(
            "webhook.add webhook.rotate webhook.end-secret webhook.remove",
            await office.Ask<string>($"select string_agg(action, ' ' order by id) from audit where target = '{id}'")
        );
    }

    [Theory]
    [InlineData("""{"url":"http://crm.example/","kinds":["message.received"]}""", "url")]
    [InlineData("""{"url":"https://127.0.0.1/","kinds":["message.received"]}""", "url")]
    [InlineData("""{"url":"https://ada@crm.example/","kinds":["message.received"]}""", "url")]
    [InlineData("""{"url":"not one","kinds":["message.received"]}""", "url")]
    [InlineData("""{"url":"https://crm.example/","kinds":[]}""", "kinds")]
    [InlineData("""{"url":"https://crm.example/","kinds":["message.received","everything"]}""", "kinds[1]")]
    [InlineData(
        """{"url":"https://crm.example/","kinds":["message.received"],"description":"\u0000"}""",
        "description"
    )]
    public async Task What_is_wrong_is_told_field_by_field_and_nothing_is_made(string body, string field)
    {
        using var admin = await office.As(Role.Admin);
        // other tests make webhooks meanwhile, of names that nobody has
        const string made = "select count(*) from webhooks where url not like '%.invalid/hooks'";
        var before = await office.Ask<long>(made);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await admin.PostAsync(Hooks, content, Cancel);

        var problem = await Office.Json(answer, HttpStatusCode.BadRequest);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), $"{problem}");
        Assert.Equal(before, await office.Ask<long>(made));
    }

    [Fact]
    public async Task A_test_shows_in_the_log_and_can_be_replayed_but_not_while_the_webhook_is_off()
    {
        using var admin = await office.As(Role.Admin);
        var (id, _) = await Make(admin);
        using var tried = await admin.PostAsync($"{Hooks}/{id}/test", null, Cancel);
        var delivery = (await Office.Json(tried, HttpStatusCode.Accepted)).GetProperty("id").GetString();

        // nobody answers there: the name does not exist
        await Eventually.True(
            async () => (await Delivery()).GetProperty("tries").GetArrayLength() > 0,
            "it was tried",
            Cancel
        );
        var shown = await Delivery();
        Assert.Equal("unreachable", shown.GetProperty("tries")[0].GetProperty("error").GetString());
        Assert.Equal("webhook.test", shown.GetProperty("body").GetProperty("type").GetString());
        Assert.Contains(delivery!, await admin.GetStringAsync($"{Hooks}/{id}/deliveries?state=waiting", Cancel));
        Assert.DoesNotContain(
            "webhook.test",
            await admin.GetStringAsync($"{Hooks}/{id}/deliveries?state=failed", Cancel)
        );
        await Site.Problem(await Replay(), 409, "waiting");

        await office.Do($"update webhook_deliveries set state = 2 where webhook_id = '{id}'");
        using (var replayed = await Replay())
            Assert.Equal(
                "waiting",
                (await Office.Json(replayed)).GetProperty("delivery").GetProperty("state").GetString()
            );

        using (var off = await admin.PatchAsJsonAsync($"{Hooks}/{id}", new { on = false }, Cancel))
            Assert.Equal("off", (await Office.Json(off)).GetProperty("state").GetString());
        await Site.Problem(await Replay(), 409, "webhook-off");
        await Site.Problem(await admin.PostAsync($"{Hooks}/{id}/test", null, Cancel), 409, "webhook-off");
        await Site.Problem(
            await admin.PostAsJsonAsync($"{Hooks}/{id}/replay", new { since = "2026-01-01T00:00:00Z" }, Cancel),
            409,
            "webhook-off"
        );
        using var on = await admin.PatchAsJsonAsync(
            $"{Hooks}/{id}",
            new { on = true, kinds = new[] { "session.ended" } },
            Cancel
        );
        Assert.Equal("on", (await Office.Json(on)).GetProperty("state").GetString());
        (await admin.DeleteAsync($"{Hooks}/{id}", Cancel)).Dispose();

        async Task<JsonElement> Delivery() =>
            await admin.GetFromJsonAsync<JsonElement>($"{Hooks}/{id}/deliveries/{delivery}", Cancel);

        Task<HttpResponseMessage> Replay() =>
            admin.PostAsync($"{Hooks}/{id}/deliveries/{delivery}/replay", null, Cancel);
    }

    private static async Task<(string Id, string Secret)> Make(HttpClient admin)
    {
        using var made = await admin.PostAsJsonAsync(
            Hooks,
            new
            {
                url = "https://crm.invalid/hooks",
                kinds = new[] { "message.received", "session.ended" },
                description = "CRM",
            },
            Cancel
        );
        var view = await Office.Json(made, HttpStatusCode.Created);
        return (
            view.GetProperty("webhook").GetProperty("id").GetString() ?? "",
            view.GetProperty("secret").GetString() ?? ""
        );
    }
}
