using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace WhatsAppBot.Flows.Tests;

/// <summary>One document per code; a code that no document shows is found by reading the program.</summary>
public sealed partial class ProblemTests
{
    private const string Start = """{"id":"t","type":"trigger","data":{"keyword":"hi"}}""";
    private const string FromStart = """{"id":"e","source":"t","target":"x"}""";
    private static readonly string Long = new('x', 5000);

    private static readonly FlowVersion Other = FlowVersion
        .Parse(
            "other",
            1,
            "Other",
            """
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"Hí"}},{"id":"d","type":"trigger","data":{"kind":"default"}}]}
            """
        )
        .Flow!;

    private static readonly FlowSurroundings Around = new(
        [Other],
        new HashSet<string> { "welcome", "bye/es" },
        new HashSet<string> { "city" }
    );

    /// <summary>Code, severity, element, and what stands in <c>nodes</c> and <c>edges</c> besides the start.</summary>
    public static TheoryData<string, Severity, string?, string, string> Cases => [.. OfAllTypes, .. OfNewTypes];

    private static TheoryData<string, Severity, string?, string, string> OfAllTypes =>
        new()
        {
            { "unknown_type", Severity.Error, "x", """{"id":"x","type":"hologram"}""", FromStart },
            { "duplicate_id", Severity.Error, "x", """{"id":"x","type":"end"},{"id":"x","type":"end"}""", FromStart },
            { "no_id", Severity.Error, null, """{"type":"end"}""", "" },
            { "loose_edge", Severity.Error, "e", "", FromStart },
            {
                "two_edges",
                Severity.Error,
                "f",
                Drawn("end"),
                $$"""{{FromStart}},{"id":"f","source":"t","target":"x"}"""
            },
            { "bad_template", Severity.Error, "x", Drawn("message", """{"text":"{{ a"}"""), FromStart },
            { "bad_expression", Severity.Error, "x", Drawn("condition", """{"expression":"a ==="}"""), FromStart },
            { "bad_regex", Severity.Error, "x", Drawn("ask", """{"answer":"regex","pattern":"("}"""), FromStart },
            {
                "bad_operator",
                Severity.Error,
                "x",
                Drawn("condition", """{"rules":[{"operator":"like"}]}"""),
                FromStart
            },
            { "bad_choice", Severity.Error, "x", Drawn("ask", """{"answer":"mood"}"""), FromStart },
            { "bad_number", Severity.Error, "x", Drawn("delay", """{"seconds":0}"""), FromStart },
            { "bad_options", Severity.Error, "x", Options(11), FromStart },
            {
                "duplicate_option",
                Severity.Error,
                "x",
                Drawn("options", """{"text":"?","options":[{"id":"a","label":"A"},{"id":"a","label":"B"}]}"""),
                FromStart
            },
            { "no_rules", Severity.Error, "x", Drawn("condition"), FromStart },
            {
                "duplicate_branch",
                Severity.Error,
                "x",
                Drawn("condition", """{"branches":[{"id":"a","expression":"input"},{"id":"a","expression":"now"}]}"""),
                FromStart
            },
            { "no_keywords", Severity.Warning, "x", Drawn("trigger"), "" },
            { "keyword_twice", Severity.Error, "x", Drawn("trigger", """{"keywords":["HI"]}"""), "" },
            {
                "trigger_twice",
                Severity.Error,
                "y",
                """{"id":"x","type":"trigger","data":{"kind":"default"}},{"id":"y","type":"trigger","data":{"kind":"default"}}""",
                ""
            },
            { "keyword_taken", Severity.Warning, "t", Drawn("end"), FromStart },
            { "missing", Severity.Error, "x", Drawn("message", """{"text":" "}"""), FromStart },
            { "too_long", Severity.Error, "x", Drawn("message", $$"""{"text":"{{Long}}"}"""), FromStart },
            {
                "duplicate_label",
                Severity.Error,
                "x",
                Drawn("options", """{"text":"?","options":["Sí","si"]}"""),
                FromStart
            },
            {
                "unknown_handle",
                Severity.Error,
                "f",
                Drawn("end"),
                $$"""{{FromStart}},{"id":"f","source":"x","target":"t"}"""
            },
            { "no_way_on", Severity.Warning, "x", Drawn("options", """{"text":"?","options":["A"]}"""), FromStart },
            { "unreachable", Severity.Error, "x", Drawn("end"), "" },
            { "goto_itself", Severity.Error, "x", Drawn("goto", """{"targetNodeId":"x"}"""), FromStart },
            { "goto_nowhere", Severity.Error, "x", Drawn("goto", """{"targetNodeId":"y"}"""), FromStart },
            {
                "talking_loop",
                Severity.Error,
                "x",
                Drawn("message", """{"text":"again"}"""),
                $$"""{{FromStart}},{"source":"x","target":"t"}"""
            },
            {
                "idle_loop",
                Severity.Error,
                "t",
                Drawn("condition", """{"expression":"input"}"""),
                $$"""{{FromStart}},{"source":"x","target":"t","sourceHandle":"true"}"""
            },
            { "unknown_variable", Severity.Warning, "x", Drawn("message", """{"text":"{{ nobody }}"}"""), FromStart },
            {
                "template_not_approved",
                Severity.Warning,
                "x",
                Drawn("message", """{"text":"a","useTemplate":true,"templateName":"bye","templateLanguage":"en"}"""),
                FromStart
            },
            { "bad_variable", Severity.Error, "x", Drawn("ask", """{"text":"?","saveAs":".."}"""), FromStart },
            {
                "reserved_id",
                Severity.Error,
                "x",
                Drawn("options", """{"text":"?","options":[{"id":"error","label":"A"}]}"""),
                FromStart
            },
            { "needs_you", Severity.Error, "x", Drawn("end", """{"needsYou":"Look at it."}"""), FromStart },
        };

