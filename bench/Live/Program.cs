using System.Globalization;
using Npgsql;
using WhatsAppBot.Live;
using WhatsAppBot.Load;
using WhatsAppBot.PrivatePostgres;
using WhatsAppBot.Storage;
using People = WhatsAppBot.Load.People;

// bench/Live [agents 50] [messages a second 200] [conversations 2000] [seconds 60]: how long after its commit a message is on every agent's page.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var agents = Math.Clamp(Given(0, 50), 1, 500);
var rate = Math.Clamp(Given(1, 200), 1, 5000);
var conversations = Math.Clamp(Given(2, 2000), 1, 100_000);
var seconds = Math.Clamp(Given(3, 60), 5, 300);

var repository = AppContext.BaseDirectory[
    ..AppContext.BaseDirectory.IndexOf(
        $"{Path.DirectorySeparatorChar}bench{Path.DirectorySeparatorChar}",
        StringComparison.Ordinal
    )
];
var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Release";
var folder = Directory.CreateTempSubdirectory("whatsappbot-bench-").FullName;

// the product's own settings; beside them the server keeps the time of each commit
var settings = new Dictionary<string, string>(PrivateClusterOptions.ProductSettings)
{
    ["track_commit_timestamp"] = "on",
};
await using var cluster = await PrivateCluster.Start(
    new PrivateClusterOptions(folder) { Settings = settings },
    CancellationToken.None
);
var connection = await cluster.Database("bench", CancellationToken.None);
await Migrations.Apply(connection);
await using (var database = new Database(connection))
{
    var ping = new SeedFlow(
        "ping",
        "Ping",
        File.ReadAllText(Path.Combine(repository, "examples", "flows", "ping.json"))
    );
    await new Seeds(database).Plant(
        new Seed(
            "demo",
            "Demo",
            "demo",
            "demo-app-secret",
            "demo-verify-token",
            "demo-access-token",
            "100000000000001",
            "15550000001",
            "Demo",
            false,
            1_000_000,
            [ping]
        ),
        CancellationToken.None
    );
}

var people = new People(conversations);
await using var stub = new GraphStub(people, TimeSpan.FromMilliseconds(100));
await stub.Start();
var node = await HostProcess.Start(
    "Node",
    repository,
    configuration,
    new Dictionary<string, string>
    {
        ["ConnectionStrings__Main"] = connection,
        ["WhatsApp__GraphBaseUrl"] = stub.Address,
        // with the demo on, this machine is signed in
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Demo__Enabled"] = "true",
        ["Logging__LogLevel__Default"] = "Warning",
        ["Cluster__Id"] = Guid.NewGuid().ToString("N"),
    }
);
try
{
    using var webhooks = new Webhooks(
        $"{node.Address}/webhooks/whatsapp/demo",
        "demo-app-secret",
        "100000000000001",
        people
    );
    using var stop = new CancellationTokenSource();
    using var close = new CancellationTokenSource();
    var screens = Enumerable.Range(0, agents).Select(_ => new Screen(new Uri(node.Address))).ToArray();
    foreach (var screen in screens)
        await screen.Open(CancellationToken.None);
    var listening = screens.Select(screen => Task.Run(() => screen.Listen(close.Token))).ToArray();

    var load = webhooks.Run(64, rate, stop.Token);
    // everybody has written once, and the code is warm
    await Task.Delay(TimeSpan.FromSeconds(Math.Max(10, 1.2 * conversations / rate)));
    var postmaster = int.Parse(
        File.ReadLines(Directory.GetFiles(folder, "postmaster.pid", SearchOption.AllDirectories)[0]).First()
    );
    var before = (Node: node.CpuSeconds, Server: Cpu.OfFamily(postmaster), Bench: Cpu.Of(Environment.ProcessId));
    var answers = people.Answers;
    var loads = new List<double>();
    foreach (var screen in screens)
        screen.Count();
    for (var second = 0; second < seconds; second++)
    {
        await Task.Delay(1000);
        loads.Add(double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]));
    }
    answers = people.Answers - answers;
    var spent = (
        Node: node.CpuSeconds - before.Node,
        Server: Cpu.OfFamily(postmaster) - before.Server,
        Bench: Cpu.Of(Environment.ProcessId) - before.Bench
    );
    await stop.CancelAsync();
    await load;
    for (var tries = 0; tries < 300 && people.Waiting > 0; tries++)
        await Task.Delay(100);
    await Task.Delay(3000);
    await close.CancelAsync();
    await Task.WhenAll(listening);

    var (commits, ends) = await Truth(connection);
    var latencies = screens
        .SelectMany(screen => screen.Messages)
        .Select(heard => (heard.At - commits[(heard.Conversation, heard.Seq)]).TotalMilliseconds)
        .Order()
        .ToArray();
    var diverged = screens.Count(screen => ends.Any(end => screen.Known.GetValueOrDefault(end.Key) != end.Value));

    Console.WriteLine(
        $"form        {agents} agents, {rate} messages/s in over {conversations} conversations, {seconds} s; each is answered"
    );
    Console.WriteLine(
        $"load        {loads.Average():F1} on {Environment.ProcessorCount} cores (average of the minute before)"
    );
    Console.WriteLine($"answered/s  {answers / (double)seconds:F0}");
    Console.WriteLine(
        $"pushed/s    {screens.Sum(screen => screen.Events) / (double)seconds:F0} events, {screens.Sum(screen => screen.Bytes) / 1e6 / seconds:F1} MB, to all pages together"
    );
    Console.WriteLine(
        $"commit→page p50 {Percentile(0.5):F0} ms, p95 {Percentile(0.95):F0} ms, p99 {Percentile(0.99):F0} ms, worst {Percentile(1):F0} ms, of {latencies.Length} messages heard"
    );
    Console.WriteLine(
        $"diverged    {diverged} of {agents} pages; {screens.Sum(screen => screen.Gaps)} gaps fetched, {screens.Sum(screen => screen.Repeats)} repeats left out"
    );
    Console.WriteLine(
        $"cpu         {spent.Node / seconds:P0} Node, {spent.Server / seconds:P0} PostgreSQL, {spent.Bench / seconds:P0} bench (load, Graph stub, pages), of one core"
    );
    foreach (var screen in screens)
        screen.Dispose();
    return diverged == 0 ? 0 : 1;

    double Percentile(double share) =>
        latencies.Length == 0 ? double.NaN : latencies[(int)Math.Min(latencies.Length - 1, latencies.Length * share)];
}
finally
{
    node.Dispose();
    await cluster.DisposeAsync();
    Directory.Delete(folder, recursive: true);
}

int Given(int at, int otherwise) =>
    args.Length > at && int.TryParse(args[at], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

static async Task<(Dictionary<(long, long), DateTime>, Dictionary<long, long>)> Truth(string connection)
{
    await using var source = NpgsqlDataSource.Create(connection);
    var commits = new Dictionary<(long, long), DateTime>();
    await using (
        var ask = source.CreateCommand(
            "select conversation_id, seq, pg_xact_commit_timestamp((written & 4294967295)::text::xid) from messages"
        )
    )
    await using (var row = await ask.ExecuteReaderAsync())
    {
        while (await row.ReadAsync())
            commits[(row.GetInt64(0), row.GetInt64(1))] = row.GetDateTime(2);
    }
    var ends = new Dictionary<long, long>();
    await using (var ask = source.CreateCommand("select id, seq from conversations where seq > 0"))
    await using (var row = await ask.ExecuteReaderAsync())
    {
        while (await row.ReadAsync())
            ends[row.GetInt64(0)] = row.GetInt64(1);
    }
    return (commits, ends);
}
