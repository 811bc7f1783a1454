using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

public sealed class FlowLifeTests(TestSilo silo)
{
    private static readonly Person Ada = new("u1", "Ada");

    private readonly string phone = silo.Phone();
    private readonly string word = $"life{Guid.NewGuid():N}"[..12];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_finishes_on_the_version_it_began_with()
    {
        await silo.Publish(Asks("first"));
        await silo.Run(phone, word);
        await silo.Told(phone, "name?");

        await silo.Publish(Asks("second"));
        await silo.Hear(phone, "Bob");
        await silo.Told(phone, "name?", "first Bob");
        await silo.Run(phone, word);
        await silo.Hear(phone, "Eve");

        await silo.Told(phone, "name?", "first Bob", "name?", "second Eve");
    }

    [Fact]
    public async Task A_moved_session_goes_on_at_the_same_node_of_the_new_version()
    {
        await silo.Publish(Asks("first"));
        var grain = await silo.Run(phone, word);
        await silo.Told(phone, "name?");

        await silo.Publish(Asks("second"), Inside.Move);
        await silo.Stored("2", $"select flow_version from conversations where id = {grain.GetPrimaryKeyLong()}");
        await silo.Hear(phone, "Bob");

        await silo.Told(phone, "name?", "second Bob");
    }

    [Fact]
    public async Task Whose_node_vanished_is_stopped_and_whoever_is_ended_too()
    {
        await silo.Publish(Asks("first"));
        var grain = await silo.Run(phone, word);
        await silo.Told(phone, "name?");
        await silo.Publish(Flows.Flow(word, Flows.Message("x", "else")), Inside.Move);
        await silo.Stored("", Live(grain));

        await silo.Publish(Asks("third"));
        var other = silo.Phone();
        var second = await silo.Run(other, word);
        await silo.Told(other, "name?");
        await silo.Publish(Asks("fourth"), Inside.End);
        await silo.Stored("", Live(second));
    }

    [Fact]
    public async Task Many_people_are_moved()
    {
        await silo.Publish(Asks("first"));
        for (var i = 0; i < 30; i++)
            await silo.Run(silo.Phone(), word);

        await silo.Publish(Asks("second"), Inside.Move);

        await silo.Stored("30", $"select count(*) from conversations where flow_id = '{word}' and flow_version = 2");
        await silo.Stored("0", $"select count(*) from flow_jobs where flow_id = '{word}' and done_at is null");
    }

    [Fact]
    public async Task People_who_have_a_conversation_lose_it_only_when_asked_to()
    {
        await silo.Publish(Asks("first"));
        var grain = await silo.Hear(phone, "nothing starts");
        Assert.Equal(SayOutcome.Said, await grain.Says(Ada, "I am Ada"));
        var revision = await silo.Service<FlowStore>().Revision("ours", Cancel);

        Assert.Equal(StartOutcome.WithPeople, (await grain.Start(new StartFlow(word, revision))).Outcome);
        var taken = await grain.Start(new StartFlow(word, revision, Interrupt: true));

        Assert.Equal(StartOutcome.Ran, taken.Outcome);
        await silo.Told(phone, "I am Ada", "name?");
        Assert.Equal(
            "0|",
            await silo.Ask($"select owner, assignee_id from conversations where id = {grain.GetPrimaryKeyLong()}")
        );
    }

    [Fact]
    public async Task What_cannot_start_changes_nothing()
    {
        var grain = await silo.Hear(phone, "nothing starts");
        var result = await grain.Start(new StartFlow("no such flow", 0));
        Assert.Equal(StartOutcome.Refused, result.Outcome);
        Assert.Equal(
            StartOutcome.Missing,
            (await silo.Grains.GetGrain<IConversationGrain>(987_654_321).Start(new StartFlow(word, 0))).Outcome
        );
        Assert.Equal(StopResult.NotLive, await grain.Stop("1.1.s", "why not"));
        Assert.Equal("1", await silo.Ask($"select version from conversations where id = {grain.GetPrimaryKeyLong()}"));
    }

    [Fact]
    public async Task A_simulation_does_what_production_does()
    {
        await silo.Publish(Survey());
        var grain = await silo.Hear(phone, "nothing starts");
        await silo.Run(phone, word);
        foreach (var said in (string[])["Bob", "maybe", "1"])
            await silo.Hear(phone, said);
        var id = grain.GetPrimaryKeyLong();
        await silo.Stored("delay", $"select node_id from conversations where id = {id}");
        await silo.Ask($"update timers set due_at = now() where conversation_id = {id}");
        await silo.Stored("", Live(grain));

        var flow = FlowVersion.Parse(word, 1, word, Survey().Document).Flow;
        Assert.NotNull(flow);
        var played = Simulation.Play(
            flow,
            [],
            new Setting(DateTimeOffset.UtcNow, new ContactView("1", null, phone), new ChannelView("1", "15550000001")),
            [new Begin(), new Say("Bob"), new Say("maybe"), new Say("1"), new Skip(3600)],
            Cancel
        );

        var logged = await silo.Service<TurnLogs>().From("ours", id, 1, 100, Cancel);
        var production = logged.Select(turn => turn.Events).Where(events => events != "[]");
        var simulation = played.Turns.Select(turn =>
            JsonSerializer.Serialize(turn.Events, FlowsJson.Default.IReadOnlyListFlowEvent)
        );
        Assert.Equal(production.Select(Anonymous), simulation.Select(Anonymous));
    }