    private static TheoryData<string, Severity, string?, string, string> OfNewTypes =>
        new()
        {
            { "no_branches", Severity.Error, "x", Drawn("split"), FromStart },
            {
                "bad_header",
                Severity.Error,
                "x",
                Drawn("api", """{"url":"https://a.b","headers":{"Host":"c"}}"""),
                FromStart
            },
            {
                "no_retries",
                Severity.Warning,
                "x",
                Drawn("api", """{"url":"https://a.b","method":"POST","retries":1}"""),
                FromStart
            },
            {
                "no_screen",
                Severity.Warning,
                "x",
                Drawn("whatsapp_flow", """{"flowId":"1","body":"b","payload":{"a":1}}"""),
                FromStart
            },
            {
                "bad_template_name",
                Severity.Error,
                "x",
                Drawn("message", """{"text":"a","useTemplate":true,"templateName":"Not One"}"""),
                FromStart
            },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_found(string code, Severity severity, string? element, string nodes, string edges)
    {
        var json = $$"""{"nodes":[{{Start}}{{(nodes.Length > 0 ? "," : "")}}{{nodes}}],"edges":[{{edges}}]}""";

        var report = FlowCheck.Of("f", "F", json, Around);

        var problem = Assert.Single(report.Problems, problem => problem.Code == code);
        Assert.Equal((severity, element), (problem.Severity, problem.ElementId));
        Assert.Matches("[.?]$", problem.Text);
        Assert.False(severity == Severity.Error && report.IsSound);
    }

    [Theory]
    [InlineData("bad_json", "{")]
    [InlineData("no_nodes", "{}")]
    [InlineData("no_trigger", """{"nodes":[]}""")]
    [InlineData("no_trigger", """{"nodes":[{"id":"x","type":"end"}]}""")]
    public void Is_found_in_the_whole(string code, string json) =>
        Assert.Contains(code, FlowCheck.Of("f", "F", json, Around).Problems.Select(problem => problem.Code));

    [Fact]
    public void Is_found_in_what_is_too_large()
    {
        var nodes = string.Join(',', Enumerable.Range(0, 1001).Select(i => $$"""{"id":"{{i}}","type":"end"}"""));
        var edges = string.Join(',', Enumerable.Repeat(FromStart, 3001));

        Assert.Equal(["too_many"], Codes($$"""{"nodes":[{{nodes}}],"edges":[{{FromStart}}]}"""));
        Assert.Equal(["too_many"], Codes($$"""{"nodes":[{{Start}}],"edges":[{{edges}}]}"""));
        Assert.Equal(["too_large"], Codes(new string(' ', 1024 * 1024 + 1)));
    }

    [Fact]
    public void Every_code_in_the_program_is_shown_by_a_test()
    {
        var shown = Cases
            .Select(row => row.Data.Item1)
            .Concat(["bad_json", "no_nodes", "no_trigger", "too_many", "too_large"])
            .Concat(SubflowCheckTests.Codes)
            .ToHashSet();

        var codes = Directory
            .EnumerateFiles(Path.Combine(Here(), "..", "..", "src", "Flows"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .SelectMany(file => Code().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            .ToHashSet();

        Assert.True(codes.Count > 30);
        Assert.Empty(codes.Except(shown));
        Assert.Empty(shown.Except(codes));
    }

    private static string[] Codes(string json) =>
        [.. FlowCheck.Of("f", "F", json, FlowSurroundings.Alone).Problems.Select(problem => problem.Code)];

    private static string Drawn(string type, string data = "{}") =>
        $$"""{"id":"x","type":"{{type}}","data":{{data}}}""";

    private static string Options(int count) =>
        Drawn("options", $$"""{"text":"?","options":[{{string.Join(',', Enumerable.Range(0, count))}}]}""");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("""\b(Wrong|Warn)\(\s*"(?<code>[a-z_]+)",""")]
    private static partial Regex Code();
}
