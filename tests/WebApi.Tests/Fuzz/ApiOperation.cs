using System.Text.Json.Nodes;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>One operation of the API's document, with all that is needed to make a request to it.</summary>
internal sealed record ApiOperation(
    string Name,
    string Method,
    string Path,
    IReadOnlyList<string> Queries,
    JsonNode? Body,
    bool TakesFiles
)
{
    public static (IReadOnlyList<ApiOperation> All, Samples Samples) Read()
    {
        var document =
            JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Repository.Root, "web", "openapi.json")))
            ?? throw new InvalidOperationException("no document");
        return ([.. Of(document)], new Samples(document));
    }

    private static IEnumerable<ApiOperation> Of(JsonNode document)
    {
        foreach (var (path, methods) in Members(document["paths"]))
        foreach (var (method, operation) in Members(methods))
        {
            var content = operation?["requestBody"]?["content"];
            yield return new ApiOperation(
                $"{operation?["operationId"]}",
                method.ToUpperInvariant(),
                path,
                [
                    .. (operation?["parameters"] as JsonArray ?? [])
                        .Where(one => $"{one?["in"]}" == "query")
                        .Select(one => $"{one?["name"]}"),
                ],
                content?["text/csv"] is null ? content?["application/json"]?["schema"] : null,
                content?["text/csv"] is not null
            );
        }
    }

    private static JsonObject Members(JsonNode? node) => node as JsonObject ?? [];
}
