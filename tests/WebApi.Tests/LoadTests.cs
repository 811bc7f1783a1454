using System.Net;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>More waits than can be done: what is refused, with which words, and that it ends by itself.</summary>
public sealed class LoadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_too_much_waits_webhooks_and_reports_are_to_come_again_and_people_go_on()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        await using var app = await Site.Start(place.ConnectionString, demo: true);
        // one that does not come again by itself
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await Eventually.True(
            async () =>
                (await http.SendAsync(Site.Delivery(Site.Body(("111", "w1", "text"))), Cancel)).IsSuccessStatusCode,
            "a message is taken",
            Cancel
        );

        // of a conversation that nobody answers for
        await Run(
            place,
            "insert into inbox (conversation_id, channel_id, kind, body) select 0, 1, 0, '' from generate_series(1, 12000)"
        );
        await Eventually.True(
            async () =>
            {
                using var answer = await http.SendAsync(Site.Delivery(Site.Body(("111", "w2", "text"))), Cancel);
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            "messages are refused",
            Cancel
        );
        using (var refused = await http.SendAsync(Site.Delivery(Site.Body(("111", "w3", "text"))), Cancel))
        {
            await Site.Problem(refused, 503, "busy");
            Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter?.Delta);
        }
        await Site.Problem(await http.GetAsync("/api/v1/workspaces/demo/contacts/count", Cancel), 503, "busy");
        await Site.Problem(await http.GetAsync("/api/v1/workspaces/demo/contacts/export", Cancel), 503, "busy");
        Assert.Equal(
            HttpStatusCode.OK,
            (await http.GetAsync("/api/v1/workspaces/demo/conversations", Cancel)).StatusCode
        );

        await Run(place, "delete from inbox where conversation_id = 0");
        await Eventually.True(
            async () =>
                (await http.SendAsync(Site.Delivery(Site.Body(("111", "w4", "text"))), Cancel)).IsSuccessStatusCode
                && (await http.GetAsync("/api/v1/workspaces/demo/contacts/count", Cancel)).IsSuccessStatusCode,
            "everything is taken again",
            Cancel
        );
    }

    private static async Task Run(TestDatabase place, string sql)
    {
        await using var command = place.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
