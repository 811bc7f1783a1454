using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Flows.Tests;

/// <summary>What holds for every flow and every input. <see cref="Phone"/> takes each turn twice and sends each session through JSON.</summary>
public sealed class LawTests
{
    private static readonly IReadOnlyList<FlowVersion> Examples =
    [
        .. Directory
            .EnumerateFiles(Golden.Examples, "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => FlowVersion.Parse(Path.GetFileName(file), 1, file, File.ReadAllText(file)).Flow!),
    ];

    [Property(MaxTest = 6000)]
    public void Any_flow_takes_any_input_and_keeps_the_limits(DoNotSize<int> seed)
    {
        var chance = new Chance(seed.Item);
        var phone = new Phone(Drawn(chance));
        for (var i = 0; i < 10; i++)
        {
            phone.Owner = (Owner)(chance.Answer().Length % 20 == 19 ? 1 : 0);
            KeepsTheLimits(phone.Take(chance.Input(phone.Session)));
            phone.Now += TimeSpan.FromHours(i % 3);
        }
    }

    [Fact]
    public void Most_of_the_drawn_flows_can_run_and_all_node_types_are_drawn_and_entered()
    {
        var entered = new HashSet<Type>();
        var ran = 0;
        for (var seed = 0; seed < 600; seed++)
        {
            var flows = Drawn(new Chance(seed));
            ran += flows.Count > 0 ? 1 : 0;
            foreach (var fact in new Phone(flows).Says("go").Events.OfType<NodeEntered>())
            {
                var flow = flows.FirstOrDefault(flow => flow.FlowId == (fact.Within?.FlowId ?? flow.FlowId));
                if (flow?.Node(fact.NodeId)?.GetType() is { } type)
                    entered.Add(type);
            }
        }

        Assert.InRange(ran, 400, 600);
        Assert.Empty(Node.Types.Values.Select(read => read.Method.DeclaringType).Except(entered));
    }

    [Property(MaxTest = 1000)]
    public void The_examples_take_any_texts(string?[] texts, DoNotSize<int> seed)
    {
        var chance = new Chance(seed.Item);
        var phone = new Phone(Examples);
        foreach (var text in texts.Append(null).Take(20))
        {
            KeepsTheLimits(phone.Says(chance.Answer()));
            KeepsTheLimits(phone.Says(text ?? "book"));
        }
    }

    [Property(MaxTest = 5000)]
    public void A_template_never_throws(DoNotSize<int> seed) => Renders(new Chance(seed.Item).Template());

    [Property(MaxTest = 1000)]
    public void A_template_of_any_text_never_throws(string? text) => Renders(text ?? "");

    [Property(MaxTest = 1000)]
    public void A_document_of_any_shape_is_read_or_refused(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        var document = Damage.To(new Chance(seed.Item).Flow(), random);

        var parsed = FlowVersion.Parse("f", 1, "F", document);

        Assert.True(parsed.Flow is not null || parsed.Problems.Any(problem => problem.Severity == Severity.Error));
    }

    [Property(MaxTest = 1000)]
    public void Folding_twice_is_folding_once(string? text) =>
        Assert.Equal(Fold.Of(text ?? ""), Fold.Of(Fold.Of(text ?? "")));

    /// <summary>A flow, the sub-flow that it may call, and another version of each: those that can run.</summary>
    private static List<FlowVersion> Drawn(Chance chance) =>
        [
            .. new[] { ("flow", 1), ("sub", 1), ("flow", 2), ("sub", 3) }
                .Select(entry => FlowVersion.Parse(entry.Item1, entry.Item2, "Flow", chance.Flow()).Flow)
                .OfType<FlowVersion>(),
        ];

    /// <summary>What the engine says, Meta takes.</summary>
    private static void KeepsTheLimits(Turn turn)
    {
        Assert.InRange(turn.Events.OfType<MessageCreated>().Count(), 0, 30);
        Assert.InRange(turn.Events.OfType<NodeEntered>().Count(), 0, 2000);
        foreach (var message in turn.Events.OfType<MessageCreated>())
        {
            Assert.Null(ContentLimits.Check(message.Content));
            if (message.Fallback is { } fallback)
                Assert.Null(ContentLimits.Check(fallback));
        }
    }

    private static void Renders(string text)
    {
        var (template, error) = Template.Parse(text);
        var (rendered, fault) = template.Render(new Scope());

        Assert.True(error is null || rendered.Length == 0);
        Assert.True(fault is null || rendered.Length == 0);
        Assert.InRange(
            Encoding.UTF8.GetByteCount(rendered),
            0,
            Math.Max(Rendering.MostText, Encoding.UTF8.GetByteCount(text))
        );
    }

    private sealed class Scope : ILookup
    {
        public IEnumerable<string> Names => ["a", "x", "contact", "input", "now"];

        public object? Find(string name) =>
            name switch
            {
                "a" => "some words of a text",
                "x" => JsonNode.Parse("""[{"name":"b","a":1},[1,2],null,"z",2.5]"""),
                "contact" => this,
                "tags" => new List<object?> { "vip", 1m, null },
                "input" => 42m,
                "now" => new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
                _ => null,
            };
    }
}
