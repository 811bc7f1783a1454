using Npgsql;

namespace WhatsAppBot.Chaos.Storm;

/// <summary>
/// Everything at once: people chat, a broadcast runs, delays end, Meta misbehaves, and a nemesis kills, hangs, restarts and cuts, all from one seed.
/// Afterwards every promise is held against Meta's log and the database. <c>./chaos --minutes n --seed s</c> makes it longer.
/// </summary>
public sealed class StormTests(ITestOutputHelper output) : OwnClusterStage(output, "storm"), INemesisStage
{
    private const int Chatters = 40;
    private const int Nodes = 2;
    private const int PerSecond = 20;

    private static readonly (int Weight, Fate Fate)[] Fates =
    [
        (880, Fate.Accept),
        (30, Fate.AcceptThenDrop),
        (5, Fate.AcceptAndForget),
        (45, Fate.TellBeforeAnswering),
        (20, Fate.Throttle),
        (20, Fate.Unavailable),
    ];

    private readonly List<ProcessHost> _nodes = [];

    // when no silo, or no database, was alive
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _dark = [];
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    // the processes that hung: one that did so for long was declared dead, and ends itself when it hears of it
    private readonly HashSet<int> _hung = [];

    int INemesisStage.Nodes => Nodes;

    private protected override IReadOnlyList<Storage.SeedFlow> MoreFlows => [Sleepers.Flow, Pinned.Flow];

    private static TimeSpan Time => TimeSpan.FromSeconds(Long.Seconds ?? 30);

    [Fact]
    public async Task All_promises_hold_through_a_storm()
    {
        var dice = new Dice(Long.Seed);
        Note($"seed {dice.Seed}, {Time.TotalSeconds:0} s, began at {_began:HH:mm:ss}");
        for (var i = 0; i < Nodes; i++)
            _nodes.Add(await Node(Patient));

        // a rate that lets it run nearly to the end of the storm
        var people = (int)Time.TotalSeconds * 12;
        var campaign = new Campaign(() => _nodes[dice.Next(Nodes)].Address, Source);
        await campaign.Begin(people, PerSecond, Cancel);

        var fates = dice.For("meta");
        var luck = dice.For("doubles");
        Meta.Fates = _ => fates.Pick(Fates);
        Meta.Doubles = () => luck.Chance(10);
        var until = DateTimeOffset.UtcNow + Time;
        var nemesis = new Nemesis(dice.For("nemesis"), this);
        var pinned = new Pinned(ConnectionString, Source);
        var looks = dice.For("looks");
        await using var screens = new Screens(Source, () => _nodes[looks.Next(Nodes)].Address, count: 2);
        await Task.WhenAll(
            screens.Open("4915200000", dice.For("screens"), Cancel),
            pinned.Publish(dice.For("publisher"), until, Cancel),
            pinned.Come(Meta, dice.For("pinned"), until, Cancel),
            nemesis.Strike(Time, Cancel),
            Chat(dice.For("people"), until),
            Sleepers.Come(Meta, dice.For("sleepers"), until, Cancel),
            Pause(campaign, dice.For("pauses"), until)
        );

        Note($"over: {nemesis.Struck}");
        Meta.Fates = _ => Fate.Accept;
        await AllAnswered(campaign, people);
        List<Promise> promises =
        [
            await screens.Judge(Cancel),
            .. await new Promises(Source, Meta, campaign, people, _dark, Cancel).All(),
            await pinned.Judge(Cancel),
        ];
        Ledger.Write(Output, promises, $"{nemesis.Struck}, {Meta.Refused} sends refused, seed {dice.Seed}");
        Assert.All(promises, promise => Assert.True(promise.Holds, promise.ToString()));
    }

    void INemesisStage.Note(string blow) => Note(blow);

    private void Note(string blow) =>
        Output.WriteLine($"{(DateTimeOffset.UtcNow - _began).TotalSeconds, 6:0.0} s  {blow}");

