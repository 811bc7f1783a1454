using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Tests;

/// <summary>A tap counts by its id, when it says what is offered.</summary>
public sealed class OlderTapTests
{
    [Theory]
    [InlineData("Yes", "Yes", "yes")]
    [InlineData("Yes", "Delete my account", "else")]
    // what was shown at another time, or with another name of the contact, is what is offered all the same
    [InlineData("At {{ now | date: '%H:%M' }}", "At 08:15", "yes")]
    public void An_older_menu_does_not_choose_from_this_one(string label, string tapped, string said)
    {
        var flow = FlowVersion
            .Parse(
                "f",
                1,
                "F",
                $$$"""
                {"nodes":[
                  {"id":"t","type":"trigger","data":{"keyword":"hi"}},
                  {"id":"o","type":"options","data":{"text":"?","options":[{"id":"a","label":"{{{label}}}"}],"maxAttempts":0}},
                  {"id":"y","type":"message","data":{"text":"yes"}},
                  {"id":"n","type":"message","data":{"text":"else"}}],
                 "edges":[
                  {"source":"t","target":"o"},
                  {"source":"o","sourceHandle":"a","target":"y"},
                  {"source":"o","sourceHandle":"no-match","target":"n"}]}
                """
            )
            .Flow!;
        var phone = new Phone(flow);
        phone.Says("hi");

        Assert.Equal([said], phone.Sends(new ReplyContent(ReplySource.Button, "a", tapped)).Said());
    }
}
