namespace WhatsAppBot.Flows.Tests;

/// <summary>What an author reads when a node is filled in badly, and at which of its fields.</summary>
public sealed class ToldProblemsTests
{
    private const string Book = "problems.txt";

    private static FlowSurroundings Around =>
        new(
            [
                FlowVersion
                    .Parse(
                        "other",
                        1,
                        "Other",
                        """
                        {"nodes":[{"id":"t","type":"trigger","data":{"keywords":["other","two words"]}},
                                  {"id":"b","type":"trigger","data":{"kind":"button","keywords":["tap"]}},
                                  {"id":"d","type":"trigger","data":{"kind":"default"}},
                                  {"id":"s","type":"subflow","data":{"flowId":"f","inputs":{"handed":1}}}],
                         "edges":[{"source":"t","target":"s"}]}
                        """
                    )
                    .Flow!,
            ],
            new HashSet<string> { "welcome", "bye/es" },
            new HashSet<string> { "city" }
        );

    public static TheoryData<string> Tries => [.. Notebook.Tries(Book)];

    /// <summary>A try is a node's type and data, or with <c>flow</c> a list of nodes and one of edges beside the trigger <c>t</c>.</summary>
    [Theory]
    [MemberData(nameof(Tries))]
    public void As_written(string tried)
    {
        var space = tried.IndexOf(' ', StringComparison.Ordinal);
        var (type, data) = (tried[..space], Notebook.Whole(tried[(space + 1)..]));
        const string start = """{"id":"t","type":"trigger","data":{"keyword":"go"}}""";
        var json = type switch
        {
            "document" => data,
            "flow" => data.Replace("\"nodes\":[", $"\"nodes\":[{start},", StringComparison.Ordinal),
            _ => $$"""
                {"nodes":[{{start}},{"id":"x","type":"{{type}}","data":{{data}}}],"edges":[{"id":"t-x","source":"t","target":"x"}]}
                """,
        };

        var report = FlowCheck.Of("f", "F", json, Around);

        Notebook.Check(
            Book,
            tried,
            [
                .. report.Problems.Select(one =>
                    $"{one.Severity} {one.Code} at {one.ElementId}.{one.Field}: {one.Text}"
                ),
                report.Flow is null ? "cannot run"
                : report.IsSound ? "sound"
                : "runs, but is not sound",
            ]
        );
    }
}
