using System.Diagnostics;
using System.Globalization;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Chaos;

/// <summary>A database with an echo flow, Meta, and the processes of one test; tells what the processes said when the test fails.</summary>
public abstract class Stage(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Unknown outcomes are sent again within seconds.</summary>
    private protected static readonly IReadOnlyDictionary<string, string> Impatient = new Dictionary<string, string>
    {
        ["Conversations__AttemptLostAfter"] = "00:00:04",
        ["Conversations__ReconcileAfter"] = "00:00:08",
    };

    /// <summary>A busy machine's slow attempts are not taken for lost ones, and nobody waits a minute for the truly lost.</summary>
    private protected static readonly IReadOnlyDictionary<string, string> Patient = new Dictionary<string, string>
    {
        ["Conversations__AttemptLostAfter"] = "00:00:12",
        ["Conversations__ReconcileAfter"] = "00:00:25",
    };

    private readonly List<ProcessHost> _hosts = [];
    private TestDatabase? _database;
    private Meta? _meta;

    private protected Meta Meta => _meta ?? throw new InvalidOperationException("The stage is not set.");

    private protected ITestOutputHelper Output => output;

    private protected virtual string ConnectionString => Db.ConnectionString;

    private protected virtual NpgsqlDataSource Source => Db.Source;

    /// <summary>Flows besides the echo.</summary>
    private protected virtual IReadOnlyList<SeedFlow> MoreFlows => [];

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Db => _database ?? throw new InvalidOperationException("The stage is not set.");

    public virtual async ValueTask InitializeAsync()
    {
        if (!Long.Run)
            Machine.Watch();
        _meta = await Chaos.Meta.Open(Cancel);
        _database = await TestDatabase.Create(Prepare);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TellAll();
        foreach (var host in _hosts)
            await host.DisposeAsync();

        if (_meta is not null)
            await _meta.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Migrations, the demo with an echo flow beside it, and a log of every step of every conversation's seq.</summary>
    private protected virtual async Task Prepare(string connectionString)
    {
        await Migrations.Apply(connectionString);
        await using (var database = new Storage.Database(connectionString))
        {
            await new Seeds(database).Plant(
                new Seed(
                    "demo",
                    "Demo",
                    "demo",
                    "demo-app-secret",
                    "demo-verify-token",
                    "demo-access-token",
                    Chaos.Meta.PhoneNumberId,
                    Chaos.Meta.Number,
                    "Demo",
                    Simulated: true,
                    MessagesPerSecond: 1000,
                    [new SeedFlow("echo", "Echo", Echo), .. MoreFlows]
                ),
                CancellationToken.None
            );
        }

        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var watch = source.CreateCommand(Invariants.Watch);
        await watch.ExecuteNonQueryAsync();
    }

    /// <summary>A node on ports of its own, in the cluster of this stage. Webhooks go to it from now on.</summary>
    private protected async Task<ProcessHost> Node(
        IReadOnlyDictionary<string, string>? settings = null,
        ProcessHost? inPlaceOf = null
    )
    {
        var port = inPlaceOf?.Address.Port ?? FreePort.Next();
        var host = await Started("Node", Environment(port, settings), port);
        Aim(host);
        return host;
    }

    /// <summary>A node that may die before it is ready.</summary>
    private protected ProcessHost Doomed(IReadOnlyDictionary<string, string> settings, ProcessHost? inPlaceOf)
    {
        var port = inPlaceOf?.Address.Port ?? FreePort.Next();
        var host = Begun("Node", Environment(port, settings), port);
        Aim(host);
        return host;
    }

    private void Aim(ProcessHost host)
    {
        lock (_hosts)
            Meta.Targets = [.. Meta.Targets.Where(target => target.Port != host.Address.Port), host.Address];
    }

    /// <summary>A process that goes with the stage.</summary>
    private protected async Task<ProcessHost> Started(
        string project,
        IReadOnlyDictionary<string, string> environment,
        int port
    )
    {
        var time = Stopwatch.StartNew();
        var host = Begun(project, environment, port);
        await host.Ready(Cancel);
        output.WriteLine($"{project} {host.Id} ready after {time.Elapsed.TotalSeconds:0.0} s");
        return host;
    }

    private ProcessHost Begun(string project, IReadOnlyDictionary<string, string> environment, int port)
    {
        var host = ProcessHost.Begin(Repository.Host(project), environment, port);
        lock (_hosts)
            _hosts.Add(host);
        return host;
    }

    /// <summary>One of the processes has said this.</summary>
    private protected bool Said(string text) =>
        _hosts.Any(host => host.Output.Contains(text, StringComparison.Ordinal));

    /// <summary>What the processes have said last.</summary>
    private protected void TellAll()
    {
        output.WriteLine($"the machine was up to {Machine.Slowness:0.0} times slower than one with nothing else to do");
        foreach (var host in _hosts)
            output.WriteLine($"-- {host.Name} {host.Id} at {host.Address}\n{Tail(host.Output)}");
    }

    /// <summary>Waits until Meta saw the answers of all that was acked, and all that must always be true is true.</summary>
    private protected async Task AllAnswered()
    {
        const string shown = "select text from messages where direction = 1 and status = 2";
        await Eventually.True(
            async () =>
            {
                var answered = Meta.Posts.Select(post => post.Text).ToHashSet();
                answered.UnionWith(await Invariants.Rows(Source, shown, Cancel));
                return Meta.AckedMessages.All(acked => answered.Contains($"echo {acked.Text}"));
            },
            "every acked message is answered, or its answer is shown as unknown",
            Cancel,
            TimeSpan.FromMinutes(5)
        );
        await Invariants.Hold(Source, Meta, Cancel);
    }

    /// <summary>How long the slowest of these waited for its answer, in seconds after it was acked.</summary>
    private protected double Slowest(IEnumerable<Acked> messages)
    {
        var answers = Meta.Posts.GroupBy(post => post.Text).ToDictionary(same => same.Key, same => same.First().At);
        return messages
            .Select(acked =>
                answers.TryGetValue($"echo {acked.Text}", out var at) ? (at - acked.At).TotalSeconds : double.NaN
            )
            .Where(seconds => !double.IsNaN(seconds))
            .DefaultIfEmpty()
            .Max();
    }

    private protected async Task<T> Ask<T>(string sql)
    {
        await using var ask = Source.CreateCommand(sql);
        return (T)(await ask.ExecuteScalarAsync(Cancel) ?? throw new InvalidOperationException($"No answer to: {sql}"));
    }

    /// <summary>The silo's port follows from the node's, so that a node started in place of another takes the place of its silo too.</summary>
    private Dictionary<string, string> Environment(int port, IReadOnlyDictionary<string, string>? settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__Main"] = $"{ConnectionString};Maximum Pool Size=20",
            ["Cluster__Id"] = "chaos",
            ["Cluster__SiloPort"] = Silo(port).ToString(CultureInfo.InvariantCulture),
            ["WhatsApp__GraphBaseUrl"] = Meta.GraphBaseUrl,
            // as in the product: on a slow machine an answer of this Meta's takes seconds, and is not lost
            ["WhatsApp__TimeoutSeconds"] = "10",
            ["Demo__Enabled"] = "true",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            environment[name] = value;
        return environment;
    }

    private readonly Dictionary<int, int> _silos = [];

    private int Silo(int port)
    {
        lock (_silos)
        {
            if (!_silos.TryGetValue(port, out var silo))
                _silos[port] = silo = FreePort.Next();
            return silo;
        }
    }

    private static string Tail(string text) => string.Join('\n', text.Split('\n').TakeLast(80));

    private const string Echo = """
        {
          "schemaVersion": 1,
          "nodes": [
            { "id": "any", "type": "trigger", "data": { "name": "Anything", "kind": "default" } },
            { "id": "echo", "type": "message", "data": { "name": "Echo", "text": "echo {{ input }}" } }
          ],
          "edges": [{ "id": "any-echo", "source": "any", "target": "echo" }]
        }
        """;
}
