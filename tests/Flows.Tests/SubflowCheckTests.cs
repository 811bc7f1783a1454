namespace WhatsAppBot.Flows.Tests;

/// <summary>Flows inside flows: the caller is checked against those that are published.</summary>
public sealed class SubflowCheckTests
{
    public static IReadOnlyList<string> Codes { get; } = ["endless_subflow", "flow_not_published"];

    [Fact]
    public void A_flow_that_only_calls_itself_never_ends() =>
        Assert.Equal(["endless_subflow s"], Found(Calling("a"), []));

    [Fact]
    public void Two_flows_that_only_call_each_other_never_end()
    {
        var problem = Assert.Single(
            FlowCheck.Of("a", "A", Calling("b"), new FlowSurroundings([Published("b", Calling("a"))])).Problems,
            problem => problem.Code == "endless_subflow"
        );

        Assert.Contains("this flow → “b” → this flow", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flow_that_calls_one_that_calls_itself_never_ends() =>
        Assert.Equal(["endless_subflow s"], Found(Calling("b"), [Published("b", Calling("b"))]));

    [Fact]
    public void A_flow_that_has_a_way_around_its_call_ends()
    {
        const string json = """
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"go"}},{"id":"c","type":"condition","data":{"expression":"input"}},
                      {"id":"s","type":"subflow","data":{"flowId":"a"}},{"id":"x","type":"end"}],
             "edges":[{"source":"t","target":"c"},{"source":"c","target":"s","sourceHandle":"true"},
                      {"source":"c","target":"x","sourceHandle":"false"},{"source":"s","target":"x"}]}
            """;

        Assert.Empty(Found(json, []));
    }

    [Fact]
    public void A_menu_that_goes_round_for_ever_is_no_endless_call()
    {
        const string json = """
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"go"}},
                      {"id":"o","type":"options","data":{"text":"?","options":["A","B"]}},{"id":"s","type":"subflow","data":{"flowId":"a"}}],
             "edges":[{"source":"t","target":"o"},{"source":"o","target":"o","sourceHandle":"opt-0"},
                      {"source":"o","target":"s","sourceHandle":"opt-1"},{"source":"s","target":"o"}]}
            """;

        Assert.Empty(Found(json, []));
    }

    [Theory]
    [InlineData("ask", 0)]
    [InlineData("message", 1)]
    public void A_loop_around_a_flow_that_never_waits_talks(string inside, int loops)
    {
        const string json = """
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"go"}},{"id":"m","type":"message","data":{"text":"hi"}},
                      {"id":"s","type":"subflow","data":{"flowId":"b"}}],
             "edges":[{"source":"t","target":"m"},{"source":"m","target":"s"},{"source":"s","target":"m"}]}
            """;
        var other = Published(
            "b",
            $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"b"}},{"id":"x","type":"{{{inside}}}","data":{"text":"?"}}],
             "edges":[{"source":"t","target":"x"}]}
            """
        );

        var problems = FlowCheck.Of("a", "A", json, new FlowSurroundings([other])).Problems;

        Assert.Equal(loops, problems.Count(problem => problem.Code == "talking_loop"));
    }

    [Fact]
    public void A_flow_that_nobody_published_is_told_when_the_others_are_known()
    {
        Assert.Equal(["flow_not_published s"], Found(Calling("b"), [Published("c", Calling("a"))]));
        Assert.Empty(Found(Calling("b"), null));
    }

    [Fact]
    public void What_a_caller_hands_over_is_known()
    {
        const string json = """
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"go"}},
                      {"id":"m","type":"message","data":{"text":"{{ given }} {{ other }}"}}],"edges":[{"source":"t","target":"m"}]}
            """;
        var around = new FlowSurroundings([Published("b", Calling("a", """{"given":"1"}"""))]);

        var names = FlowCheck.Of("a", "A", json, around).Problems.Where(problem => problem.Code == "unknown_variable");

        Assert.Contains("“other”", Assert.Single(names).Text, StringComparison.Ordinal);
    }

    private static List<string> Found(string json, IReadOnlyList<FlowVersion>? published) =>
        [
            .. FlowCheck
                .Of("a", "A", json, published is null ? FlowSurroundings.Alone : new FlowSurroundings(published))
                .Problems.Where(problem => Codes.Contains(problem.Code))
                .Select(problem => $"{problem.Code} {problem.ElementId}"),
        ];

    private static FlowVersion Published(string id, string json) => FlowVersion.Parse(id, 1, id, json).Flow!;

    private static string Calling(string flowId, string inputs = "{}") =>
        $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"go"}},
                      {"id":"s","type":"subflow","data":{"flowId":"{{{flowId}}}","inputs":{{{inputs}}}}},{"id":"x","type":"end"}],
             "edges":[{"source":"t","target":"s"},{"source":"s","target":"x"}]}
            """;
}
