using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Tests;

/// <summary>Much out of little: what a document or a template would make of one long text stops at its limit.</summary>
public sealed class BudgetTests
{
    private static readonly string Long = new('x', 60_000);

    [Theory]
    [InlineData("{{ l }}")]
    [InlineData("{{ l | upcase }}")]
    [InlineData("{{ l | append: 'x' }}")]
    [InlineData("{{ l | json }}")]
    [InlineData("{{ l | join | size }}")]
    [InlineData("{{ l | uniq | size }}")]
    [InlineData("{{ l | sort | size }}")]
    [InlineData("{% if l contains 'y' %}{% endif %}{{ l }}")]
    public void A_list_that_holds_one_text_thousands_of_times_comes_to_nothing(string end)
    {
        var lookup = new Lookup(new JsonObject { ["b"] = new JsonArray(Long) });

        Assert.NotEmpty(lookup.Fault(Doubled(12) + end));
    }

    [Fact]
    public void A_list_goes_into_json_only_when_it_is_not_too_large()
    {
        var phone = Api(new JsonObject { ["body"] = $$"""{"all":{{Doubled(12)}}{{"{{ l }}"}}}""" }, null);

        var turn = phone.Take(new Started("f", new JsonObject { ["b"] = new JsonArray(Long) }));

        Assert.Contains("template_failed", Troubles(turn));
    }

    [Fact]
    public void Filters_look_at_so_many_items_and_no_more()
    {
        var lookup = new Lookup([]);

        Assert.Empty(lookup.Fill("{% assign l = (1..9000) | reverse | uniq | sort | compact %}"));
        Assert.NotEmpty(
            lookup.Fault("{% assign l = (1..9000) %}{% for i in (1..9) %}{% assign u = l | uniq %}{% endfor %}")
        );
    }

    [Fact]
    public void A_body_of_many_places_is_not_sent()
    {
        var phone = Api(new JsonObject { ["body"] = Places(20) }, "e");

        var turn = phone.Take(new Started("f", new JsonObject { ["v"] = Long }));

        Assert.Empty(turn.Events.OfType<CallRequested>());
        Assert.Equal(["template_failed", "call_failed"], Troubles(turn));
        Assert.Equal(["error"], turn.Said());
    }

    [Fact]
    public void A_body_of_a_few_places_is_sent()
    {
        var phone = Api(new JsonObject { ["body"] = Places(4) }, "e");

        var turn = phone.Take(new Started("f", new JsonObject { ["v"] = Long }));

        Assert.True(Assert.Single(turn.Events.OfType<CallRequested>()).Call.Body?.Length > 240_000);
    }

    [Fact]
    public void A_document_of_many_loops_ends()
    {
        var loop = "{% for i in (1..900) %}{% endfor %}x";
        var phone = Api(new JsonObject { ["body"] = new JsonArray([.. Enumerable.Repeat(loop, 200).Select(At)]) }, "e");

        Assert.Equal(["template_failed", "call_failed"], Troubles(phone.Says("go")));
    }

    [Theory]
    [InlineData("assign", "value")]
    [InlineData("subflow", "inputs")]
    [InlineData("contact", "fields")]
    public void Other_documents_have_the_same_limit(string type, string field)
    {
        JsonNode places = type == "assign" ? Places(20) : new JsonObject { ["a"] = Places(10), ["b"] = Places(10) };
        var phone = Flow(
            (
                type,
                new JsonObject
                {
                    ["key"] = "x",
                    ["flowId"] = "f",
                    [field] = places,
                }
            )
        );

        var turn = phone.Take(new Started("f", new JsonObject { ["v"] = Long }));

        Assert.Contains("template_failed", Troubles(turn));
        Assert.True(Phone.AsJson(turn).Length < 500_000);
    }

    [Fact]
    public void All_parameters_of_a_template_share_one_limit()
    {
        var parameters = Enumerable
            .Range(0, 20)
            .Select(_ =>
                (JsonNode)
                    new JsonObject
                    {
                        ["component"] = "header",
                        ["type"] = "image",
                        ["value"] = new JsonObject { ["link"] = "{{ v }}" },
                    }
            );
        var phone = Flow(
            (
                "message",
                new JsonObject
                {
                    ["text"] = "a",
                    ["useTemplate"] = true,
                    ["templateName"] = "a",
                    ["templateParameters"] = new JsonArray([.. parameters]),
                }
            )
        );

        var turn = phone.Take(new Started("f", new JsonObject { ["v"] = Long }));

        Assert.Equal(["template_failed"], Troubles(turn));
    }

