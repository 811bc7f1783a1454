using System.Globalization;

namespace WhatsAppBot.Flows.Tests;

public sealed class SplitTests
{
    private const string Document = """
        {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"hi"}},
                  {"id":"s","type":"split","data":{"branches":[{"id":"a","weight":1},{"id":"b","weight":3}]}},
                  {"id":"a","type":"message","data":{"text":"a"}},{"id":"b","type":"message","data":{"text":"b"}}],
         "edges":[{"source":"t","target":"s"},{"source":"s","target":"a","sourceHandle":"a"},{"source":"s","target":"b","sourceHandle":"b"}]}
        """;

    [Fact]
    public void Parts_many_contacts_by_weight()
    {
        var ways = Enumerable.Range(0, 4000).Select(contact => Way("f", 1, contact)).ToList();

        Assert.InRange(ways.Count(way => way == "a"), 900, 1100);
    }

    [Fact]
    public void Sends_a_contact_the_same_way_in_every_version_and_anew_in_another_flow()
    {
        var first = Enumerable.Range(0, 200).Select(contact => Way("f", 1, contact)).ToList();

        Assert.Equal(first, Enumerable.Range(0, 200).Select(contact => Way("f", 2, contact)));
        Assert.NotEqual(first, Enumerable.Range(0, 200).Select(contact => Way("g", 1, contact)));
    }

    private static string Way(string flowId, int version, int contact)
    {
        var flow = FlowVersion.Parse(flowId, version, "F", Document).Flow!;
        var phone = new Phone(flow) { Contact = new ContactView(contact.ToString(CultureInfo.InvariantCulture)) };
        return Assert.Single(phone.Says("hi").Said());
    }
}
