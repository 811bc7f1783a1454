using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WhatsAppBot.WebApi.Tests.Contacts;

/// <summary>Asks the contacts' endpoints; what a test makes has words of its own in it, for all share one workspace.</summary>
public abstract class ContactsTest(Site site)
{
    protected const string Base = "/api/v1/workspaces/demo/";
    protected const string All = Base + "contacts";

    private static int numbers = 1_000_000;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected Site Site => site;

    /// <summary>A German mobile number that no other call gave.</summary>
    protected static string Number() => $"+49151{Interlocked.Increment(ref numbers):00000000}";

    protected async Task<HttpResponseMessage> Send(
        string method,
        string path,
        string? json = null,
        string? match = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        return await site.Http.SendAsync(request, Cancel);
    }

    protected async Task<JsonElement> Ask(string method, string path, string? json = null)
    {
        using var answer = await Send(method, path, json);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {await answer.Content.ReadAsStringAsync(Cancel)}");
        return answer.Content.Headers.ContentLength == 0
            ? default
            : await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    protected async Task<JsonElement> Make(object contact) => await Ask("POST", All, JsonSerializer.Serialize(contact));

    /// <summary>The names on the list, in its order.</summary>
    protected async Task<string[]> Names(string question) =>
        [
            .. (await Ask("GET", $"{All}?{question}"))
                .GetProperty("items")
                .EnumerateArray()
                .Select(one => one.GetProperty("name").GetString() ?? ""),
        ];

    protected static string Filter(string rule) => $"filter={Uri.EscapeDataString(rule)}";

    /// <summary>The paths of what is wrong.</summary>
    protected static async Task<string[]> Flaws(HttpResponseMessage answer)
    {
        Assert.Equal(400, (int)answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal("urn:whatsappbot:problem:invalid", problem.GetProperty("type").GetString());
        return
        [
            .. problem.GetProperty("errors").EnumerateArray().Select(one => one.GetProperty("path").GetString() ?? ""),
        ];
    }
}
