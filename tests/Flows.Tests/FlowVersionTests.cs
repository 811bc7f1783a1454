namespace WhatsAppBot.Flows.Tests;

public sealed class FlowVersionTests
{
    [Theory]
    [InlineData("{", "bad_json", null)]
    [InlineData("""{"nodes":[{"id":"\ud83d","type":"end"}]}""", "bad_json", null)]
    [InlineData("""{"nodes":[{"id":"x","type":"message","data":{"text":"\u0000"}}]}""", "bad_json", null)]
    [InlineData("[]", "no_nodes", null)]
    [InlineData("""{"nodes":[{"type":"end"}]}""", "no_id", null)]
    [InlineData("""{"nodes":[{"id":"x","type":"hologram"}]}""", "unknown_type", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"end"},{"id":"x","type":"end"}]}""", "duplicate_id", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"end"}],"edges":[{"id":"e","source":"x","target":"y"}]}""",
        "loose_edge",
        "e"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"message","data":{"text":"{{ oops"}}]}""", "bad_template", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"message","data":{"useTemplate":true}}]}""", "missing", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"message","data":{"fallbackTemplate":"Not A Name"}}]}""",
        "bad_template_name",
        "x"
    )]
    [InlineData(
        """{"nodes":[{"id":"x","type":"message","data":{"useTemplate":true,"templateName":"a","templateParameters":[{"component":"foot","value":"1"}]}}]}""",
        "bad_choice",
        "x"
    )]
    [InlineData(
        """{"nodes":[{"id":"x","type":"message","data":{"useTemplate":true,"templateName":"a","templateParameters":[{"component":"button","index":10,"value":"1"}]}}]}""",
        "bad_number",
        "x"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"split"}]}""", "no_branches", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"split","data":{"branches":[{"weight":0}]}}]}""", "no_branches", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"split","data":{"branches":[{"weight":"much"}]}}]}""", "bad_number", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"split","data":{"branches":[{"id":"a"},{"id":"a"}]}}]}""",
        "duplicate_branch",
        "x"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"api"}]}""", "missing", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"api","data":{"url":"https://a","method":"LOOK"}}]}""",
        "bad_choice",
        "x"
    )]
    [InlineData(
        """{"nodes":[{"id":"x","type":"api","data":{"url":"https://a","timeoutSeconds":31}}]}""",
        "bad_number",
        "x"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"api","data":{"url":"https://a","retries":3}}]}""", "bad_number", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"api","data":{"url":"https://a","headers":{"Host":"b"}}}]}""",
        "bad_header",
        "x"
    )]
    [InlineData(
        """{"nodes":[{"id":"x","type":"api","data":{"url":"https://a","headers":[{"key":"a b","value":"c"}]}}]}""",
        "bad_header",
        "x"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"media"}]}""", "missing", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"media","data":{"mediaType":"hologram","url":"a"}}]}""",
        "bad_choice",
        "x"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"location","data":{"latitude":1}}]}""", "missing", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"whatsapp_flow","data":{"body":"b"}}]}""", "missing", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"whatsapp_flow","data":{"body":"b","flowId":"1","mode":"live"}}]}""",
        "bad_choice",
        "x"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"subflow"}]}""", "missing", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"subflow","data":{"flowId":"f","returns":{"a":"b ++"}}}]}""",
        "bad_expression",
        "x"
    )]
    [InlineData("""{"settings":{"quietSeconds":301},"nodes":[]}""", "bad_number", "settings")]
    [InlineData("""{"nodes":[{"id":"x","type":"trigger","data":{"kind":"moon"}}]}""", "bad_choice", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"trigger","data":{"match":"regex","keywords":["("]}}]}""",
        "bad_regex",
        "x"
    )]
    [InlineData(
        """{"nodes":[{"id":"x","type":"trigger","data":{"match":"regex","keywords":["(a)\\1"]}}]}""",
        "bad_regex",
        "x"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"options","data":{"options":[]}}]}""", "bad_options", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"options","data":{"options":[{"id":"a"},{"id":"a"}]}}]}""",
        "duplicate_option",
        "x"
    )]
    [InlineData(
        """{"nodes":[{"id":"x","type":"options","data":{"options":[1,2,3,4,5,6,7,8,9,10,11]}}]}""",
        "bad_options",
        "x"
    )]
    [InlineData("""{"nodes":[{"id":"x","type":"ask","data":{"answer":"7"}}]}""", "bad_choice", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"delay","data":{"seconds":"31536001"}}]}""", "bad_number", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"delay"}]}""", "missing", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"assign"}]}""", "missing", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"goto"}]}""", "missing", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"condition"}]}""", "no_rules", "x")]
    [InlineData("""{"nodes":[{"id":"x","type":"condition","data":{"expression":"a === b"}}]}""", "bad_expression", "x")]
    [InlineData(
        """{"nodes":[{"id":"x","type":"condition","data":{"rules":[{"operator":"like"}]}}]}""",
        "bad_operator",
        "x"
    )]
    public void Names_the_problem_and_its_place(string json, string code, string? place)
    {
        var parsed = FlowVersion.Parse("f", 1, "F", json);

        Assert.Null(parsed.Flow);
        Assert.Contains(
            parsed.Problems,
            problem => problem.Code == code && problem.ElementId == place && problem.Text.Length > 0
        );
    }

    [Fact]
    public void Refuses_a_second_edge_on_a_handle()
    {
        var parsed = FlowVersion.Parse(
            "f",
            1,
            "F",
            """
            {"nodes":[{"id":"x","type":"end"},{"id":"y","type":"end"}],
             "edges":[{"id":"a","source":"x","target":"y"},{"id":"b","source":"x","target":"y","sourceHandle":""}]}
            """
        );

        Assert.Equal(("two_edges", "b"), (parsed.Problems[0].Code, parsed.Problems[0].ElementId));
    }

    [Fact]
    public void Refuses_documents_beyond_the_limits()
    {
        var nodes = string.Join(',', Enumerable.Range(0, 1001).Select(i => $$"""{"id":"{{i}}","type":"end"}"""));

        Assert.Equal("too_many", FlowVersion.Parse("f", 1, "F", $$"""{"nodes":[{{nodes}}]}""").Problems[0].Code);
        Assert.Equal("too_large", FlowVersion.Parse("f", 1, "F", new string(' ', 1024 * 1024 + 1)).Problems[0].Code);
    }

    [Fact]
    public void Keeps_what_it_does_not_know_and_reads_older_forms()
    {
        const string json = """
            {"viewport":{"zoom":"1"},"nodes":[
              {"id":"t","type":"trigger","position":{"x":"12","y":"7"},"data":{"keyword":"hi","label":"Start","colour":"red"}},
              {"id":"o","type":"options","data":{"text":"?","options":["A","B"],"timeoutSeconds":"60"}},
              {"id":"e","type":"end","data":null}],
             "edges":[{"source":"t","target":"o"},{"source":"o","target":"e","sourceHandle":"opt-1"}]}
            """;

        var flow = FlowVersion.Parse("f", 1, "F", json).Flow;

        Assert.Equal(json, flow?.Json);
        Assert.Equal("Start", flow?.NodeName("t"));
        Assert.Equal(["? [opt-0: A] [opt-1: B]"], new Phone(flow!).Says("hi").Said());
    }

    [Fact]
    public void A_session_whose_version_is_gone_fails_and_says_so()
    {
        var flow = FlowVersion
            .Parse(
                "f",
                1,
                "F",
                """{"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},{"id":"a","type":"ask","data":{"text":"?"}}],"edges":[{"source":"t","target":"a"}]}"""
            )
            .Flow!;
        var phone = new Phone(flow);
        phone.Says("hi");

        var situation = new Situation(
            phone.Session,
            "t2",
            phone.Now,
            null,
            phone.Contact,
            new ChannelView("c", "1"),
            default,
            new Phone()
        );
        var turn = Dialogue.Take(
            situation,
            new MessageReceived(new Messages.InboundMessage("w", default, new Messages.TextContent("x")))
        );

        Assert.Null(turn.Session);
        Assert.Equal(
            [new SessionEnded("turn-1.s", "f", Outcome.Failed, "version 1 of the flow does not exist")],
            turn.Events
        );
    }
}
