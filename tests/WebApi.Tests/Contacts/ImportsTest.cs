using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests.Contacts;

/// <summary>Uploads files, starts their imports and waits for their ends.</summary>
public abstract class ImportsTest(Site site) : ContactsTest(site)
{
    protected const string Import = All + "/import";

    protected async Task<JsonElement> Upload(byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var answer = await Site.Http.PostAsync($"{Import}?fileName=people.csv", content, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    protected async Task<long> Run(string file, string?[] to, string options)
    {
        var id = (await Upload(Encoding.UTF8.GetBytes(file.ReplaceLineEndings("\n")))).GetProperty("id").GetInt64();
        var columns = JsonSerializer.Serialize(to.Select((one, i) => new { name = $"c{i}", to = one }));
        await Ask(
            "POST",
            $"{Import}/{id}/start",
            $"{{\"columns\":{columns}{(options == "{}" ? "" : ",")}{options[1..]}"
        );
        return id;
    }

    protected async Task<JsonElement> Ended(long id)
    {
        await Eventually.True(
            async () => Text(await Ask("GET", $"{Import}/{id}"), "state") is not "running",
            "the import ended",
            Cancel
        );
        return await Ask("GET", $"{Import}/{id}");
    }

    protected static string Text(JsonElement import, string name) => import.GetProperty(name).ToString();

    /// <summary>The previewed rows; a bad one ends with an exclamation mark.</summary>
    protected static string Rows(JsonElement upload) =>
        string.Join(
            '|',
            upload
                .GetProperty("preview")
                .GetProperty("rows")
                .EnumerateArray()
                .Select(row =>
                    string.Join(',', row.GetProperty("cells").EnumerateArray().Select(cell => cell.GetString()))
                    + (row.GetProperty("trouble").ValueKind == JsonValueKind.Null ? "" : "!")
                )
        );
}
