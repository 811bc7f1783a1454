using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Tests;

/// <summary>What can be saved, and what is refused before it does harm.</summary>
public sealed class VariableTests
{
    private static readonly string Deep = new string('[', 33) + new string(']', 33);

    [Theory]
    [InlineData("items[5].name")]
    [InlineData("items.foo.bar")]
    [InlineData("items[1].more[2]")]
    public void Says_when_a_list_has_no_such_place(string path)
    {
        var variables = new Variables(JsonNode.Parse("""{"items":[1,{"more":[]}]}""")!.AsObject());

        var refused = variables.Set(path, "x", out _);

        Assert.Equal($"“{path}” does not fit what is there", refused);
        Assert.DoesNotContain("\"x\"", variables.Current.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_what_lies_thirty_two_deep_and_no_deeper()
    {
        var variables = new Variables([]);

        Assert.Null(variables.Set("a", JsonNode.Parse(Deep[1..^1]), out _));
        Assert.NotNull(variables.Set("a", JsonNode.Parse(Deep), out _));
        Assert.Null(Variables.Fault(new JsonObject { ["a"] = JsonNode.Parse(Deep[1..^1]) }));
        Assert.NotNull(Variables.Fault(new JsonObject { ["a"] = JsonNode.Parse(Deep) }));
    }

    [Theory]
    [InlineData("assign", """{"key":"x","valueType":"json","value":"DEEP"}""")]
    [InlineData("assign", """{"key":"x","valueType":"expression","value":"'DEEP' | parse_json"}""")]
    [InlineData("assign", """{"key":"x","value":["{{ 'DEEP' | parse_json }}"]}""")]
    [InlineData("contact", """{"fields":{"x":"{{ 'DEEP' | parse_json }}"}}""")]
    public void Refuses_what_is_too_deep_to_be_stored(string type, string data)
    {
        var turn = Play(type, data.Replace("DEEP", Deep, StringComparison.Ordinal)).Says("go");

        Assert.Single(turn.Events.OfType<Trouble>());
        Assert.Equal(["then"], turn.Said());
    }

    [Fact]
    public void A_variable_that_holds_all_variables_does_not_grow_without_end()
    {
        var phone = Play("assign", """{"key":"x","valueType":"expression","value":"vars"}""", "ask");

        for (var i = 0; i < 40; i++)
            phone.Says(i == 0 ? "go" : "again");

        Assert.NotNull(phone.Session);
    }

    [Fact]
    public void An_answer_that_is_too_deep_leaves_by_the_error_way()
    {
        var body = new string('[', 62) + new string(']', 62);
        var phone = Play("api", """{"url":"https://a.b","assignTo":"x"}""");
        phone.Says("go");

        var turn = phone.Take(
            new CallAnswered(
                phone.Session!.Wait.CallId!,
                new CallResult(200, new Dictionary<string, string> { ["Content-Type"] = "application/json" }, body)
            )
        );

        Assert.Equal(["variable_refused", "call_failed"], turn.Events.OfType<Trouble>().Select(one => one.Code));
        Assert.Equal("Failed", turn.Ended());
    }

    [Fact]
    public void Letters_of_every_script_count_as_what_they_take()
    {
        var text = new string('ж', 100_000);

        Assert.Null(Variables.Fault(new JsonObject { ["x"] = text }));
        Assert.Null(new Variables([]).Set("x", text, out var bytes));
        Assert.Equal(200_002, bytes);
        Assert.NotNull(Variables.Fault(new JsonObject { ["x"] = text + text }));
    }

    [Fact]
    public void A_custom_field_may_be_called_as_what_a_contact_has()
    {
        var phone = Play("message", """{"text":"{{ contact }} {{ broadcast }}"}""");
        phone.Contact = new ContactView("c", "Ada", Fields: new JsonObject { ["name"] = "other", ["phone"] = "1" });

        var turn = phone.Take(
            new Started("f", null, new BroadcastView("7", "Spring", new JsonObject { ["title"] = "x", ["id"] = 1 }))
        );

        Assert.Equal(
            """{"id":"c","name":"Ada","firstName":"Ada","phone":null,"language":null,"tags":[],"optedOut":false} {"id":"7","title":"Spring"}""",
            turn.Said()[0]
        );
    }

    private static Phone Play(string type, string data, string then = "message")
    {
        var json = $$$"""
            {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"go"}},{"id":"x","type":"{{{type}}}","data":{{{data}}}},
                      {"id":"z","type":"{{{then}}}","data":{"text":"then"}}],
             "edges":[{"source":"t","target":"x"},{"source":"x","target":"z"}{{{(
                then == "ask" ? """,{"source":"z","target":"x"}""" : ""
            )}}}]}
            """;
        return new Phone(FlowVersion.Parse("f", 1, "F", json).Flow!);
    }
}
