using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Tests;

/// <summary>What builders are told of the nodes is what the nodes are.</summary>
public sealed class NodeDescriptionTests
{
    private static readonly JsonSerializerOptions AsServed = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Types => new(Node.Types.Keys);

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_is_described(string type) => Assert.NotNull(Description(type));

    [Theory]
    [MemberData(nameof(Types))]
    public void The_ways_out_are_those_of_the_node(string type)
    {
        var description = Description(type);
        Assert.NotNull(description);
        var node = Node.Types[type](new NodeData("n", JsonSerializer.SerializeToElement(description.Sample), []));
        Assert.Equal(node.Ways, Ways(description));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_a_new_node_holds_is_described(string type)
    {
        var description = Description(type);
        Assert.NotNull(description);
        var names = description.Fields.Select(field => field.Name).ToHashSet();
        Assert.All(description.Sample, field => Assert.Contains(field.Key, names));
        Assert.All(
            description.Fields.Select(field => field.When?.Field).OfType<string>(),
            each => Assert.Contains(each, names)
        );
        Assert.All(description.Exits.Select(exit => exit.Each).OfType<string>(), each => Assert.Contains(each, names));
    }

    [Fact]
    public void The_screens_are_tried_with_what_is_served()
    {
        var file = Path.Combine(Golden.Examples, "..", "..", "web", "dev", "node-types.json");
        var served = JsonSerializer.Serialize(NodeDescriptions.All, AsServed) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, served);
        Assert.Equal(served, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    private static NodeDescription? Description(string type) =>
        NodeDescriptions.Offered.SingleOrDefault(each => each.Type == type);

    private static IEnumerable<string?> Ways(NodeDescription description)
    {
        string Value(string field) =>
            description.Sample[field] switch
            {
                JsonArray { Count: > 0 } => "filled",
                JsonArray or null => description.Fields.First(each => each.Name == field).Usual ?? "",
                var other => other.ToString(),
            };

        foreach (
            var exit in description.Exits.Where(exit =>
                exit.When is not { } when || when.Is.Contains(Value(when.Field))
            )
        )
        {
            if (exit.Each is null)
                yield return exit.Handle;
            else
                foreach (var item in description.Sample[exit.Each]?.AsArray() ?? [])
                    yield return item?["id"]?.GetValue<string>();
        }
    }
}
