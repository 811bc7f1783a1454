using System.Text.Json.Nodes;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class OpenApiTests(Site site)
{
    /// <summary>Rewrite it with UPDATE_GOLDEN=1; the typed client is generated from it.</summary>
    private static readonly string Golden = Path.Combine(Repository.Root, "web", "openapi.json");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_the_one_that_the_typed_client_was_made_from()
    {
        var document = await site.Http.GetStringAsync("/openapi/v1.json", Cancel);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(Golden, document.ReplaceLineEndings("\n").TrimEnd() + "\n", Cancel);

        var golden = JsonNode.Parse(await File.ReadAllTextAsync(Golden, Cancel));
        Assert.True(
            JsonNode.DeepEquals(golden, JsonNode.Parse(document)),
            "The API changed: UPDATE_GOLDEN=1, then npm run gen in web/."
        );
    }
}
