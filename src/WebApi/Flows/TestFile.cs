using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Saved tests in the file of a flow: under <c>tests</c>, beside its nodes and edges.</summary>
internal static class TestFile
{
    private const string Part = "tests";

    /// <summary>The document with its tests.</summary>
    public static string With(string document, IReadOnlyList<StoredFlowTest> tests)
    {
        if (tests.Count == 0 || JsonNode.Parse(document) is not JsonObject json)
            return document;

        json[Part] = new JsonArray([
            .. tests.Select(test => new JsonObject { ["name"] = test.Name, ["test"] = JsonNode.Parse(test.Test) }),
        ]);
        return json.ToJsonString();
    }

    /// <summary>The document without its tests, and the tests; or what is wrong with one of them.</summary>
    public static (string Document, IReadOnlyList<FiledTest> Tests, ProblemHttpResult? Problem) Split(
        JsonElement root,
        string document
    )
    {
        if (!root.TryGetProperty(Part, out var part) || part.ValueKind != JsonValueKind.Array)
            return (document, [], null);
        if (part.GetArrayLength() > FlowTests.MostPerFlow)
            return (document, [], Wrong($"A flow has at most {FlowTests.MostPerFlow} tests."));

        var tests = new List<FiledTest>();
        foreach (var (i, one) in part.EnumerateArray().Index())
        {
            if (Read(one) is not { } test)
                return (document, [], Wrong($"tests[{i}] is not a test as an export writes it."));
            tests.Add(test);
        }

        using var parsed = JsonDocument.Parse(document);
        var rest = JsonObject.Create(parsed.RootElement.Clone()) ?? [];
        rest.Remove(Part);
        return (rest.ToJsonString(), tests, null);
    }

    private static FiledTest? Read(JsonElement one)
    {
        try
        {
            if (
                one.ValueKind != JsonValueKind.Object
                || !one.TryGetProperty("name", out var name)
                || name.ValueKind != JsonValueKind.String
                || !one.TryGetProperty("test", out var body)
                || FlowEndpoints.NameProblem(name.GetString()) is not null
            )
                return null;
            var test = SavedTest.Parse(body.GetRawText());
            return
                ScriptRules.Fault(test.Script) is null
                && ScriptRules.Fault(test.Now) is null
                && test.Expected is not null
                && ScriptRules.IsWhole(test.Expected)
                && test.Contact is not null
                ? new FiledTest(name.GetString() ?? "", test)
                : null;
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ProblemHttpResult Wrong(string detail) => Problems.BadRequest("tests", detail);
}
