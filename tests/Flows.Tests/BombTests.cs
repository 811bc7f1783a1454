using System.Text;

namespace WhatsAppBot.Flows.Tests;

/// <summary>Documents and templates that are made to hurt: they are refused, or they cost no more than their limit.</summary>
public sealed class BombTests
{
    private static readonly string[] Patterns =
    [
        "(a+)+$",
        "(a|aa)+$",
        "(a|a?)+$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(.*a){20}",
        "(x+x+)+y",
        "((((((((((a*)*)*)*)*)*)*)*)*)*)*b",
        "a{1,1000}{1,1000}",
        "(?=a)b",
        "(a)\\1",
        "[",
        "(",
        "a{99999999999}",
        "\\p{Nothing}",
        string.Concat(Enumerable.Repeat("(a?", 500)) + new string(')', 500),
        string.Join('|', Enumerable.Range(0, 5000)),
    ];

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(999, true)]
    public void A_ring_of_nodes_is_refused_or_stops_at_its_limit(int count, bool mayStand)
    {
        var flow = Parsed(Ring(count, talks: false));

        Assert.Equal(mayStand, flow is not null);
        if (flow is not null)
            KeepsAnswering(flow);
    }

    [Fact]
    public void A_ring_that_talks_says_no_more_than_a_turn_may()
    {
        if (Parsed(Ring(900, talks: true)) is { } flow)
            KeepsAnswering(flow);
    }

    [Fact]
    public void A_thousand_nodes_knotted_at_random_are_checked_and_played()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var chance = new Random(seed);
            var json = Document(
                Enumerable.Range(0, 990).Select(i => Node($"n{i}", "message", """{"text":"a"}""")),
                Enumerable
                    .Range(0, 2900)
                    .Select(_ => Edge($"n{chance.Next(990)}", $"n{chance.Next(990)}"))
                    .Prepend(Edge("t", "n0"))
            );
            Assert.NotNull(FlowCheck.Of("f", "F", json, FlowSurroundings.Alone));
            if (Parsed(json) is { } flow)
                KeepsAnswering(flow);
        }
    }

    [Fact]
    public void No_pattern_holds_anybody_up()
    {
        string[] texts =
        [
            new('a', 4096),
            new string('a', 4000) + "!",
            new('x', 4096),
            string.Concat(Enumerable.Repeat("ab ", 1300)),
        ];
        foreach (var pattern in Patterns)
        {
            var quoted = System.Text.Json.JsonSerializer.Serialize(pattern);
            string[] documents =
            [
                Document(
                    [Node("a", "ask", $$"""{"text":"?","answer":"regex","pattern":{{quoted}}}""")],
                    [Edge("t", "a")]
                ),
                $$$"""{"nodes":[{"id":"t","type":"trigger","data":{"match":"regex","keywords":[{{{quoted}}}]}},{"id":"a","type":"message","data":{"text":"b"}}],"edges":[{"source":"t","target":"a"}]}""",
            ];
            foreach (var flow in documents.Select(Parsed).OfType<FlowVersion>())
            {
                var phone = new Phone(flow);
                phone.Says("go");
                foreach (var text in texts)
                    phone.Says(text);
            }
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void What_is_nested_without_end_is_told_and_never_thrown(int depth)
    {
        var deep = new StringBuilder().Insert(0, "[", depth).Append(']', depth).ToString();
        string[] documents =
        [
            deep,
            $$"""{"nodes":{{deep}}}""",
            $$"""{"nodes":[{"id":"t","type":"trigger","data":{{deep}}}]}""",
            $$$"""{"nodes":[{"id":"t","type":"message","data":{"text":{{{deep}}}}}]}""",
            new string('{', depth),
            string.Concat(Enumerable.Repeat("""{"nodes":""", depth)),
        ];

        foreach (var json in documents)
            Assert.NotEmpty(FlowCheck.Of("f", "F", json, FlowSurroundings.Alone).Problems);
    }

    private static void KeepsAnswering(FlowVersion flow)
    {
        var phone = new Phone(flow);
        for (var i = 0; i < 3; i++)
            Assert.True(phone.Says("go").Events.Count < 5000);
    }

    private static FlowVersion? Parsed(string json) => FlowVersion.Parse("f", 1, "F", json).Flow;

    private static string Ring(int count, bool talks) =>
        Document(
            Enumerable
                .Range(0, count)
                .Select(i =>
                    talks
                        ? Node($"n{i}", "message", """{"text":"a"}""")
                        : Node($"n{i}", "condition", """{"rules":[{"left":"{{ input }}","op":"equals","right":"x"}]}""")
                ),
            Enumerable.Range(0, count).Select(i => Edge($"n{i}", $"n{(i + 1) % count}")).Prepend(Edge("t", "n0"))
        );

    private static string Document(IEnumerable<string> nodes, IEnumerable<string> edges) =>
        $$"""{"nodes":[{{string.Join(',', nodes.Prepend(Node("t", "trigger", """{"keyword":"go"}""")))}}],"edges":[{{string.Join(',', edges)}}]}""";

    private static string Node(string id, string type, string data) =>
        $$"""{"id":"{{id}}","type":"{{type}}","data":{{data}}}""";

    private static string Edge(string from, string to) => $$"""{"source":"{{from}}","target":"{{to}}"}""";
}
