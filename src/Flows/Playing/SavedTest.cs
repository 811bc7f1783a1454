using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Playing;

/// <summary>A line of a test's script, what was expected to be said after it, and what was said.</summary>
public sealed record TestedLine(Act Act, IReadOnlyList<Content> Expected, IReadOnlyList<Content> Got, bool Same);

/// <summary>
/// How a test went. <paramref name="Stopped"/> says why the script was not played to its end (<c>steps</c> or <c>time</c>), which no test passes.
/// </summary>
public sealed record TestRun(bool Passed, IReadOnlyList<TestedLine> Lines, Transcript Got, string? Stopped);

/// <summary>
/// A chat that is kept as a test: with whom and when it was, what was done, and what was answered. It is played by the engine of production;
/// nothing is sent, and calls answer what the script says.
/// </summary>
public sealed record SavedTest(DateTimeOffset Now, ContactView Contact, IReadOnlyList<Act> Script, Transcript Expected)
{
    /// <summary>Plays the script on a flow among the published ones; the time zone is the workspace's, an IANA name.</summary>
    public Played Play(
        FlowVersion flow,
        IReadOnlyList<FlowVersion> published,
        ChannelView channel,
        string timeZone,
        CancellationToken cancel
    ) => Simulation.Play(flow, published, new Setting(Now, Contact, channel, timeZone), Script, cancel);

    /// <summary>Plays the script and compares.</summary>
    public TestRun Run(
        FlowVersion flow,
        IReadOnlyList<FlowVersion> published,
        ChannelView channel,
        string timeZone,
        CancellationToken cancel
    )
    {
        var played = Play(flow, published, channel, timeZone, cancel);
        var got = Transcript.Of(played, Script.Count);
        var lines = Script.Select((act, i) => Compare(act, At(Expected, i), At(got, i))).ToArray();
        var passed =
            played.Stopped is null
            && lines.All(line => line.Same)
            && Expected.Said?.Count == Script.Count
            && (Expected.Outcome, Expected.Waits) == (got.Outcome, got.Waits);
        return new TestRun(passed, lines, got, played.Stopped);
    }

    public string ToJson() => JsonSerializer.Serialize(this, FlowsJson.Default.SavedTest);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static SavedTest Parse(string json) =>
        JsonSerializer.Deserialize(json, FlowsJson.Default.SavedTest)
        ?? throw new JsonException("A test is an object.");

    private static TestedLine Compare(Act act, IReadOnlyList<Content> expected, IReadOnlyList<Content> got) =>
        new(act, expected, got, Transcript.Same(expected, got));

    // a stored test may lack what a record cannot be without, and must not stop the run of the others
    private static IReadOnlyList<Content> At(Transcript transcript, int line) =>
        transcript.Said?.ElementAtOrDefault(line) ?? [];
}
