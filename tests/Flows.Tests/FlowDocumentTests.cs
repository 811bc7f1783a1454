using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;

namespace WhatsAppBot.Flows.Tests;

public sealed class FlowDocumentTests
{
    [Fact]
    public void The_normal_form_has_one_order_and_numbers_for_positions()
    {
        const string json = """
            {"zoom":1,"edges":[{"target":"b","source":7,"sourceHandle":""}],
             "nodes":[{"data":{"text":"é 👍 <b>","b":[{"y":1,"x":2}],"value":{"z":1,"a":2}},"position":{"y":"12.50","x":null,"w":1},"type":"end","id":7}]}
            """;

        Assert.Equal(
            """
            {
              "schemaVersion": 1,
              "nodes": [
                {
                  "id": "7",
                  "type": "end",
                  "position": {
                    "x": 0,
                    "y": 12.5,
                    "w": 1
                  },
                  "data": {
                    "b": [
                      {
                        "x": 2,
                        "y": 1
                      }
                    ],
                    "text": "é 👍 <b>",
                    "value": {
                      "z": 1,
                      "a": 2
                    }
                  }
                }
              ],
              "edges": [
                {
                  "source": "7",
                  "target": "b",
                  "sourceHandle": null
                }
              ],
              "zoom": 1
            }
            """.ReplaceLineEndings("\n"),
            FlowDocument.Normal(json).Replace("\\uD83D\\uDC4D", "👍", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1, 2]")]
    [InlineData("""{"a":"\ud83d"}""")]
    public void What_is_no_document_stays_as_it_is(string json) => Assert.Equal(json, FlowDocument.Normal(json));

    [Theory]
    [InlineData(
        """{"edges":[],"nodes":[],"settings":{"b":1,"a":2},"schemaVersion":2,"zoom":1,"about":2}""",
        """{"schemaVersion":2,"settings":{"a":2,"b":1},"nodes":[],"edges":[],"about":2,"zoom":1}"""
    )]
    [InlineData("""{"nodes":7,"edges":"x"}""", """{"schemaVersion":1,"nodes":7,"edges":"x"}""")]
    [InlineData(
        """{"nodes":[7,[{"b":1,"a":2}]],"edges":[null]}""",
        """{"schemaVersion":1,"nodes":[7,[{"a":2,"b":1}]],"edges":[null]}"""
    )]
    [InlineData(
        """{"nodes":[{"zoom":1,"data":{},"position":{"w":{"b":1,"a":2},"y":"x","x":"1.0"},"type":7,"id":true}]}""",
        """{"schemaVersion":1,"nodes":[{"id":"true","type":"7","position":{"x":1,"y":0,"w":{"a":2,"b":1}},"data":{},"zoom":1}]}"""
    )]
    [InlineData(
        """{"nodes":[{"position":[1,2],"id":{"b":1,"a":2},"type":null}]}""",
        """{"schemaVersion":1,"nodes":[{"id":{"a":2,"b":1},"type":null,"position":[1,2]}]}"""
    )]
    [InlineData(
        """{"edges":[{"sourceHandle":1,"label":{"b":1,"a":2},"target":2,"source":3,"id":4},{"sourceHandle":{}}]}""",
        """{"schemaVersion":1,"edges":[{"id":"4","source":"3","target":"2","sourceHandle":"1","label":{"a":2,"b":1}},{"sourceHandle":null}]}"""
    )]
    [InlineData(
        """{"nodes":[{"data":{"value":{"b":1,"a":[{"d":1,"c":2}]},"body":{"b":1,"a":2},"payload":{"b":1,"a":2},"headers":{"b":1,"a":2},"fields":{"b":1,"a":2},"inputs":{"b":1,"a":2},"returns":{"b":1,"a":2},"any":{"b":1,"a":2}}}]}""",
        """{"schemaVersion":1,"nodes":[{"data":{"any":{"a":2,"b":1},"body":{"b":1,"a":2},"fields":{"b":1,"a":2},"headers":{"b":1,"a":2},"inputs":{"b":1,"a":2},"payload":{"b":1,"a":2},"returns":{"b":1,"a":2},"value":{"b":1,"a":[{"d":1,"c":2}]}}}]}"""
    )]
    public void The_normal_form_keeps_what_it_does_not_know(string json, string normal) =>
        Assert.Equal(normal, JsonNode.Parse(FlowDocument.Normal(json))!.ToJsonString());

    [Fact]
    public void Of_two_keys_of_one_name_the_last_stays() =>
        Assert.Equal(
            FlowDocument.Normal("""{"a":2,"data":{"value":{"b":2}}}"""),
            FlowDocument.Normal("""{"a":1,"data":{"value":{"b":1,"b":2}},"a":2}""")
        );

    [Property(MaxTest = 500)]
    public void The_normal_form_of_a_normal_form_is_itself(DoNotSize<int> seed)
    {
        var json = new Chance(seed.Item).Flow();
        var normal = FlowDocument.Normal(json);

        Assert.Equal(normal, FlowDocument.Normal(normal));
        Assert.Equal(
            normal,
            FlowDocument.Normal(Shuffled(JsonNode.Parse(json), new System.Random(seed.Item))!.ToJsonString())
        );
        Assert.True(FlowDiff.Between(json, normal) is { IsEmpty: true, Moved.Count: 0 });
    }

    [Property(MaxTest = 500)]
    public void The_normal_form_means_the_same(DoNotSize<int> seed)
    {
        var json = new Chance(seed.Item).Flow();

        var (before, after) = (
            FlowVersion.Parse("f", 1, "F", json),
            FlowVersion.Parse("f", 1, "F", FlowDocument.Normal(json))
        );

        Assert.Equal(Told(before), Told(after));
        if (before.Flow is not null && after.Flow is not null)
            Assert.Equal(
                Phone.AsJson(new Phone(before.Flow).Says("go")),
                Phone.AsJson(new Phone(after.Flow).Says("go"))
            );
    }

    [Property(MaxTest = 500)]
    public void A_damaged_document_has_a_normal_form_and_a_diff(DoNotSize<int> seed)
    {
        var json = Damage.To(new Chance(seed.Item).Flow(), new System.Random(seed.Item));
        var normal = FlowDocument.Normal(json);

        Assert.Equal(normal, FlowDocument.Normal(normal));
        Assert.True(FlowDiff.Between(json, json).IsEmpty);
        FlowDiff.Between(new Chance(seed.Item).Flow(), json);
        OlderFlow.LooksOlder(json);
        OlderFlow.Import(json);
    }

    [Fact]
    public void A_diff_tells_what_was_done()
    {
        const string before = """
            {"settings":{"language":"en"},
             "nodes":[{"id":"a","type":"trigger","position":{"x":0,"y":0},"data":{"keyword":"hi"}},
                      {"id":"b","type":"options","position":{"x":0,"y":1},"data":{"name":"Menu","text":"?","options":[{"id":"1","label":"A"},{"id":"2","label":"B"}]}},
                      {"id":"c","type":"end"}],
             "edges":[{"id":"e1","source":"a","target":"b"},{"id":"e2","source":"b","target":"c","sourceHandle":"1"}]}
            """;
        const string after = """
            {"settings":{"language":"es","quietSeconds":2},
             "nodes":[{"id":"d","type":"message","data":{"text":"new"}},
                      {"id":"b","type":"options","position":{"x":"0","y":1.0},"data":{"name":"Menu","text":"¿?","options":[{"id":"1","label":"A"},{"label":"Z","id":"2"}],"footer":"f"}},
                      {"id":"a","type":"trigger","position":{"x":5,"y":0},"data":{"keyword":"hi"}}],
             "edges":[{"id":"other","source":"a","target":"b","sourceHandle":""},{"id":"e2","source":"b","target":"d","sourceHandle":"1"}]}
            """;

        var changes = FlowDiff.Between(before, after);

        Assert.Equal([new NodeOutline("d", "message", null)], changes.Added);
        Assert.Equal([new NodeOutline("c", "end", null)], changes.Removed);
        Assert.Equal([new NodeOutline("a", "trigger", null)], changes.Moved);
        var changed = Assert.Single(changes.Changed);
        Assert.Equal(new NodeOutline("b", "options", "Menu"), changed.Node);
        Assert.Equal(
            ["data.footer: →\"f\"", "data.options[1].label: \"B\"→\"Z\"", "data.text: \"?\"→\"\\u00BF?\""],
            changed.Fields.Select(Line)
        );
        Assert.Equal([new EdgeOutline("b", "1", "d")], changes.EdgesAdded);
        Assert.Equal([new EdgeOutline("b", "1", "c")], changes.EdgesRemoved);
        Assert.Equal(["settings.language: \"en\"→\"es\"", "settings.quietSeconds: →2"], changes.Settings.Select(Line));
        Assert.False(changes.IsEmpty);
    }

    [Fact]
    public void A_diff_of_half_a_document_tells_what_is_there()
    {
        const string before = """
            {"nodes":[{"id":"a","data":{"label":"Old"}},{"type":"end"},7,{"id":"b","type":"end","data":{"name":"N","label":"L"}},{"id":"l","data":{"list":[1,2]}}],
             "edges":[{"source":"a"},{"target":"b"},{"source":"a"}]}
            """;

        var emptied = FlowDiff.Between(before, "no document");
        var shortened = FlowDiff.Between(before, before.Replace("[1,2]", "[1]", StringComparison.Ordinal));

        Assert.Equal(
            [new NodeOutline("a", "", "Old"), new NodeOutline("b", "end", "N"), new NodeOutline("l", "", null)],
            emptied.Removed
        );
        Assert.Equal([new EdgeOutline("a", null, ""), new EdgeOutline("", null, "b")], emptied.EdgesRemoved);
        Assert.Equal("data.list: [1,2]→[1]", Line(Assert.Single(Assert.Single(shortened.Changed).Fields)));
        Assert.False(FlowDiff.Between("{}", """{"edges":[{"source":"a","target":"b"}]}""").IsEmpty);
        Assert.True(FlowDiff.Between("[]", "{").IsEmpty);
    }

    private static string Line(FieldChange change) =>
        $"{change.Path}: {change.Before?.ToJsonString()}→{change.After?.ToJsonString()}";

    private static List<string> Told(ParsedFlow parsed) =>
        [.. parsed.Problems.Select(problem => problem.ToString()).Order(StringComparer.Ordinal)];

    private static JsonNode? Shuffled(JsonNode? node, System.Random random) =>
        node switch
        {
            JsonObject parts => new JsonObject(
                parts
                    .OrderBy(_ => random.Next())
                    .Select(part =>
                        KeyValuePair.Create(
                            part.Key,
                            FlowDocument.AsWritten.Contains(part.Key)
                                ? part.Value?.DeepClone()
                                : Shuffled(part.Value, random)
                        )
                    )
            ),
            JsonArray items => new JsonArray([.. items.Select(item => Shuffled(item, random))]),
            _ => node?.DeepClone(),
        };
}
