using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace WhatsAppBot.WebApi.Tests.Contacts;

public sealed class OnceByKeyTests(Site site) : ContactsTest(site)
{
    [Fact]
    public async Task What_was_done_with_contacts_under_a_key_is_not_done_again()
    {
        var made = await Twice("contacts", $$"""{"phone":"{{Number()}}"}""");
        var id = made.GetProperty("id").GetInt64();
        var other = (await Make(new { phone = Number() })).GetProperty("id").GetInt64();

        await Twice($"contacts/{id}/notes", """{"text":"likes tea"}""");
        await Twice("contacts/bulk", $$"""{"ids":[{{id}}],"tag":["{{Site.Fresh("once")}}"]}""");
        var merged = await Twice($"contacts/{id}/merge", $$"""{"other":{{other}}}""");
        await Twice($"contacts/merges/{merged.GetProperty("id")}/undo", "");
        await Twice("segments", $$$"""{"name":"{{{Site.Fresh("once")}}}","rule":{"and":[]}}""");
        using var file = await Site.Http.PostAsync(
            $"{All}/import?fileName=people.csv",
            new ByteArrayContent(Encoding.UTF8.GetBytes($"phone\n{Number()}\n")),
            Cancel
        );
        var import = JsonDocument.Parse(await file.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("id");
        await Twice($"contacts/import/{import}/start", """{"columns":[{"name":"phone","to":"phone"}]}""");

        Assert.Equal(1, (await Ask("GET", $"{All}/{id}/notes")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_body_is_not_larger_for_having_a_key()
    {
        var large = $$"""{"name":"{{new string('n', 5 * 1024 * 1024)}}"}""";

        await Site.Problem(await Post("contacts", large, Site.Fresh("key")), 413, "too-large");
    }

    /// <summary>The first answer; the second one is the same, and said to be.</summary>
    private async Task<JsonElement> Twice(string path, string body)
    {
        var key = Site.Fresh("key");
        using var first = await Post(path, body, key);
        using var second = await Post(path, body, key);

        var told = await first.Content.ReadAsStringAsync(Cancel);
        Assert.True(first.IsSuccessStatusCode, $"{path}: {told}");
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"), path);
        Assert.Equal((first.StatusCode, told), (second.StatusCode, await second.Content.ReadAsStringAsync(Cancel)));
        return told.Length == 0 ? default : JsonDocument.Parse(told).RootElement;
    }

    private async Task<HttpResponseMessage> Post(string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Base + path);
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.ExpectContinue = body.Length > 1024;
        return await Site.Http.SendAsync(request, Cancel);
    }
}
