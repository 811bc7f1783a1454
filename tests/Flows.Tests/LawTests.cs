using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

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

    [Property(MaxTest = 3000)]
    public void Any_flow_takes_any_input_and_keeps_the_limits(DoNotSize<int> seed)
    {
        var chance = new Chance(seed.Item);
        if (FlowVersion.Parse("flow", 1, "Flow", chance.Flow()).Flow is not { } flow)
            return;

        var phone = new Phone(flow);
        for (var i = 0; i < 8; i++)
        {
            phone.Owner = (Owner)(chance.Answer().Length % 20 == 19 ? 1 : 0);
            KeepsTheLimits(phone.Take(chance.Input(phone.Session)));
            phone.Now += TimeSpan.FromHours(i);
        }
    }

    [Fact]
    public void Most_of_the_drawn_flows_can_run_and_speak()
    {
        var flows = Enumerable
            .Range(0, 200)
            .Select(seed => FlowVersion.Parse("flow", 1, "Flow", new Chance(seed).Flow()).Flow)
            .OfType<FlowVersion>()
            .ToList();
        var speaking = flows.Count(flow => new Phone(flow).Says("go").Said().Count > 0);

        Assert.InRange(flows.Count, 100, 200);
        Assert.InRange(speaking, 50, 200);
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

    private static void KeepsTheLimits(Turn turn)
    {
        Assert.InRange(turn.Events.OfType<MessageCreated>().Count(), 0, 30);
        Assert.InRange(turn.Events.OfType<NodeEntered>().Count(), 0, 500);
        foreach (var message in turn.Events.OfType<MessageCreated>())
        {
            switch (message.Content)
            {
                case TextContent text:
                    Fits(text.Text, 4096);
                    break;
                case ButtonsContent buttons:
                    Fits(buttons.Body, 1024);
                    Assert.InRange(buttons.Buttons.Count, 1, 3);
                    Assert.All(buttons.Buttons, button => Fits(button.Title, 20));
                    break;
                case ListContent list:
                    Fits(list.Body, 4096);
                    Fits(list.ButtonText, 20);
                    Assert.InRange(list.Sections.Sum(section => section.Rows.Count), 1, 10);
                    Assert.All(list.Sections[0].Rows, row => Fits(row.Title, 24));
                    break;
                default:
                    Assert.Fail($"unexpected {message.Content.Kind}");
                    break;
            }
        }
    }

    private static void Fits(string text, int most) => Assert.InRange(text.EnumerateRunes().Count(), 1, most);

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
