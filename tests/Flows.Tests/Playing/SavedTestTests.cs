using WhatsAppBot.Flows.Playing;

namespace WhatsAppBot.Flows.Tests.Playing;

public sealed class SavedTestTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChannelView Channel = new("1", "15550000001");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_chat_passes_on_the_flow_that_it_was_had_with()
    {
        var flow = Flow();
        var run = Kept(flow, new Begin(), new Say("Ada"), new Skip(), new EndCall(200, "{}"))
            .Run(flow, [], Channel, "UTC", Cancel);

        Assert.True(run.Passed);
        Assert.All(run.Lines, line => Assert.True(line.Same));
        Assert.Equal(Outcome.Completed, run.Got.Outcome);
    }

    [Fact]
    public void A_changed_text_fails_at_its_line_and_both_are_told()
    {
        var run = Kept(Flow(), new Begin(), new Say("Ada"))
            .Run(Flow("Good day {{ name }}"), [], Channel, "UTC", Cancel);

        Assert.False(run.Passed);
        Assert.Equal([true, false], run.Lines.Select(line => line.Same));
        Assert.Equal("Hi Ada", run.Lines[1].Expected[0].Plain);
        Assert.Equal("Good day Ada", run.Lines[1].Got[0].Plain);
    }

    [Fact]
    public void Another_ending_fails_although_the_same_is_said()
    {
        var flow = Flow();
        var test = Kept(flow, new Begin());
        Assert.Equal(WaitFor.Answer, test.Expected.Waits);

        var ends = test with { Expected = test.Expected with { Waits = null, Outcome = Outcome.Completed } };

        Assert.True(test.Run(flow, [], Channel, "UTC", Cancel).Passed);
        Assert.False(ends.Run(flow, [], Channel, "UTC", Cancel).Passed);
    }

    [Fact]
    public void A_message_more_or_less_fails()
    {
        var flow = Flow();
        var test = Kept(flow, new Begin(), new Say("Ada"));

        Assert.False(
            (test with { Expected = test.Expected with { Said = [test.Expected.Said[0], []] } })
                .Run(flow, [], Channel, "UTC", Cancel)
                .Passed
        );
        Assert.False(
            (test with { Expected = test.Expected with { Said = [test.Expected.Said[0]] } })
                .Run(flow, [], Channel, "UTC", Cancel)
                .Passed
        );
    }

    [Fact]
    public void A_test_that_runs_out_of_time_has_not_passed()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        var run = Kept(Flow(), new Begin()).Run(Flow(), [], Channel, "UTC", over.Token);

        Assert.Equal("time", run.Stopped);
        Assert.False(run.Passed);
    }

    [Fact]
    public void A_test_survives_JSON_and_still_passes()
    {
        var flow = Flow();
        var test = Kept(
            flow,
            new Begin(),
            new Say("Ada"),
            new Skip(60),
            new EndCall(Error: "timeout"),
            new Tap("x", "X")
        );
        var again = SavedTest.Parse(test.ToJson());

        Assert.Equal(test.ToJson(), again.ToJson());
        Assert.Equal(test.Script, again.Script);
        Assert.True(again.Run(flow, [], Channel, "UTC", Cancel).Passed);
    }

    private static SavedTest Kept(FlowVersion flow, params Act[] script)
    {
        var test = new SavedTest(Noon, new ContactView("c1", "Ada"), script, new Transcript([]));
        return test with { Expected = Transcript.Of(test.Play(flow, [], Channel, "UTC", Cancel), script.Length) };
    }

    /// <summary>Asks for a name, greets, waits an hour, calls out and says what came.</summary>
    private static FlowVersion Flow(string greet = "Hi {{ name }}") =>
        Sketch.Flow(
            Sketch.Node("t", "trigger", """{"kind":"api"}"""),
            Sketch.Node("a", "ask", """{"text":"Your name?","saveAs":"name"}"""),
            Sketch.Node("g", "message", $$"""{"text":"{{greet}}"}"""),
            Sketch.Node("d", "delay", """{"seconds":3600}"""),
            Sketch.Node("c", "api", """{"url":"https://example.com","method":"GET","assignTo":"answer"}"""),
            Sketch.Node("e", "message", """{"text":"{{ answer.status }}"}""")
        );
}
