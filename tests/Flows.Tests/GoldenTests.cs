using System.Text.Json;

namespace WhatsAppBot.Flows.Tests;

public sealed class GoldenTests
{
    public static TheoryData<string> Conversations => [.. Golden.Files()];

    public static TheoryData<string> ExampleFiles =>
        [.. Directory.EnumerateFiles(Golden.Examples, "*.json").Select(file => Path.GetFileName(file) ?? "")];

    [Theory]
    [MemberData(nameof(Conversations))]
    public void Plays_as_written(string conversation) => Golden.Check(conversation);

    [Theory]
    [MemberData(nameof(ExampleFiles))]
    public void Every_example_loads_without_problems_and_has_a_conversation(string example)
    {
        var parsed = FlowVersion.Parse("f", 1, example, File.ReadAllText(Path.Combine(Golden.Examples, example)));

        Assert.Empty(parsed.Problems);
        Assert.NotNull(parsed.Flow);
        Assert.Contains(
            Golden.Files().SelectMany(file => Golden.Read(file)["flows"]!.AsArray()),
            flow => (string?)flow!["file"] == example
        );
    }

    [Fact]
    public void Every_event_becomes_json_and_comes_back()
    {
        FlowEvent[] all =
        [
            new SessionStarted("s", "f", 1, "F", "t"),
            new NodeEntered("s", "n", null),
            new NodeLeft("s", "n", "error"),
            new MessageCreated(new Messages.TextContent("hi"), "f", 1, "F", "n", "N", "s"),
            new VariableSet("s", "n", "x", 1),
            new ContactChanged("s", "n", AddTags: ["vip"]),
            new WaitBegan("s", "n", WaitFor.Call),
            new CallRequested(
                "s",
                "n",
                "c",
                new Call("GET", "https://a", new Dictionary<string, string>(), null, TimeSpan.FromSeconds(5), 1)
            ),
            new HandedOff("s", "n", "sales", null),
            new TakenBack("s", "n"),
            new Trouble("s", "n", "code", "text"),
            new SessionEnded("s", "f", Outcome.HandedOff, null) { Within = new SubFlow("g", 2) },
            new SessionMoved("s", "f", 1, 2),
        ];
        var types = typeof(FlowEvent)
            .GetCustomAttributesData()
            .Count(data => data.AttributeType.Name == "JsonDerivedTypeAttribute");

        Assert.Equal(types, all.Length);
        foreach (var fact in all)
        {
            var json = JsonSerializer.Serialize(fact, FlowsJson.Default.FlowEvent);
            var back = JsonSerializer.Deserialize(json, FlowsJson.Default.FlowEvent);
            Assert.Equal(json, JsonSerializer.Serialize(back!, FlowsJson.Default.FlowEvent));
            Assert.IsType(fact.GetType(), back);
        }
    }
}
