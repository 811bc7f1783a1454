using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Tests;

/// <summary>Where a turn that does not end is stopped, and where one that ends is not.</summary>
public sealed class LoopTests
{
    [Fact]
    public void Counts_to_four_hundred_and_ends()
    {
        var turn = Counting(400, "{{ n }}");

        Assert.Equal(["400"], turn.Said());
        Assert.Equal("Completed", turn.Ended());
    }

    [Fact]
    public void Stops_a_count_after_two_thousand_steps()
    {
        var turn = Counting(5000, "{{ n }}");

        var ended = Assert.Single(turn.Events.OfType<SessionEnded>());
        Assert.Equal(Outcome.Failed, ended.Outcome);
        Assert.StartsWith("more than 2000 steps in one turn: ", ended.Reason, StringComparison.Ordinal);
        Assert.EndsWith("count → more → count → more", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_nodes_that_speak_but_have_nothing_to_say_after_five_hundred_steps()
    {
        var turn = Talking("{{ missing }}");

        Assert.Empty(turn.Said());
        Assert.StartsWith("more than 500 steps in one turn: ", Ended(turn).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_two_messages_that_follow_each_other_after_thirty()
    {
        var turn = Talking("{{ n }}");

        Assert.Equal(30, turn.Said().Count);
        Assert.StartsWith(
            "more than 30 messages in one turn: count → m → ",
            Ended(turn).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Stops_two_messages_at_once_when_nothing_changes_and_tells_the_path()
    {
        var turn = new Phone(
            Flow(
                [
                    ("t", "trigger", new() { ["keyword"] = "go" }),
                    ("a", "message", Text("a")),
                    ("b", "message", Text("b")),
                ],
                [("t", "a", null), ("a", "b", null), ("b", "a", null)]
            )
        ).Says("go");

        Assert.Equal(["a", "b"], turn.Said());
        Assert.Equal("a loop that cannot end: t → a → b → a", Ended(turn).Reason);
    }

    [Fact]
    public void Large_variables_do_not_make_a_loop_slow_or_wrong()
    {
        var phone = new Phone(
            Flow(
                [
                    ("t", "trigger", new() { ["keyword"] = "go" }),
                    ("count", "assign", Expression("n", "n | plus: 1")),
                    ("more", "condition", new() { ["expression"] = "n < 500" }),
                    ("m", "message", Text("{{ n }}")),
                ],
                [("t", "count", null), ("count", "more", null), ("more", "count", "true"), ("more", "m", "false")]
            )
        );

        var turn = phone.Take(new Started("f", new JsonObject { ["large"] = new string('x', 200_000) }));

        Assert.Equal(["500"], turn.Said());
    }

    [Fact]
    public void A_contact_that_changes_is_a_change()
    {
        static JsonObject Speaks(string language) => new() { ["language"] = language };

        static JsonObject Is(string language) =>
            new() { ["id"] = language, ["expression"] = $"contact.language == '{language}'" };

        var turn = new Phone(
            Flow(
                [
                    ("t", "trigger", new() { ["keyword"] = "go" }),
                    ("which", "condition", new() { ["branches"] = new JsonArray(Is("en"), Is("es")) }),
                    ("es", "contact", Speaks("es")),
                    ("fr", "contact", Speaks("fr")),
                    ("m", "message", Text("{{ contact.language }}")),
                ],
                [
                    ("t", "which", null),
                    ("which", "es", "en"),
                    ("which", "fr", "es"),
                    ("which", "m", "else"),
                    ("es", "which", null),
                    ("fr", "which", null),
                ]
            )
        ).Says("go");

        Assert.Equal(["fr"], turn.Said());
    }

    private static Turn Counting(int rounds, string text) =>
        new Phone(
            Flow(
                [
                    ("t", "trigger", new() { ["keyword"] = "go" }),
                    ("count", "assign", Expression("n", "n | plus: 1")),
                    ("more", "condition", new() { ["expression"] = $"n < {rounds}" }),
                    ("m", "message", Text(text)),
                ],
                [("t", "count", null), ("count", "more", null), ("more", "count", "true"), ("more", "m", "false")]
            )
        ).Says("go");

    private static Turn Talking(string text) =>
        new Phone(
            Flow(
                [
                    ("t", "trigger", new() { ["keyword"] = "go" }),
                    ("count", "assign", Expression("n", "n | plus: 1")),
                    ("m", "message", Text(text)),
                ],
                [("t", "count", null), ("count", "m", null), ("m", "count", null)]
            )
        ).Says("go");

    private static SessionEnded Ended(Turn turn) => Assert.Single(turn.Events.OfType<SessionEnded>());

    private static JsonObject Text(string text) => new() { ["text"] = text };

    private static JsonObject Expression(string key, string value) =>
        new()
        {
            ["key"] = key,
            ["value"] = value,
            ["valueType"] = "expression",
        };

    private static FlowVersion Flow(
        (string Id, string Type, JsonObject Data)[] nodes,
        (string Source, string Target, string? Handle)[] edges
    ) =>
        FlowVersion
            .Parse(
                "f",
                1,
                "F",
                new JsonObject
                {
                    ["nodes"] = new JsonArray([
                        .. nodes.Select(node => new JsonObject
                        {
                            ["id"] = node.Id,
                            ["type"] = node.Type,
                            ["data"] = node.Data,
                        }),
                    ]),
                    ["edges"] = new JsonArray([
                        .. edges.Select(edge => new JsonObject
                        {
                            ["source"] = edge.Source,
                            ["target"] = edge.Target,
                            ["sourceHandle"] = edge.Handle,
                        }),
                    ]),
                }.ToJsonString()
            )
            .Flow!;
}
