using System.Globalization;

namespace WhatsAppBot.Chaos;

public sealed class KilledBroadcastTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task Everybody_gets_a_broadcast_once_at_most_though_nodes_die_one_after_the_other()
    {
        Long.Only();
        // slow until the last kill, so that each comes in the middle however long a start takes
        const int people = 1500,
            kills = 3,
            perSecond = 10;
        var nodes = await Task.WhenAll(Node(Patient), Node(Patient));
        var campaign = new Campaign(() => nodes[0].Address, Source);
        await campaign.Begin(people, perSecond, Cancel);

        for (var kill = 0; kill < kills; kill++)
        {
            var enough = Meta.Posts.Count + perSecond;
            await Eventually.True(() => Meta.Posts.Count >= enough, "it goes on", Cancel, TimeSpan.FromMinutes(10));
            Assert.InRange(Meta.Posts.Count, 1, people - 1);
            var at = kill % nodes.Length;
            Output.WriteLine($"{Meta.Posts.Count} sends seen, node {nodes[at].Id} is killed");
            nodes[at].Kill();
            nodes[at] = await Node(Patient, inPlaceOf: nodes[at]);
        }
        await campaign.Rate(500, Cancel);

        await campaign.Stands(4, 300, Cancel);
        await Invariants.Hold(Source, Meta, Cancel);

        var states = string.Join(
            ", ",
            await Invariants.Rows(
                Source,
                "select state || ': ' || count(*) from broadcast_recipients group by state order by state",
                Cancel
            )
        );
        Output.WriteLine($"{kills} kills, sends seen {Meta.Posts.Count}, states {states}");
        Assert.DoesNotContain(Meta.Posts.GroupBy(post => post.Phone), sends => sends.Count() > 1);
        // every one has an end, and it is the one that Meta saw
        Assert.Equal(
            (long)people,
            await Ask<long>("select count(*) from broadcast_recipients where state in (10, 11, 12, 40)")
        );
        var known = await Ask<long>("select count(*) from broadcast_recipients where state in (10, 11, 12)");
        Assert.Equal(Meta.Posts.Count, known);
    }

    /// <summary>In <c>./chaos</c> five deaths of every process; with <c>CHAOS_BIG=1</c> also the size that the promise names: 20,000 recipients.</summary>
    [Fact]
    public async Task Every_process_dies_again_and_again_and_answers_get_lost_and_all_adds_up()
    {
        var big = Environment.GetEnvironmentVariable("CHAOS_BIG") == "1";
        var rounds = Long.Run || big ? 5 : 3;
        // slow until the last kill, so that each comes in the middle however long a start takes
        var (people, perSecond) = big ? (20_000, 300) : (2_500, 20);
        // 0.5 %
        Meta.DropsOneOf = 200;
        var nodes = await Task.WhenAll(Node(Patient), Node(Patient));
        var campaign = new Campaign(() => nodes[0].Address, Source);
        await campaign.Begin(people, perSecond, Cancel);

        for (var round = 0; round < rounds; round++)
        {
            // the big one's deaths are spread over the whole of it
            var enough = big ? (round + 1) * people / (rounds + 2) : Meta.Posts.Count + perSecond;
            await Eventually.True(() => Meta.Posts.Count >= enough, "it goes on", Cancel, TimeSpan.FromMinutes(10));
            Assert.InRange(Meta.Posts.Count, 1, people - 1);
            Output.WriteLine($"{Meta.Posts.Count} sends seen, every node is killed");
            foreach (var node in nodes)
                node.Kill();
            nodes = await Task.WhenAll(nodes.Select(node => Node(Patient, inPlaceOf: node)));
        }
        await campaign.Rate(500, Cancel);

        await campaign.Stands(4, 900, Cancel);
        await Invariants.Hold(Source, Meta, Cancel);

        var states = (
            await Invariants.Rows(
                Source,
                "select state || ' ' || count(*) from broadcast_recipients group by state order by state",
                Cancel
            )
        ).ToDictionary(
            row => int.Parse(row.Split(' ')[0], CultureInfo.InvariantCulture),
            row => int.Parse(row.Split(' ')[1], CultureInfo.InvariantCulture)
        );
        var lost = await Ask<long>(
            "select count(*) from seq_log l join messages m on m.conversation_id = l.conversation_id and m.seq = l.message_seq where l.status = 2"
        );
        Output.WriteLine(
            $"{rounds} times every process, sends seen {Meta.Posts.Count}, answers lost {Meta.Dropped.Count}, once unknown {lost}, states {string.Join(", ", states)}"
        );
        Assert.DoesNotContain(Meta.Posts.GroupBy(post => post.Phone), sends => sends.Count() > 1);
        Assert.Equal(people, states.Values.Sum());
        Assert.DoesNotContain(states.Keys, state => state is 0 or 1);
        // it says of itself how often it was taken up again
        Assert.InRange(
            await Ask<int>($"select cardinality(taken_up_at) from broadcasts where id = {campaign.Id}"),
            rounds,
            20
        );
        // every one that Meta took is known to be taken, whatever became of the answer; the promise is 95 %
        var accepted = states.Where(one => one.Key is 10 or 11 or 12).Sum(one => one.Value);
        Assert.NotEmpty(Meta.Dropped);
        Assert.InRange(accepted, Meta.Posts.Count - Meta.Dropped.Count / 20, Meta.Posts.Count);
        Assert.True(
            await Ask<long>("select count(*) from messages where wamid is null and status >= 10 and direction = 1") == 0
        );
    }

    [Fact]
    public async Task A_step_of_a_sequence_is_sent_once_though_every_process_dies()
    {
        Long.Only();
        const int people = 300;
        await Campaign.Contacts(Source, people, Cancel);
        await Fast(20);
        var nodes = await Task.WhenAll(Node(Patient), Node(Patient));
        var sequence = new Sequence(() => nodes[0].Address, Source);
        await sequence.Begin(Cancel);
        await sequence.Enter(new { kind = "all" }, Cancel);

        for (var round = 0; round < 3; round++)
        {
            var enough = Meta.Posts.Count + 30;
            await Eventually.True(() => Meta.Posts.Count >= enough, "it goes on", Cancel, TimeSpan.FromMinutes(10));
            Output.WriteLine($"{Meta.Posts.Count} sends seen, every node is killed");
            foreach (var node in nodes)
                node.Kill();
            nodes = await Task.WhenAll(nodes.Select(node => Node(Patient, inPlaceOf: node)));
        }

        await Fast(1000);

        await Eventually.True(
            async () =>
                await Ask<long>(
                    $"select count(*) from sequence_entries where sequence_id = {sequence.Id} and state = 1"
                ) == people
                && await Ask<long>("select count(*) from broadcasts where state <> 4") == 0,
            "everybody is through",
            Cancel,
            TimeSpan.FromSeconds(180)
        );
        await Invariants.Hold(Source, Meta, Cancel);
        Output.WriteLine($"sends seen {Meta.Posts.Count}");
        Assert.Equal(
            (long)Sequence.Steps * people,
            await Ask<long>("select count(*) from broadcast_recipients where state in (10, 11, 12, 40)")
        );
        Assert.DoesNotContain(Meta.Posts.GroupBy(post => post.Phone), sends => sends.Count() > Sequence.Steps);
        var known = await Ask<long>("select count(*) from broadcast_recipients where state in (10, 11, 12)");
        Assert.Equal(Meta.Posts.Count, known);
    }

    /// <summary>How many messages a second the number sends.</summary>
    private async Task Fast(int perSecond)
    {
        await using var set = Source.CreateCommand($"update channels set messages_per_second = {perSecond}");
        await set.ExecuteNonQueryAsync(Cancel);
    }
}
