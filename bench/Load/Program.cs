using System.Diagnostics;
using System.Globalization;
using Npgsql;
using WhatsAppBot.Load;
using WhatsAppBot.PrivatePostgres;
using WhatsAppBot.Storage;
using People = WhatsAppBot.Load.People;

if (Options.Read(args) is not { } options)
{
    Console.WriteLine(Options.Usage);
    return 2;
}

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var repository = AppContext.BaseDirectory[
    ..AppContext.BaseDirectory.IndexOf(
        $"{Path.DirectorySeparatorChar}bench{Path.DirectorySeparatorChar}",
        StringComparison.Ordinal
    )
];
var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Release";
var folder = Directory.CreateTempSubdirectory("whatsappbot-bench-").FullName;

// the product's own settings: fsync and synchronous_commit on
var serverSettings = new Dictionary<string, string>(PrivateClusterOptions.ProductSettings);
if (options.Statements)
    serverSettings["shared_preload_libraries"] = "pg_stat_statements";
await using var cluster = await PrivateCluster.Start(
    new PrivateClusterOptions(folder) { Settings = serverSettings },
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
            "bench",
            "Bench",
            "bench",
            "bench-secret",
            "verify",
            "token",
            "100000000000001",
            "15550000001",
            "Bench",
            false,
            1_000_000,
            [ping]
        ),
        CancellationToken.None
    );
}

if (options.Freeze > 0)
{
    await using var nobody = new CampaignMeta(0, 0, 0);
    await new BroadcastRun(connection, options, nobody).Freeze();
    await cluster.DisposeAsync();
    Directory.Delete(folder, recursive: true);
    return 0;
}

await using var campaign =
    options.Broadcast > 0 ? new CampaignMeta(options.Broadcast, options.Statuses, options.Replies) : null;
if (campaign is not null)
    await campaign.Start();

var people = new People(options.Contacts);
await using var stub = new GraphStub(people, options.GraphLatency);
await stub.Start();

var environment = new Dictionary<string, string>
{
    ["ConnectionStrings__Main"] = connection,
    ["WhatsApp__GraphBaseUrl"] = campaign?.Address ?? stub.Address,
    ["ASPNETCORE_ENVIRONMENT"] = "Production",
    ["Cluster__Id"] = Guid.NewGuid().ToString("N"),
    ["Secrets__Key"] = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
};
var hosts = new List<HostProcess>();
try
{
    foreach (var name in Options.Forms[options.Form])
        hosts.Add(await HostProcess.Start(name, repository, configuration, environment));
    await Task.Delay(2000);
    var idle = hosts.Select(host => $"{host.Name} {host.MemoryMb("VmRSS")} MB").ToArray();

    var postmaster = int.Parse(
        File.ReadLines(Directory.GetFiles(folder, "postmaster.pid", SearchOption.AllDirectories)[0]).First()
    );
    if (campaign is not null)
    {
        if (options.Statements)
            await Statements.Begin(connection);
        var ended = await new BroadcastRun(connection, options, campaign).Send(hosts, Spent);
        Console.WriteLine(
            $"memory      idle {string.Join(", ", idle)}; peak {string.Join(", ", hosts.Select(host => $"{host.Name} {host.MemoryMb("VmHWM")} MB"))}"
        );
        Console.WriteLine(
            $"load        {File.ReadAllText("/proc/loadavg").Trim()} on {Environment.ProcessorCount} cores"
        );
        if (options.Statements)
            await Statements.Print(connection);
        return ended;
    }

    using var webhooks = new Webhooks(
        $"{hosts[^1].Address}/webhooks/whatsapp/bench",
        "bench-secret",
        "100000000000001",
        people
    );
    if (options.Memory)
        return await new MemoryRun(hosts[^1], connection, people, options.Contacts).Measure(webhooks);

    using var stop = new CancellationTokenSource();
    var load = webhooks.Run(options.Concurrency, options.Rate, stop.Token);
    await Task.Delay(options.WarmUp);

    people.ForgetLatencies();
    if (options.Statements)
        await Statements.Begin(connection);
    var (asked, answered, started) = (people.Asked, people.Answers, Stopwatch.GetTimestamp());
    var before = Spent();
    await Task.Delay(options.Time);
    var (askedThen, answeredThen, seconds) = (
        people.Asked - asked,
        people.Answers - answered,
        Stopwatch.GetElapsedTime(started).TotalSeconds
    );
    var spent = Spent().Zip(before, (now, then) => (now.Name, Seconds: now.Seconds - then.Seconds)).ToArray();
    if (options.Statements)
        await Statements.Print(connection);
    var (p50, p99) = (people.Percentile(0.5), people.Percentile(0.99));

    await stop.CancelAsync();
    await load;
    // whoever is still waiting gets a minute
    for (var tries = 0; tries < 600 && people.Waiting > 0; tries++)
        await Task.Delay(100);

    Console.WriteLine(
        $"form        {string.Join(" + ", Options.Forms[options.Form])}, {options.Contacts} contacts, concurrency {options.Concurrency}, rate {(options.Rate > 0 ? options.Rate : "as fast as it goes")}, {seconds:F0} s"
    );
    Console.WriteLine($"accepted/s  {askedThen / seconds:F0}");
    Console.WriteLine($"replies/s   {answeredThen / seconds:F0}");
    Console.WriteLine($"p50, p99    {p50:F1} ms, {p99:F1} ms from POST to reply");
    Console.WriteLine($"lost        {people.Waiting}");
    Console.WriteLine($"doubled     {people.Doubled}");
    Console.WriteLine($"refused     {webhooks.Refused}");
    Console.WriteLine($"evicted     {await Evicted()}");
    var product = 0.0;
    foreach (var (name, cpu) in spent)
    {
        Console.WriteLine($"cpu/message {cpu * 1000 / answeredThen:F3} ms {name}");
        if (name != "bench (load and stub)")
            product += cpu;
    }
    Console.WriteLine($"cpu/message {product * 1000 / answeredThen:F3} ms product (hosts and PostgreSQL)");
    Console.WriteLine(
        $"memory      idle {string.Join(", ", idle)}; peak {string.Join(", ", hosts.Select(host => $"{host.Name} {host.MemoryMb("VmHWM")} MB"))}"
    );
    return people.Waiting + people.Doubled == 0 ? 0 : 1;

    // silos that others took for dead: all of them live
    async Task<long> Evicted()
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var dead = source.CreateCommand("select count(*) from orleans.cluster_member where status = 6");
        return (long)(await dead.ExecuteScalarAsync() ?? 0L);
    }

    (string Name, double Seconds)[] Spent() =>
        [
            .. hosts.Select(host => (host.Name, host.CpuSeconds)),
            ("PostgreSQL", Cpu.OfFamily(postmaster)),
            ("bench (load and stub)", Cpu.Of(Environment.ProcessId)),
        ];
}
finally
{
    foreach (var host in hosts)
        host.Dispose();
    await cluster.DisposeAsync();
    Directory.Delete(folder, recursive: true);
}
