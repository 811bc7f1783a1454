using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.EndToEnd;

/// <summary>Message templates for the journeys that send one.</summary>
internal static class Templates
{
    private const string Path = "/api/v1/workspaces/demo/templates";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes a template with this text and waits until Meta has approved it.</summary>
    public static async Task Approved(HttpClient http, string name, string text, params string[] samples)
    {
        // what Meta has from the start is read first: a list that was asked for earlier would not have ours in it
        await Eventually.True(
            async () =>
                (await http.GetFromJsonAsync<JsonElement>(Path, Cancel)).GetProperty("items").GetArrayLength() > 0,
            "the first list of templates is here",
            Cancel
        );
        using var made = await http.PostAsJsonAsync(
            Path,
            new
            {
                name,
                language = "en_US",
                category = "UTILITY",
                components = new[]
                {
                    new
                    {
                        type = "BODY",
                        text,
                        example = new { body_text = new[] { samples } },
                    },
                },
            },
            Cancel
        );
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Cancel));
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString();
        await Eventually.True(
            async () =>
                (await http.GetFromJsonAsync<JsonElement>($"{Path}/{id}", Cancel)).GetProperty("status").GetString()
                == "APPROVED",
            "the template is approved",
            Cancel
        );
    }
}