    async Task INemesisStage.Kill(IReadOnlyList<int> nodes, CancellationToken cancel)
    {
        var from = DateTimeOffset.UtcNow;
        foreach (var node in nodes)
            _nodes[node].Kill();
        var alone = _nodes.All(node => node.Ended);
        await Task.WhenAll(nodes.Select(async node => _nodes[node] = await Node(Patient, inPlaceOf: _nodes[node])));
        if (alone)
            _dark.Add((from, DateTimeOffset.UtcNow));
    }

    void INemesisStage.Stop(int node)
    {
        _hung.Add(_nodes[node].Id);
        _nodes[node].Stop();
    }

    void INemesisStage.Cont(int node) => _nodes[node].Cont();

    async Task INemesisStage.Restart(int node, CancellationToken cancel)
    {
        var from = DateTimeOffset.UtcNow;
        var code = await _nodes[node].Terminate(cancel);
        Assert.True(code == 0 || _hung.Contains(_nodes[node].Id) || Long.Crawls, $"a node ended with {code}");
        // the other one may have ended itself after it hung
        var alone = _nodes.All(one => one.Ended);
        _nodes[node] = await Node(Patient, inPlaceOf: _nodes[node]);
        if (alone)
            _dark.Add((from, DateTimeOffset.UtcNow));
    }

    async Task INemesisStage.CutConnections(CancellationToken cancel)
    {
        await using var cut = Source.CreateCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        );
        await cut.ExecuteNonQueryAsync(cancel);
    }

    async Task INemesisStage.StopDatabase(TimeSpan pause, CancellationToken cancel)
    {
        var from = DateTimeOffset.UtcNow;
        await StopDatabase();
        await Task.Delay(pause, cancel);
        await StartDatabase();
        _dark.Add((from, DateTimeOffset.UtcNow));
    }

    private async Task Chat(Dice dice, DateTimeOffset until)
    {
        // one after the other: what is acked before the next is said must be answered before it
        async Task Talk(int person)
        {
            for (var i = 0; DateTimeOffset.UtcNow < until; i++)
            {
                await Meta.Say(Load.Person(person), $"{person} says {i}", Cancel);
                await Task.Delay(dice.Between(1, 4), Cancel);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Chatters).Select(Talk));
    }

    private static async Task Pause(Campaign campaign, Dice dice, DateTimeOffset until)
    {
        while (DateTimeOffset.UtcNow < until)
        {
            await Task.Delay(dice.Between(5, 12), Cancel);
            await campaign.PauseFor(dice.Between(4, 6), Cancel);
        }
    }

    private async Task AllAnswered(Campaign campaign, int people)
    {
        await Revive();
        await Eventually.True(
            () => IsTrue($"select state = 4 from broadcasts where id = {campaign.Id}"),
            "the broadcast is over",
            Cancel,
            // a slow machine spends most of a storm starting processes: then most of the broadcast is still to come
            TimeSpan.FromSeconds(600 + people / PerSecond)
        );
        await Revive();
        await Sleepers.ComeInCalm(Meta, people: 150, Cancel);
        await Eventually.True(
            () =>
                IsTrue(
                    $"""
                    select (select count(*) from messages where text = '{Sleepers.Rang}')
                        >= (select count(*) from contacts where phone like '{Sleepers.Phones}%')
                    """
                ),
            "every delay has ended",
            Cancel
        );
        await Invariants.ToldAll(Meta, Cancel);
        await Invariants.Rest(Source, Cancel);
    }

    /// <summary>A node that hung for long was declared dead and ends itself: somebody starts it anew.</summary>
    private async Task Revive()
    {
        for (var i = 0; i < Nodes; i++)
        {
            if (_nodes[i].Ended)
                _nodes[i] = await Node(Patient, inPlaceOf: _nodes[i]);
        }
    }

    private async Task<bool> IsTrue(string question)
    {
        try
        {
            return await Ask<bool>(question);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
