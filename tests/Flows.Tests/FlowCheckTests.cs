using WhatsAppBot.Flows.Checks;

namespace WhatsAppBot.Flows.Tests;

public sealed class FlowCheckTests
{
    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(Golden.Examples, "*.json").Select(file => Path.GetFileName(file) ?? "")];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_examples_have_no_problems(string example) =>
        Assert.Empty(Check(File.ReadAllText(Path.Combine(Golden.Examples, example))).Problems);

    [Fact]
    public void All_problems_are_told_and_not_only_the_first()
    {
        var report = Check(
            """
            {"nodes":[{"id":"a","type":"hologram"},{"id":"b","type":"message","data":{"text":"{{ x"}},
                      {"id":"t","type":"trigger","data":{"keyword":"hi"}},{"id":"g","type":"goto","data":{"targetNodeId":"g"}},
                      {"id":"o","type":"options","data":{"text":"?","options":["A","A"]}}],
             "edges":[{"id":"1","source":"t","target":"o"},{"id":"2","source":"t","target":"nowhere"},{"id":"3","source":"o","target":"a","sourceHandle":"zzz"}]}
            """
        );

        Assert.Null(report.Flow);
        Assert.Equal(
            [
                "bad_template b",
                "duplicate_label o",
                "goto_itself g",
                "loose_edge 2",
                "missing b",
                "no_way_on o",
                "no_way_on o",
                "unknown_handle 3",
                "unknown_type a",
                "unreachable b",
                "unreachable g",
            ],
            report.Problems.Select(problem => $"{problem.Code} {problem.ElementId}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_name_that_nobody_wrote_by_hand_has_no_nearest()
    {
        Assert.Null(Nearest.To(new string('x', 101), [new string('x', 102)]));
        Assert.NotNull(Nearest.To(new string('x', 100), [new string('x', 101)]));
    }

    [Theory]
    [InlineData("condition", """{"id":"a","expression":"input"}""")]
    [InlineData("split", """{"id":"a"}""")]
    public void More_branches_than_any_flow_has_nodes_are_too_many(string type, string branch)
    {
        var branches = string.Join(',', Enumerable.Repeat(branch, 1001));

        var report = Check($$$"""{"nodes":[{"id":"x","type":"{{{type}}}","data":{"branches":[{{{branches}}}]}}]}""");

        Assert.Contains(report.Problems, problem => (problem.Code, problem.Field) == ("too_many", "branches"));
    }

    [Fact]
    public void A_loop_that_talks_is_told_with_its_path()
    {
        var report = Check(
            """
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},{"id":"m","type":"message","data":{"name":"Hello","text":"hi"}},
                      {"id":"a","type":"assign","data":{"key":"n","value":"{{ n | plus: 1 }}"}},{"id":"g","type":"goto","data":{"targetNodeId":"m"}}],
             "edges":[{"source":"t","target":"m"},{"source":"m","target":"a"},{"source":"a","target":"g"}]}
            """
        );

        var problem = Assert.Single(report.Problems);
        Assert.Equal(("talking_loop", "m"), (problem.Code, problem.ElementId));
        Assert.EndsWith("Hello → a → g → Hello.", problem.Text, StringComparison.Ordinal);
        Assert.False(report.IsSound);
        Assert.NotNull(report.Flow);
    }

    [Theory]
    [InlineData("ask", """{"text":"?"}""")]
    [InlineData("delay", """{"seconds":5}""")]
    public void A_loop_that_waits_is_fine(string type, string data)
    {
        var report = Check(
            $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},{"id":"m","type":"message","data":{"text":"hi"}},
                      {"id":"w","type":"{{{type}}}","data":{{{data}}}}],
             "edges":[{"source":"t","target":"m"},{"source":"m","target":"w"},{"source":"w","target":"m"}]}
            """
        );

        Assert.Empty(report.Problems);
    }

    [Fact]
    public void A_counter_that_says_nothing_is_fine()
    {
        var report = Check(
            """
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},{"id":"a","type":"assign","data":{"key":"n","value":"{{ n | plus: 1 }}"}},
                      {"id":"c","type":"condition","data":{"expression":"n < 3"}},{"id":"x","type":"end"}],
             "edges":[{"source":"t","target":"a"},{"source":"a","target":"c"},{"source":"c","target":"a","sourceHandle":"true"},
                      {"source":"c","target":"x","sourceHandle":"false"}]}
            """
        );

        Assert.Empty(report.Problems);
    }

    [Theory]
    [InlineData("{{ ordr.id }}", "Nothing in this flow sets “ordr”; did you mean “order”?")]
    [InlineData("{{ oredr }}", "Nothing in this flow sets “oredr”; did you mean “order”?")]
    [InlineData("{{ context.lastinput }}", "Nothing in this flow sets “lastinput”; did you mean “lastInput”?")]
    [InlineData("{{ vars.zzz }}", "Nothing in this flow sets “zzz”; set it before it is read.")]
    [InlineData("{{ contact.citty }}", "There is no “contact.citty”; did you mean “contact.city”?")]
    [InlineData("{{ contact['fone'] }}", "There is no “contact.fone”; did you mean “contact.phone”?")]
    [InlineData("{{ flow.nam }}", "There is no “flow.nam”; did you mean “flow.name”?")]
    [InlineData("{% if a > 1 %}x{% endif %}", "Nothing in this flow sets “a”; set it before it is read.")]
    [InlineData("{{ order | default: fallbak }}", "Nothing in this flow sets “fallbak”; set it before it is read.")]
    public void An_unknown_name_is_told_with_the_nearest_known(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(Reading(text).Problems).Text);

    [Theory]
    [InlineData("{{ order.id }} {{ vars.order }} {{ context.order.x }} {{ context.contact.name }}")]
    [InlineData(
        "{{ input }} {{ message.media.id }} {{ now }} {{ channel.number }} {{ broadcast.anything }} {{ lastInput }}"
    )]
    [InlineData("{{ contact.city }} {{ contact.firstName }} {{ contact.tags.size }}")]
    [InlineData(
        "{% for i in order %}{{ i.a }}{{ forloop.index }}{% endfor %}{% assign b = 1 %}{{ b }}{% capture c %}{% endcapture %}{{ c }}"
    )]
    public void Known_names_are_left_alone(string text) => Assert.Empty(Reading(text).Problems);

    [Theory]
    [InlineData("contact", "id name firstName phone language tags optedOut fields")]
    [InlineData("flow", "id name version")]
    [InlineData("channel", "id number title")]
    public void The_known_names_are_those_that_the_engine_knows(string scope, string names)
    {
        var known = scope switch
        {
            "contact" => KnownNames.Contact,
            "flow" => KnownNames.Flow,
            _ => KnownNames.Channel,
        };
        Assert.Equal(names.Split(' ').Order(), known.Order());

        var said = Assert.Single(new Phone(Reading($"{{{{ {scope} | json }}}}", "message").Flow!).Says("hi").Said());
        var engine = System.Text.Json.Nodes.JsonNode.Parse(said)!.AsObject().Select(part => part.Key);
        Assert.Equal(known.Where(name => name != "fields").Order(), engine.Where(name => name != "age").Order());
    }

    [Fact]
    public void The_older_names_are_those_that_the_engine_knows()
    {
        var names = KnownNames.Older.Except(["endReason"]).ToList();
        var text = string.Join('|', names.Select(name => $"{{{{ {name} }}}}"));
        var flow = Check(
            $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},{"id":"o","type":"options","data":{"text":"?","options":["A"]}},
                      {"id":"h","type":"handoff","data":{"queue":"q"}},{"id":"m","type":"message","data":{"text":"{{{text}}}"}}],
             "edges":[{"source":"t","target":"o"},{"source":"o","target":"h","sourceHandle":"opt-0"},{"source":"h","target":"m"}]}
            """
        ).Flow!;
        var phone = new Phone(flow);
        phone.Says("hi");
        phone.Says("a");

        var said = Assert.Single(phone.Take(new Returned()).Said()).Split('|');

        Assert.Equal(names.Count, said.Length);
        Assert.All(said, Assert.NotEmpty);
    }

    [Fact]
    public void Names_that_the_api_may_bring_are_only_told_when_they_are_near()
    {
        var report = Check(
            """
            {"nodes":[{"id":"t","type":"trigger","data":{"kind":"api"}},{"id":"a","type":"ask","data":{"text":"{{ campaign }} {{ nmae }}","saveAs":"name"}},
                      {"id":"x","type":"end"}],
             "edges":[{"source":"t","target":"a"},{"source":"a","target":"x"}]}
            """
        );

        Assert.Contains("“nmae”", Assert.Single(report.Problems).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("welcome", "en", true)]
    [InlineData("bye", "es", true)]
    [InlineData("bye", "en", false)]
    [InlineData("{{ a }}", "en", true)]
    public void A_template_must_be_approved_in_its_language(string name, string language, bool isApproved)
    {
        var json = $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},
                      {"id":"m","type":"message","data":{"text":"a","fallbackTemplate":{"name":"{{{name}}}","language":"{{{language}}}"} } }],
             "edges":[{"source":"t","target":"m"}]}
            """;
        var around = new FlowSurroundings([], new HashSet<string> { "welcome", "bye/es" });

        var problems = FlowCheck.Of("f", "F", json, around).Problems;

        Assert.Equal(isApproved, problems.All(problem => problem.Code != "template_not_approved"));
    }

    [Theory]
    [InlineData(3, 20, true)]
    [InlineData(3, 21, false)]
    [InlineData(4, 24, true)]
    [InlineData(4, 25, false)]
    public void A_label_is_as_long_as_a_button_or_a_row_takes(int count, int length, bool fits)
    {
        var labels = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}{new string('é', length - 1)}\""));
        var report = Check(
            $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},{"id":"o","type":"options","data":{"text":"?","options":[{{{labels}}}]}}],
             "edges":[{"source":"t","target":"o"}]}
            """
        );

        Assert.Equal(fits, report.IsSound);
        Assert.Equal(fits ? 0 : count, report.Problems.Count(problem => problem.Code == "too_long"));
    }

    [Theory]
    [InlineData("order", "order", 0)]
    [InlineData("order", "Order", 0)]
    [InlineData("order", "ordre", 1)]
    [InlineData("order", "oder", 1)]
    [InlineData("order", "border", 1)]
    [InlineData("order", "odder", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Slips_are_counted(string from, string to, int slips)
    {
        Assert.Equal(slips, Nearest.Distance(from, to));
        Assert.Equal(slips, Nearest.Distance(to, from));
    }

    [Fact]
    public void Loops_are_found_however_they_are_knotted()
    {
        var graph = new Dictionary<string, string[]>
        {
            ["a"] = ["b"],
            ["b"] = ["c", "e"],
            ["c"] = ["d", "b"],
            ["d"] = ["d"],
            ["e"] = ["f"],
            ["f"] = ["g"],
            ["g"] = ["e", "a"],
            ["h"] = ["a"],
        };

        Assert.Equal(["abcefg", "d"], Loops.In([.. graph.Keys], id => graph[id]).Select(loop => string.Concat(loop)));
        Assert.Equal(["efg"], Loops.In(["e", "f", "g", "h"], id => graph[id]).Select(loop => string.Concat(loop)));
        Assert.Equal("efge", string.Concat(Loops.Round("e", ["e", "f", "g"], id => graph[id])));
    }

    private static FlowReport Reading(string text, string first = "ask")
    {
        var json = $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},{"id":"a","type":"{{{first}}}","data":{"text":"","saveAs":"vars.order.id"}},
                      {"id":"m","type":"message","data":{"text":"{{{text}}}"}}],
             "edges":[{"source":"t","target":"a"},{"source":"a","target":"m"}]}
            """;
        return FlowCheck.Of("f", "F", json, new FlowSurroundings([], null, new HashSet<string> { "city" }));
    }

    private static FlowReport Check(string json) => FlowCheck.Of("f", "F", json, FlowSurroundings.Alone);
}
