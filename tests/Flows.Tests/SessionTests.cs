namespace WhatsAppBot.Flows.Tests;

public sealed class SessionTests
{
    private static readonly FlowVersion Flow = FlowVersion
        .Parse(
            "f",
            3,
            "F",
            """
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},
                      {"id":"a","type":"ask","data":{"name":"Name","text":"?","saveAs":"x","timeoutSeconds":90}},
                      {"id":"b","type":"ask","data":{"text":"!"}}],
             "edges":[{"source":"t","target":"a"},{"source":"a","target":"b"}]}
            """
        )
        .Flow!;

    [Fact]
    public void Tells_where_it_stands_and_when_to_wake_it()
    {
        var phone = new Phone(Flow);

        phone.Says("hi");

        Assert.Equal(
            ("a", "Name", 3),
            (phone.Session?.CurrentNodeId, phone.Session?.CurrentNodeName, phone.Session?.Version)
        );
        Assert.Equal(TimeSpan.FromSeconds(90), phone.Session?.WakeAfter);
        Assert.Equal(phone.Now.AddDays(1), phone.Session?.ExpiresAt);
    }

    [Fact]
    public void Grows_its_generation_with_every_wait_and_with_nothing_else()
    {
        var phone = new Phone(Flow);
        phone.Says("hi");
        var first = phone.Session?.Generation;

        phone.Take(new TimerFired(1));
        Assert.Equal(first, phone.Session?.Generation);

        phone.Says("Ada");
        Assert.True(phone.Session?.Generation > first);
    }

    [Fact]
    public void Fires_its_timer_even_when_the_host_s_clock_is_a_little_behind()
    {
        var phone = new Phone(Flow);
        phone.Says("hi");
        phone.Now += TimeSpan.FromSeconds(89);

        var turn = phone.Take(new TimerFired(phone.Session!.Generation));

        Assert.Equal("Expired", turn.Ended());
    }

    [Fact]
    public void Leaves_the_session_before_as_it_was()
    {
        var phone = new Phone(Flow);
        var before = phone.Says("hi").Session!;
        var json = before.ToJson();

        phone.Says("Ada");

        Assert.Equal(json, before.ToJson());
        Assert.Equal("Ada", (string?)phone.Session?.Variables["x"]);
    }

    [Theory]
    [InlineData("ask", true)]
    [InlineData("options", false)]
    [InlineData("message", false)]
    public void Is_moved_only_to_a_node_of_the_same_type_that_waits(string type, bool moves)
    {
        var data = """{"text":"?","options":["A"]}""";
        var next = FlowVersion.Parse("f", 4, "New", $$"""{"nodes":[{"id":"a","type":"{{type}}","data":{{data}}}]}""");
        var phone = new Phone(Flow);
        phone.Knows([Flow, next.Flow!]);
        var before = phone.Says("hi").Session!;

        var turn = phone.Take(new Moved(4));

        Assert.Equal(moves ? null : "Interrupted", turn.Ended());
        Assert.Equal(
            moves ? (4, "New", before.Generation) : default,
            (turn.Session?.Version ?? 0, turn.Session?.FlowName, turn.Session?.Generation ?? 0)
        );
    }

    [Fact]
    public void Is_read_whatever_order_its_keys_have_and_refused_when_a_newer_program_wrote_it()
    {
        var phone = new Phone(Flow);
        var json = phone.Says("hi").Session!.ToJson();

        var turned = new System.Text.Json.Nodes.JsonObject(
            System
                .Text.Json.Nodes.JsonNode.Parse(json)!
                .AsObject()
                .Reverse()
                .Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone()))
        ).ToJsonString();

        Assert.Equal(json, Session.Parse(turned).ToJson());
        Assert.Throws<NotSupportedException>(() =>
            Session.Parse(json.Replace("\"schema\":1", "\"schema\":2", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("""{"x":"\ud83d"}""")]
    [InlineData("""{"x":["\u0000"]}""")]
    public void Does_not_start_with_variables_that_cannot_be_stored(string variables)
    {
        var phone = new Phone(Flow);
        phone.Says("hi");
        var before = phone.Session?.Id;

        var turn = phone.Take(new Started("f", System.Text.Json.Nodes.JsonNode.Parse(variables)!.AsObject()));

        Assert.Equal("variables_refused", Assert.IsType<Trouble>(Assert.Single(turn.Events)).Code);
        Assert.Equal(before, phone.Session?.Id);
    }
}