    [Fact]
    public async Task A_recorded_session_played_again_is_the_same()
    {
        await silo.Publish(Survey());
        var grain = await silo.Run(phone, word);
        foreach (var said in (string[])["Bob", "maybe", "1"])
            await silo.Hear(phone, said);
        var id = grain.GetPrimaryKeyLong();
        await silo.Stored("delay", $"select node_id from conversations where id = {id}");

        var logged = await silo.Service<TurnLogs>().From("ours", id, 2, 100, Cancel);
        var flow = FlowVersion.Parse(word, 1, word, Survey().Document).Flow;
        Assert.NotNull(flow);
        var replayed = Replay.Of(
            $"{id}",
            $"{id}.2.s",
            [
                .. logged.Select(turn => new RecordedTurn(
                    turn.Version,
                    turn.At,
                    JsonSerializer.Deserialize(turn.Input, FlowsJson.Default.Input) ?? new Returned(),
                    JsonSerializer.Deserialize(turn.Events, FlowsJson.Default.IReadOnlyListFlowEvent) ?? [],
                    Around.Parse(turn.Around)
                )),
            ],
            flow,
            [],
            new ChannelView("1", "15550000001", "One")
        );

        Assert.Equal(4, replayed.Count);
        Assert.All(replayed, turn => Assert.Null(turn.DivergesAt));
    }

    [Fact]
    public async Task A_plain_message_in_the_middle_of_a_session_is_logged_with_nothing_beside_it()
    {
        await silo.Publish(Survey());
        var grain = await silo.Run(phone, word);
        await silo.Hear(phone, "Bob");
        await silo.Stored(
            "{\"first\":true} {\"contact\" ",
            $"select case when around ->> 'contact' is null then around::text else left(around::text, 10) end from turns where conversation_id = {grain.GetPrimaryKeyLong()} order by version"
        );
    }

    [Fact]
    public async Task Two_days_pass_across_a_restart_and_the_flow_goes_on_once()
    {
        await using var own = new TestSilo();
        await own.InitializeAsync();
        await own.Publish(
            Flows.Flow(
                word,
                Flows.Node("delay", "delay", """{"seconds":172800}"""),
                Flows.Message("after", "two days later")
            )
        );
        var grain = await own.Run(phone, word);
        var id = grain.GetPrimaryKeyLong();
        await own.Stored(
            "True",
            $"select due_at between now() + interval '47 hours' and now() + interval '48 hours' from timers where conversation_id = {id}"
        );

        await own.Restart();
        Assert.Empty(own.Meta.To(phone));
        await own.Ask($"update timers set due_at = due_at - interval '2 days' where conversation_id = {id}");
        await own.Told(phone, "two days later");
        await own.Restart();
        await own.Hear(phone, "ping");

        await own.Told(phone, "two days later", "pong");
    }

    private SeedFlow Asks(string answer) =>
        Flows.Flow(
            word,
            Flows.Node("ask", "ask", """{"text":"name?","saveAs":"name"}"""),
            Flows.Message("say", answer + " {{ name }}")
        );

    private SeedFlow Survey()
    {
        var flow = Flows.Flow(
            word,
            Flows.Node("ask", "ask", """{"text":"name?","saveAs":"name"}"""),
            Flows.Node("choose", "options", """{"text":"Sure, {{ name }}?","options":["Yes"]}"""),
            Flows.Node("delay", "delay", """{"seconds":3600}"""),
            Flows.Message("bye", "Bye {{ name }}")
        );
        var document = JsonNode.Parse(flow.Document);
        var edge = document?["edges"]?[2];
        Assert.NotNull(edge);
        edge["sourceHandle"] = "opt-0";
        return flow with { Document = document?.ToJsonString() ?? "" };
    }

    private static string Live(IConversationGrain grain) =>
        $"select flow_id from conversations where id = {grain.GetPrimaryKeyLong()}";

    /// <summary>The events without the ids that derive from the conversation.</summary>
    private static string Anonymous(string events)
    {
        var list = JsonNode.Parse(events)?.AsArray() ?? [];
        foreach (var happened in list)
            happened?.AsObject().Remove("sessionId");
        return list.ToJsonString();
    }
}
