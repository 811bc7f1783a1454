using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.Chaos;

public sealed class KilledBroadcastTests(ITestOutputHelper output) : Stage(output)
{
    private const int People = 5000;
    private const int Kills = 4;

    // slow enough that it outlives the kills, and starting anew after them
    private const int PerSecond = 150;

    [Fact]
    public async Task Five_thousand_get_a_broadcast_once_at_most_though_nodes_die_all_the_while()
    {
        await Contacts();
        var nodes = await Task.WhenAll(Node(Patient), Node(Patient));
        var id = await Begin(nodes[0].Address);

        for (var kill = 0; kill < Kills; kill++)
        {
            var enough = Meta.Posts.Count + PerSecond;
            await Eventually.True(() => Meta.Posts.Count >= enough, "it goes on", Cancel, TimeSpan.FromSeconds(90));
            var at = kill % nodes.Length;
            Output.WriteLine($"{Meta.Posts.Count} sends seen, node {nodes[at].Id} is killed");
            nodes[at].Kill();
            nodes[at] = await Node(Patient, inPlaceOf: nodes[at]);
        }

        await Eventually.True(
            async () => await Ask<short>($"select state from broadcasts where id = {id}") == 4,
            "everybody is through",
            Cancel,
            TimeSpan.FromSeconds(120)
        );
        await Invariants.Hold(Source, Meta, Cancel);

        var states = string.Join(
            ", ",
            await Invariants.Rows(
                Source,
                "select state || ': ' || count(*) from broadcast_recipients group by state order by state",
                Cancel
            )
        );
        Output.WriteLine($"{Kills} kills, sends seen {Meta.Posts.Count}, states {states}");
        Assert.DoesNotContain(Meta.Posts.GroupBy(post => post.Phone), sends => sends.Count() > 1);
        // every one has an end, and it is the one that Meta saw
        Assert.Equal(
            (long)People,
            await Ask<long>("select count(*) from broadcast_recipients where state in (10, 11, 12, 40)")
        );
        var known = await Ask<long>("select count(*) from broadcast_recipients where state in (10, 11, 12)");
        Assert.Equal(Meta.Posts.Count, known);
    }

    [Fact]
    public async Task A_pause_asked_of_one_node_holds_on_all_and_going_on_repeats_nobody()
    {
        const int people = 1500;
        await Contacts(people);
        var nodes = await Task.WhenAll(Node(Patient), Node(Patient));
        var id = await Begin(nodes[0].Address);
        await Eventually.True(() => Meta.Posts.Count > 300, "it goes on", Cancel);

        await Step(nodes[0].Address, id, "pause");
        var paused = DateTimeOffset.UtcNow;
        await Task.Delay(TimeSpan.FromSeconds(6), Cancel);
        var last = Meta.Posts.Max(post => post.At);
        Output.WriteLine(
            $"{Meta.Posts.Count} sends seen, the last one {(last - paused).TotalSeconds:0.00} s after the answer"
        );
        Assert.InRange(Meta.Posts.Count, 300, people - 1);
        Assert.True(last < paused.AddSeconds(2));

        await Step(nodes[1].Address, id, "resume");
        await Eventually.True(
            async () => await Ask<short>($"select state from broadcasts where id = {id}") == 4,
            "everybody is through",
            Cancel,
            TimeSpan.FromSeconds(90)
        );
        Assert.Equal(people, Meta.Posts.Count);
        Assert.Equal(people, Meta.Posts.Select(post => post.Phone).Distinct().Count());
    }

    private static async Task Step(Uri node, string id, string step)
    {
        using var http = new HttpClient { BaseAddress = node };
        using var answer = await http.PostAsJsonAsync(
            $"/api/v1/workspaces/demo/broadcasts/{id}/{step}",
            new { },
            Cancel
        );
        answer.EnsureSuccessStatusCode();
    }

    private async Task Contacts(int people = People)
    {
        await using var make = Source.CreateCommand(
            $"""
            insert into contacts (workspace_id, phone) select 'demo', (4915300000000 + i)::text from generate_series(1, {people}) as g (i);
            insert into contact_identities (workspace_id, kind, value, contact_id) select 'demo', 0, phone, id from contacts
            """
        );
        await make.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<string> Begin(Uri node)
    {
        using var http = new HttpClient { BaseAddress = node };
        var channel = await Ask<long>("select id from channels limit 1");
        using var made = await http.PostAsJsonAsync(
            "/api/v1/workspaces/demo/broadcasts",
            new
            {
                channelId = channel,
                title = "Sale",
                content = new
                {
                    kind = "template",
                    name = "promo",
                    language = "en_US",
                },
                audience = new { kind = "all" },
                perSecond = PerSecond,
            },
            Cancel
        );
        made.EnsureSuccessStatusCode();
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancel))
            .GetProperty("id")
            .GetInt64()
            .ToString(CultureInfo.InvariantCulture);
        await Step(node, id, "start");
        return id;
    }
}
