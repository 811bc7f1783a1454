using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WhatsAppBot.Flows.Tests;

/// <summary>What docs/flows.md shows is what the examples hold. <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public sealed partial class DocsTests
{
    private static readonly string Page = Path.GetFullPath(
        Path.Combine(Golden.Examples, "..", "..", "docs", "flows.md")
    );

    [Fact]
    public void Each_piece_of_json_is_the_one_of_its_example()
    {
        var page = File.ReadAllText(Page);
        var drawn = Marker().Replace(page, found => $"{found.Groups["mark"].Value}\n```json\n{NodeOf(found)}\n```\n");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(Page, drawn);
        else
            Assert.Equal(drawn, page);
    }

    [Fact]
    public void Every_node_type_has_its_part()
    {
        var headings = File.ReadLines(Page).Where(line => line.StartsWith("### ", StringComparison.Ordinal)).ToList();

        Assert.All(Node.Types.Keys, type => Assert.Contains(headings, line => Words(line).Contains(type)));
    }

    private static string NodeOf(Match found)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Golden.Examples, found.Groups["file"].Value)))!;
        var node = file["nodes"]!
            .AsArray()
            .Single(node => (string?)node!["id"] == found.Groups["id"].Value)!
            .AsObject();
        node.Remove("position");
        return node.ToJsonString(new System.Text.Json.JsonSerializerOptions(Golden.Layout) { WriteIndented = true });
    }

    private static string[] Words(string line) => line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"(?<mark><!-- examples/flows/(?<file>\S+) (?<id>\S+) -->)\n(```json\n.*?\n```\n)?",
        RegexOptions.Singleline
    )]
    private static partial Regex Marker();
}
