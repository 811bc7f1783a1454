using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>Those who write to the agents, and what the server has of it: the screen may be behind it, or ahead.</summary>
public sealed partial class InboxTests
{
    private static async Task Says(HttpClient demo, string phone, string name, string text, CancellationToken cancel)
    {
        var path = $"/simulator/api/numbers/{Number}/phones/{phone}";
        using var named = await demo.PutAsJsonAsync(path, new { name }, cancel);
        Assert.True(named.IsSuccessStatusCode, await named.Content.ReadAsStringAsync(cancel));
        await Add(demo, $"{path}/messages", new { type = "text", text }, cancel);
    }

    private static async Task<JsonElement> Add(HttpClient client, string path, object body, CancellationToken cancel)
    {
        using var answer = await client.PostAsJsonAsync(path, body, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Waits until the bot has answered so many: then nothing moves in the list any more.</summary>
    private static Task Answered(IPage page, int count) =>
        Expect(page.GetByTestId("inbox-row").Filter(new() { HasText = "How can we help you today?" }))
            .ToHaveCountAsync(count);

    /// <summary>Waits until the server, too, has so many open conversations: on screen an act is done at once.</summary>
    private static Task Open(HttpClient demo, int count, CancellationToken cancel) =>
        Eventually.True(
            async () =>
            {
                const string open = "/api/v1/workspaces/demo/conversations?status=open";
                var page = await demo.GetFromJsonAsync<JsonElement>(open, cancel);
                return page.GetProperty("items").GetArrayLength() == count;
            },
            $"{count} are open",
            cancel
        );
}
