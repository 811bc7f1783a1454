using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Tests;

public sealed class OlderFlowTests
{
    [Fact]
    public void The_starter_flow_is_imported_and_plays()
    {
        var imported = OlderFlow.Import(Read("starter.json"));
        var flow = FlowCheck.Of("f", "Starter", imported.Json, FlowSurroundings.Alone).Flow!;
        var phone = new Phone(flow);

        Assert.Equal(
            ["¡Hola! Bienvenido a nuestro servicio.", "¿En qué podemos ayudarte? [opt-0: Ventas] [opt-1: Soporte]"],
            phone.Says("Holá").Said()
        );
        Assert.Equal(["¿En qué podemos ayudarte? [opt-0: Ventas] [opt-1: Soporte]"], phone.Says("¿cómo?").Said());
        Assert.Equal(["Elegiste Ventas."], phone.Says("ventas").Said());
    }

    [Fact]
    public void The_starter_flow_has_no_errors()
    {
        var imported = OlderFlow.Import(Read("starter.json"));
        var report = FlowCheck.Of("f", "Starter", imported.Json, FlowSurroundings.Alone);

        Assert.True(report.IsSound, string.Join('\n', report.Problems));
        Assert.DoesNotContain(imported.Nodes, node => node.Outcome == ImportOutcome.NeedsYou);
    }

    [Fact]
    public void Each_of_the_twelve_types_tells_what_became_of_it()
    {
        var imported = OlderFlow.Import(Read("twelve-types.json"));

        Assert.Equal("Pedidos", imported.Name);
        Assert.Equal(
            [
                "t trigger Changed",
                "hello message Mapped",
                "set assign Changed",
                "ask options Changed",
                "check condition Changed",
                "strange condition NeedsYou",
                "call api Changed",
                "picture media Mapped",
                "form whatsapp_flow Changed",
                "pause delay Changed",
                "people handoff Mapped",
                "again goto Mapped",
                "bye end Mapped",
            ],
            imported.Nodes.Select(node => $"{node.NodeId} {node.Type} {node.Outcome}")
        );
        Assert.All(imported.Nodes, node => Assert.Equal(node.Outcome == ImportOutcome.Mapped, node.Text is null));
    }

    [Fact]
    public void What_changed_or_needs_a_person_keeps_its_original()
    {
        var document = JsonNode.Parse(OlderFlow.Import(Read("twelve-types.json")).Json)!;
        JsonNode Data(string id) => document["nodes"]!.AsArray().Single(node => (string?)node!["id"] == id)!["data"]!;

        Assert.Equal(
            "context.items.reduce((a, b) => a + b, 0) > 3",
            (string?)Data("strange")["original"]!["data"]!["expression"]
        );
        Assert.NotNull(Data("strange")["needsYou"]);
        Assert.Null(Data("strange")["expression"]);
        Assert.Equal("variable", (string?)Data("set")["original"]!["type"]);
        Assert.Null(Data("bye")["original"]);
        Assert.Equal("""{"X-Shop":"1"}""", Data("call")["headers"]!.ToJsonString());
        Assert.Equal("1", Data("pause")["seconds"]!.ToJsonString());
        Assert.Equal("""["pedido"]""", Data("t")["keywords"]!.ToJsonString());
        Assert.Equal("1", document["viewport"]!["zoom"]!.ToJsonString());
    }

    [Fact]
    public void Edges_come_over_under_the_handles_that_our_nodes_have()
    {
        var document = JsonNode.Parse(OlderFlow.Import(Read("twelve-types.json")).Json)!;
        var edges = document["edges"]!
            .AsArray()
            .Select(edge => $"{edge!["source"]}:{edge["sourceHandle"]}>{edge["target"]}");

        Assert.Equal(
            [
                "t:>hello",
                "hello:>set",
                "set:>ask",
                "ask:opt-0>pause",
                "ask:opt-1>check",
                "ask:no-match>again",
                "check:true>call",
                "check:false>strange",
                "strange:true>bye",
                "strange:false>again",
                "call:>picture",
                "picture:>form",
                "form:>bye",
                "pause:>people",
            ],
            edges
        );
    }

    [Fact]
    public void A_check_asks_for_what_the_import_could_not_do()
    {
        var imported = OlderFlow.Import(Read("twelve-types.json"));
        var report = FlowCheck.Of("f", "Pedidos", imported.Json, FlowSurroundings.Alone);

        Assert.False(report.IsSound);
        Assert.Equal("strange", Assert.Single(report.Problems, problem => problem.Code == "needs_you").ElementId);
    }

