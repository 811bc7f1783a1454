using BenchmarkDotNet.Attributes;
using WhatsAppBot.Flows;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Engine;

/// <summary>The usual turn: an answer is heard and saved, a text with a template is said, the next question is asked with another.</summary>
public class TurnBenchmark : IFlowLibrary
{
    private const string Document = """
        {"nodes":[
          {"id":"t","type":"trigger","data":{"keyword":"hi"}},
          {"id":"name","type":"ask","data":{"text":"What is your name?","saveAs":"name"}},
          {"id":"thanks","type":"message","data":{"text":"Thank you, {{ name }}! We write to {{ contact.phone | default: 'you' }}."}},
          {"id":"day","type":"ask","data":{"text":"Which day suits you best, {{ name | capitalize }}?","answer":"date","saveAs":"day"}}],
         "edges":[{"source":"t","target":"name"},{"source":"name","target":"thanks"},{"source":"thanks","target":"day"}]}
        """;

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly FlowVersion flow =
        FlowVersion.Parse("flow", 1, "Flow", Document).Flow
        ?? throw new InvalidOperationException("The flow is sound.");
    private readonly MessageReceived hi = Message("hi");
    private readonly MessageReceived answer = Message("Ada");
    private readonly string stored;
    private readonly Situation fresh;
    private readonly Situation waiting;

    public TurnBenchmark()
    {
        Published = TriggerTable.Of([flow]);
        fresh = new Situation(
            null,
            "7.1",
            Noon,
            "Europe/Berlin",
            new ContactView("7", "Ada Lovelace", "491700000001", "en", ["vip"]),
            new ChannelView("1", "15550000001", "Shop"),
            Owner.Bot,
            this
        );
        var session = Dialogue.Take(fresh, hi).Session ?? throw new InvalidOperationException("The flow asks.");
        stored = session.ToJson();
        waiting = fresh with { Session = session, TurnId = "7.2" };
    }

    public TriggerTable Published { get; }

    public FlowVersion? Find(string flowId, int version) => flow;

    [Benchmark(Baseline = true)]
    public Turn Answer() => Dialogue.Take(waiting, answer);

    [Benchmark]
    public Turn Start() => Dialogue.Take(fresh, hi);

    [Benchmark]
    public string AnswerWithJson() =>
        Dialogue.Take(waiting with { Session = Session.Parse(stored) }, answer).Session?.ToJson() ?? "";

    private static MessageReceived Message(string text) =>
        new(new InboundMessage("wamid.1", Noon, new TextContent(text)));
}
