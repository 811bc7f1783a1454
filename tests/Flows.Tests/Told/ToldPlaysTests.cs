using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Tests;

/// <summary>One node by itself, and what comes of it when somebody gets there and answers.</summary>
public sealed class ToldPlaysTests
{
    private const string Book = "plays.txt";

    public static TheoryData<string> Tries => [.. Notebook.Tries(Book)];

    /// <summary>A try is a node's type, its data, and behind <c>::</c> what is answered: words, a tap on an id and its words, or waiting.</summary>
    [Theory]
    [MemberData(nameof(Tries))]
    public void As_written(string tried)
    {
        var parts = Notebook.Whole(tried).Split(" :: ");
        var space = parts[0].IndexOf(' ', StringComparison.Ordinal);
        var (type, data) = (parts[0][..space], parts[0][(space + 1)..]);
        var json = $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"go"}},{"id":"x","type":"{{{type}}}","data":{{{data}}}},
                      {"id":"z","type":"message","data":{"text":"then {{ v | json }}"}}],
             "edges":[{"source":"t","target":"x"},{"source":"x","target":"z"}]}
            """;
        var parsed = FlowVersion.Parse("f", 1, "F", json);
        Assert.DoesNotContain(parsed.Problems, problem => problem.Severity == Severity.Error);
        var phone = new Phone(parsed.Flow!);

        var turns = new List<Turn> { phone.Says("go") };
        turns.AddRange(parts.Skip(1).Select(answer => Answer(phone, answer)));

        Notebook.Check(Book, tried, [.. turns.Select(Line)]);
    }

    private static Turn Answer(Phone phone, string answer) =>
        answer.Split(' ', 2) switch
        {
            ["tap", var button] => phone.Sends(Tapped(button.Split(' ', 2))),
            ["press", var title] => phone.Sends(new ReplyContent(ReplySource.Template, "other", title)),
            ["place", var name] => phone.Sends(new LocationContent(1.5, -2, name)),
            ["form", var json] => phone.Sends(new FormReplyContent("form", "Sent", json)),
            ["picture", var id] => phone.Sends(new MediaContent(MediaKind.Image, id)),
            ["wait", _] => phone.WaitsForTheTimer(),
            ["call", var status] => phone.Take(
                new CallAnswered(
                    phone.Session?.Wait.CallId ?? "",
                    new CallResult(
                        int.TryParse(status, out var number) ? number : null,
                        new Dictionary<string, string> { ["Content-Type"] = "application/json", ["X-Own"] = "1" },
                        """{"a":[1,{"b":"c"}]}""",
                        number == 0 ? status : null
                    )
                )
            ),
            _ => phone.Says(answer),
        };

    /// <summary>An id and the words on the button.</summary>
    private static ReplyContent Tapped(string[] button) =>
        new(ReplySource.Button, button[0], button is [_, var title] ? title : "Tapped");

    private static string Line(Turn turn)
    {
        var facts = turn
            .Events.Where(fact =>
                fact is not (SessionStarted or NodeEntered { NodeId: "t" or "z" } or NodeLeft { NodeId: "t" or "z" })
            )
            .Select(fact =>
                fact is MessageCreated { Fallback: { } other }
                    ? $"{Telling.Line(fact)} or {Telling.Line(other)}"
                    : Telling.Line(fact)
            );
        var wakes = turn.Session?.WakeAfter is { } wake ? $" · wakes after {wake.TotalSeconds}" : "";
        return string.Join(" · ", facts.DefaultIfEmpty("nothing")) + wakes;
    }
}