    [Fact]
    public void The_twelve_types_play_once_the_person_has_done_their_part()
    {
        var document = JsonNode.Parse(OlderFlow.Import(Read("twelve-types.json")).Json)!;
        var strange = document["nodes"]!.AsArray().Single(node => (string?)node!["id"] == "strange")![
            "data"
        ]!.AsObject();
        strange.Remove("needsYou");
        strange["expression"] = "items.size > 3";

        var flow = FlowCheck.Of("f", "Pedidos", document.ToJsonString(), FlowSurroundings.Alone).Flow;
        Assert.NotNull(flow);
        var phone = new Phone(flow);

        Assert.Equal(["Hola", "¿Qué talle? [opt-0: Chica] [opt-1: Grande]"], phone.Says("un pedido").Said());
        phone.Says("1");
        Assert.Equal(["handed off to ventas with the note “pizza”"], Lines(phone.WaitsForTheTimer(), "handed off"));

        var other = new Phone(flow);
        other.Says("pedido");
        var call = Assert.Single(other.Says("grande").Events.OfType<CallRequested>());
        Assert.Equal(
            ("https://example.com/orders", """{"kind":"pizza"}""", "1"),
            (call.Call.Url, call.Call.Body, call.Call.Headers["X-Shop"])
        );
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("[]", false)]
    [InlineData("""{"nodes":1}""", false)]
    [InlineData("""{"nodes":[]}""", true)]
    [InlineData("""{"schemaVersion":1,"nodes":[]}""", false)]
    [InlineData("""{"nodes":[{"type":"ask"}]}""", false)]
    [InlineData("""{"nodes":[{"type":"variable"}]}""", true)]
    [InlineData("""{"definition":{"nodes":[]}}""", true)]
    [InlineData("""{"definition":"{\"nodes\":[]}"}""", true)]
    [InlineData(
        """
            "{\"nodes\":[]}"
            """,
        true
    )]
    public void Knows_an_older_flow_when_it_sees_one(string json, bool isOlder) =>
        Assert.Equal(isOlder, OlderFlow.LooksOlder(json));

    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("""{"definition":7}""")]
    public void What_cannot_be_read_is_told_by_the_check(string json)
    {
        var imported = OlderFlow.Import(json);

        Assert.Empty(imported.Nodes);
        Assert.NotEmpty(FlowCheck.Of("f", "F", imported.Json, FlowSurroundings.Alone).Problems);
    }

    [Theory]
    [InlineData("hologram", "{}", "There is no node of the type “hologram”")]
    [InlineData("message", """{"text":"{{ open"}""", "cannot be read")]
    [InlineData("options", "{}", "There are no options")]
    [InlineData("options", """{"options":[1,2,3,4,5,6,7,8,9,10,11]}""", "There are 11 options")]
    [InlineData("delay", """{"seconds":"soon"}""", "cannot be read")]
    [InlineData("condition", "{}", "There is no condition")]
    [InlineData("condition", """{"expression":"eval('1')"}""", "cannot be translated")]
    [InlineData("api", """{"url":"https://a.b","headers":"X: 1"}""", "headers cannot be read")]
    [InlineData("variable", """{"value":"x"}""", "Nothing says which variable")]
    [InlineData("whatsapp_flow", "{}", "Nothing says which form")]
    [InlineData("goto", """{"targetNodeId":"nowhere"}""", "does not exist")]
    public void What_needs_a_person_says_why(string type, string data, string why)
    {
        var imported = OlderFlow.Import($$"""{"nodes":[{"id":"x","type":"{{type}}","data":{{data}}}],"edges":[]}""");

        var node = Assert.Single(imported.Nodes);
        Assert.Equal(ImportOutcome.NeedsYou, node.Outcome);
        Assert.Contains(why, node.Text, StringComparison.Ordinal);
        Assert.Contains(
            FlowCheck.Of("f", "F", imported.Json, FlowSurroundings.Alone).Problems,
            problem => problem is { Code: "needs_you", ElementId: "x" }
        );
    }

    [Theory]
    [InlineData("trigger", """{"keyword":"Default"}""", """{"kind":"default"}""")]
    [InlineData("trigger", """{"keyword":"hi"}""", """{"keywords":["hi"]}""")]
    [InlineData("message", """{"message":"hi"}""", """{"text":"hi"}""")]
    [InlineData("condition", """{"condition":"context.a > 1"}""", """{"expression":"context.a > 1"}""")]
    [InlineData("condition", """{"expression":"!context.a.length"}""", """{"expression":"not (context.a.size > 0)"}""")]
    [InlineData("condition", """{"expression":"age >= 18 and vip"}""", """{"expression":"age >= 18 and vip"}""")]
    [InlineData("variable", """{"key":"a","value":7}""", """{"key":"a","value":"7","valueType":"text"}""")]
    [InlineData("api", """{"headers":[{"key":"A","value":1},{"key":""}]}""", """{"headers":{"A":"1"}}""")]
    [InlineData("api", """{"headers":" ","resultVariable":"r"}""", """{"assignTo":"r"}""")]
    [InlineData("media", """{"kind":"image","mediaUrl":"u"}""", """{"mediaType":"image","url":"u"}""")]
    [InlineData("delay", """{"seconds":90}""", """{"seconds":90}""")]
    public void Data_comes_over(string type, string before, string after)
    {
        var imported = OlderFlow.Import($$"""{"nodes":[{"id":"x","type":"{{type}}","data":{{before}}}]}""");

        var data = JsonNode.Parse(imported.Json)!["nodes"]![0]!["data"]!.AsObject();
        data.Remove(OlderFlow.OriginalKey);
        Assert.Equal(JsonNode.Parse(after)!.ToJsonString(), data.ToJsonString());
        Assert.NotEqual(ImportOutcome.NeedsYou, Assert.Single(imported.Nodes).Outcome);
    }

    private static List<string> Lines(Turn turn, string start) =>
        [.. turn.Events.Select(Telling.Line).Where(line => line.StartsWith(start, StringComparison.Ordinal))];

    private static string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Here(), "Older", file));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
