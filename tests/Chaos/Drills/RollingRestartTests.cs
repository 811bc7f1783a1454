using System.Diagnostics;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos.Drills;

public sealed class RollingRestartTests(ITestOutputHelper output) : Stage(output)
{
    // so long a node that is to end still answers: several looks of the balancer
    private static readonly Dictionary<string, string> Draining = new(Patient) { ["Drain__Seconds"] = "4" };

    private readonly string _folder = Directory
        .CreateDirectory(Path.Combine(ScratchFolder.Path, $"rolling-{Guid.NewGuid():N}"))
        .FullName;

    [Fact]
    public async Task A_rolling_restart_under_load_is_not_felt()
    {
        var nodes = await Task.WhenAll(Node(Draining), Node(Draining));
        // the supervisor of this stage: the script's command asks it for a restart, and waits until it has been done
        var command = Path.Combine(_folder, "restart");
        await File.WriteAllTextAsync(
            command,
            $"""
            touch "{_folder}/$1.wanted"
            while [ ! -e "{_folder}/$1.done" ]; do sleep 0.1; done
            """,
            Cancel
        );
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (turnedAway, later, acked) = (Meta.TurnedAway, Meta.Later, Meta.AckedMessages.Count);
        var talking = Talk(over.Token);
        var balancing = Balance([.. nodes.Select(node => node.Address)], over.Token);

        var supervisor = Supervise(nodes);
        var said = await Script.Run(
            "rolling-restart",
            Cancel,
            $"bash {command}",
            $"one={nodes[0].Address.GetLeftPart(UriPartial.Authority)}",
            $"two={nodes[1].Address.GetLeftPart(UriPartial.Authority)}"
        );
        var codes = await supervisor;
        await over.CancelAsync();
        await talking;
        var unseen = await balancing;
        Output.WriteLine(said);
        later = Meta.Later - later;
        turnedAway = Meta.TurnedAway - turnedAway - later;
        acked = Meta.AckedMessages.Count - acked;

        await AllAnswered();
        Assert.Equal([0, 0], codes);
        // a balancer that does not get to look for half as long as a node drains sends to where nobody is
        var cutOff = turnedAway > 0 && (Long.Run || unseen < 2);
        // two nodes and all that starts them, on two busy cores: a node that cannot write within a second says so in its log, and that is another promise (I14);
        // and on a slow machine what is done for the first time takes longer than a webhook has
        var refused = later > 0 && (Long.Run || !Said("Load is") && Machine.Slowness < 3);
        var doubtful = await Ask<long>("select count(*) from messages where resent or status = 2");
        var promise = new Promise(
            "I15",
            $"2 nodes restarted, {acked} acked, 0 lost, 0 double, {turnedAway} webhooks cut off, {later} told to come again",
            [
                .. cutOff ? new[] { "webhooks were cut off" } : [],
                .. refused ? new[] { "webhooks were refused" } : [],
                .. doubtful > 0 ? new[] { $"{doubtful} sends became unknown" } : [],
            ]
        );
        Ledger.Write(Output, [promise], "ops/rolling-restart");
        Assert.True(promise.Holds, promise.ToString());
    }

    /// <summary>
    /// As a balancer in front of the nodes: sends nothing to one that was not ready when it looked last. For how many seconds it did not know of one at most.
    /// </summary>
    private async Task<double> Balance(Uri[] nodes, CancellationToken over)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        var ready = nodes.Select(_ => true).ToArray();
        var heard = nodes.Select(_ => Stopwatch.GetTimestamp()).ToArray();
        var unseen = 0.0;
        do
        {
            var found = await Task.WhenAll(nodes.Select(node => IsReady(http, node)));
            for (var i = 0; i < nodes.Length; i++)
            {
                if (found[i] is not { } now)
                    continue;
                // of one that is away nobody has to know
                if (ready[i])
                    unseen = Math.Max(unseen, Stopwatch.GetElapsedTime(heard[i]).TotalSeconds);
                (ready[i], heard[i]) = (now, Stopwatch.GetTimestamp());
            }
            var open = nodes.Where((_, at) => ready[at]).ToArray();
            Meta.Targets = open.Length > 0 ? open : nodes;
            await beat.WaitForNextTickAsync(Cancel);
        } while (!over.IsCancellationRequested);
        return unseen;
    }

    /// <summary>Null: it did not say so in time.</summary>
    private static async Task<bool?> IsReady(HttpClient http, Uri node)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(node, "/health/ready"), Cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!Cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Twenty a second, until it is over.</summary>
    private async Task Talk(CancellationToken over)
    {
        var all = new List<Task>();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            all.Add(Meta.Say(Load.Person(i % 40), $"rolling {i}", Cancel));
            await beat.WaitForNextTickAsync(Cancel);
        }
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromMinutes(5), Cancel);
    }

    private async Task<int[]> Supervise(ProcessHost[] nodes)
    {
        var codes = new List<int>();
        foreach (var (name, node) in new[] { ("one", nodes[0]), ("two", nodes[1]) })
        {
            await Eventually.True(
                () => File.Exists(Path.Combine(_folder, $"{name}.wanted")),
                $"{name} is to be restarted",
                Cancel,
                TimeSpan.FromMinutes(10)
            );
            codes.Add(await node.Terminate(Cancel));
            var started = Node(Draining, inPlaceOf: node);
            await File.WriteAllTextAsync(Path.Combine(_folder, $"{name}.done"), "", Cancel);
            await started;
        }
        return [.. codes];
    }
}
