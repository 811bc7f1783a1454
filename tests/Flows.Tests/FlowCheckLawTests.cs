using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;

namespace WhatsAppBot.Flows.Tests;

/// <summary>What holds for every document that is checked.</summary>
public sealed class FlowCheckLawTests
{
    [Property(MaxTest = 1500)]
    public void A_check_never_throws_and_finds_all_that_parsing_finds(DoNotSize<int> seed)
    {
        var random = new System.Random(seed.Item);
        var json = new Chance(seed.Item).Flow();
        if (random.Next(3) > 0)
            json = Damage.To(json, random);

        var parsed = FlowVersion.Parse("f", 0, "F", json);
        var report = FlowCheck.Of("f", "F", json, Around(random));

        Assert.Equal(parsed.Flow is null, report.Flow is null);
        Assert.Equal(parsed.Problems, report.Problems.Take(parsed.Problems.Count));
        Assert.True(report.Flow is not null || !report.IsSound);
        Assert.All(report.Problems, problem => Assert.NotEmpty(problem.Text));
    }

    [Property(MaxTest = 1000)]
    public void A_check_of_any_text_never_throws(string? text)
    {
        Assert.False(FlowCheck.Of("f", "F", text ?? "", FlowSurroundings.Alone).IsSound);
        OlderFlow.Import(text ?? "");
    }

    [Property(MaxTest = 1000)]
    public void A_sound_flow_never_misses_a_node_and_never_floods(DoNotSize<int> seed)
    {
        var chance = new Chance(seed.Item);
        if (Repaired(chance.Flow()) is not { IsSound: true, Flow: { } flow })
            return;
        // flows inside each other may say a little each and too much together
        var isAlone = !flow.Json.Contains("\"subflow\"", StringComparison.Ordinal);

        var phone = new Phone(flow);
        for (var i = 0; i < 8; i++)
        {
            var turn = phone.Take(chance.Input(phone.Session));
            Assert.DoesNotContain(
                turn.Events.OfType<SessionEnded>(),
                end =>
                    end.Reason is { } why
                    && (
                        why.Contains("does not exist", StringComparison.Ordinal)
                        || isAlone && why.Contains("messages in one turn", StringComparison.Ordinal)
                    )
            );
            phone.Now += TimeSpan.FromHours(i);
        }
    }

    [Fact]
    public void Most_of_the_drawn_flows_are_sound_once_they_are_repaired()
    {
        var reports = Enumerable.Range(0, 300).Select(seed => Repaired(new Chance(seed).Flow())).ToList();

        Assert.InRange(reports.Count(report => report.IsSound), 150, 300);
        Assert.InRange(reports.Where(report => report.IsSound).Average(report => report.Flow!.Nodes.Count), 1.5, 9.0);
    }

    /// <summary>Takes away what the check complains about until it has no complaint, as a patient author would.</summary>
    private static FlowReport Repaired(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        var number = 0;
        foreach (var edge in document["edges"]!.AsArray())
            edge!["id"] = $"edge {number++}";
        for (var i = 0; ; i++)
        {
            var report = FlowCheck.Of("flow", "Flow", document.ToJsonString(), FlowSurroundings.Alone);
            var wrong = report
                .Problems.Where(problem => problem.Severity == Severity.Error)
                .Select(problem => problem.ElementId)
                .ToHashSet();
            wrong.Remove("n0");
            if (report.IsSound || wrong.Count == 0 || i == 20)
                return report;

            Remove(document["nodes"]!.AsArray(), node => wrong.Contains((string?)node["id"]));
            Remove(
                document["edges"]!.AsArray(),
                edge => new[] { "id", "source", "target" }.Any(field => wrong.Contains((string?)edge[field]))
            );
        }
    }

    private static void Remove(JsonArray list, Func<JsonNode, bool> holds)
    {
        foreach (var item in list.ToList())
        {
            if (holds(item!))
                list.Remove(item);
        }
    }

    private static FlowSurroundings Around(System.Random random) =>
        random.Next(2) == 0
            ? FlowSurroundings.Alone
            : new FlowSurroundings(
                FlowVersion.Parse("g", 1, "G", new Chance(random.Next()).Flow()).Flow is { } other ? [other] : [],
                new HashSet<string> { "welcome" },
                new HashSet<string> { "city" }
            );
}