    [Fact]
    public void A_loop_that_saves_long_values_tells_only_the_first_of_them()
    {
        var turn = Looping("assign", new JsonObject { ["key"] = "w", ["value"] = "{{ v }}{{ n }}" });

        var told = turn.Events.OfType<VariableSet>().Where(set => set.Name == "w").Select(set => (string?)set.Value);
        Assert.Equal((Long + 1, "… (60004 bytes)"), (told.First(), told.Last()));
        Assert.Equal(Long + 60, (string?)turn.Session?.Variables["w"]);
        Assert.True(Phone.AsJson(turn).Length < 1_000_000);
    }

    [Fact]
    public void A_loop_that_changes_the_contact_without_end_fails()
    {
        var turn = Looping("contact", new JsonObject { ["fields"] = new JsonObject { ["w"] = "{{ v }}{{ n }}" } });

        Assert.StartsWith(
            "more than 1024 KiB of changes to the contact in one turn",
            turn.Events.OfType<SessionEnded>().Single().Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_name_in_the_log_is_short()
    {
        var flow = FlowVersion.Parse(
            "f",
            1,
            "F",
            $$$"""{"nodes":[{"id":"x","type":"end","data":{"name":"{{{Long}}}"}}]}"""
        );

        Assert.Equal(200, flow.Flow?.NodeName("x")?.Length);
    }

    private static Turn Looping(string type, JsonObject data) =>
        Flow(
                (
                    "assign",
                    new JsonObject
                    {
                        ["key"] = "n",
                        ["value"] = "n | plus: 1",
                        ["valueType"] = "expression",
                    }
                ),
                (type, data),
                ("condition", new JsonObject { ["expression"] = "n < 60" }),
                ("ask", new JsonObject { ["text"] = "?" })
            )
            .Take(new Started("f", new JsonObject { ["v"] = Long }));

    private static JsonArray Places(int count) => new([.. Enumerable.Repeat("{{ v }}", count).Select(At)]);

    private static JsonNode At(string text) => text;

    private static string Doubled(int times) =>
        "{% assign l = b %}" + string.Concat(Enumerable.Repeat("{% assign l = l | concat: l %}", times));

    private static IEnumerable<string> Troubles(Turn turn) => turn.Events.OfType<Trouble>().Select(one => one.Code);

    private static Phone Api(JsonObject data, string? error)
    {
        data["url"] = "https://a.b";
        data["method"] = "POST";
        return error is null ? Flow(("api", data)) : Flow(("api", data), ("message", new() { ["text"] = "error" }));
    }

    /// <summary>Nodes one after the other, by whatever way; a condition that holds goes back to the first.</summary>
    private static Phone Flow(params (string Type, JsonObject Data)[] nodes)
    {
        var drawn = new JsonArray(
            new JsonObject
            {
                ["id"] = "t",
                ["type"] = "trigger",
                ["data"] = new JsonObject { ["keyword"] = "go" },
            }
        );
        var edges = new JsonArray(Edge("t", "n0", null));
        for (var i = 0; i < nodes.Length; i++)
        {
            drawn.Add(
                new JsonObject
                {
                    ["id"] = $"n{i}",
                    ["type"] = nodes[i].Type,
                    ["data"] = nodes[i].Data,
                }
            );
            if (nodes[i].Type == "condition")
                edges.Add(Edge($"n{i}", "n0", "true"));
            if (i + 1 < nodes.Length)
                edges.Add(
                    Edge(
                        $"n{i}",
                        $"n{i + 1}",
                        nodes[i].Type switch
                        {
                            "api" => "error",
                            "condition" => "false",
                            _ => null,
                        }
                    )
                );
        }
        var json = new JsonObject { ["nodes"] = drawn, ["edges"] = edges }.ToJsonString();
        return new Phone(FlowVersion.Parse("f", 1, "F", json).Flow!);
    }

    private static JsonObject Edge(string source, string target, string? handle) =>
        new()
        {
            ["source"] = source,
            ["target"] = target,
            ["sourceHandle"] = handle,
        };
}
