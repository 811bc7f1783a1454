using System.Globalization;
using System.Net.Http.Json;

namespace WhatsAppBot.Chaos;

public sealed class ApartTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly List<ProcessHost> _hosts = [];
    private readonly Uri _simulator = At(FreePort.Next());
    private readonly Uri[] _webs = [At(FreePort.Next()), At(FreePort.Next())];
    private TestDatabase? _database;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database ?? throw new InvalidOperationException("There is no database yet.");

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Empty();

    [Fact]
    public async Task Silos_and_web_nodes_apart_bring_a_message_from_one_web_node_to_a_screen_of_the_other()
    {
        await Task.WhenAll(
            Start("Simulator", "simulator", _simulator, []),
            Start("Silo", "silo1", At(FreePort.Next()), Silo()),
            Start("Silo", "silo2", At(FreePort.Next()), Silo()),
            Start("WebApi", "web1", _webs[0], Web()),
            Start("WebApi", "web2", _webs[1], Web())
        );
        await using var screen = await Screen.Open(_webs[1], Cancel);

        var said = 0;
        await Eventually.True(
            async () =>
            {
                said++;
                await Say("ping");
                await Task.Delay(1500, Cancel);
                return screen.Shows("ping") && screen.Shows("pong") && screen.ShowsDelivered;
            },
            "the screen of the other web node shows message, answer and tick",
            Cancel,
            // five processes that have just come up, and the silos find each other meanwhile
            TimeSpan.FromMinutes(5)
        );

        output.WriteLine($"live with message {said}");

        var again = 0;
        int resyncs;
        do
        {
            Assert.True(++again <= 20, "it is told to fetch again and again");
            resyncs = screen.Resyncs;
            var (pings, pongs) = (screen.Count("ping"), screen.Count("pong"));
            said++;
            await Say("ping");
            // a stream that was silent for too long is subscribed anew, and the browser is told to fetch what it may have missed
            await Eventually.True(
                () => screen.Count("ping") > pings && screen.Count("pong") > pongs || screen.Resyncs > resyncs,
                "what comes later is seen at once",
                Cancel
            );
        } while (screen.Resyncs > resyncs);
        // the simulator delivers again what a slow node could not take in time: what comes last may not have come yet
        await Eventually.True(
            async () => await Count("messages") >= 2L * said && await Count("outbox") + await Count("inbox") == 0,
            "nothing is left to do",
            Cancel
        );
        Assert.Equal(2L * said, await Count("messages"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
                output.WriteLine($"-- {host.Name} at {host.Address}\n{host.Output}");
            await host.DisposeAsync();
        }

        if (_database is not null)
            await _database.DisposeAsync();
    }

    private async Task Say(string text)
    {
        var phone = new Uri(_simulator, "/simulator/api/numbers/100000000000001/phones/4915100000008/messages");
        using var http = new HttpClient();
        using var taken = await http.PostAsJsonAsync(phone, new { type = "text", text }, Cancel);
        taken.EnsureSuccessStatusCode();
    }

    private async Task Start(string project, string service, Uri address, Dictionary<string, string> values)
    {
        values["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        var environment = Compose.Environment(
            service,
            values,
            ("http://simulator:8080/", _simulator.AbsoluteUri),
            ("http://localhost:5090/", _simulator.AbsoluteUri),
            ("http://web:8080/", _webs[0].AbsoluteUri),
            // where the browser comes from
            ("172.30.80.0/24", "127.0.0.0/8")
        );

        var host = ProcessHost.Begin(Repository.Host(project), environment, address.Port);
        lock (_hosts)
            _hosts.Add(host);
        await host.Ready(Cancel, project == "Simulator" ? "/health/live" : "/health/ready");
    }

    private Dictionary<string, string> Silo() =>
        new(Web())
        {
            ["Cluster__Address"] = "127.0.0.1",
            ["Cluster__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["Cluster__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
        };

    private Dictionary<string, string> Web() =>
        new() { ["ConnectionStrings__Main"] = $"{Database.ConnectionString};Maximum Pool Size=15" };

    private async Task<long> Count(string table)
    {
        await using var ask = Database.Source.CreateCommand($"select count(*) from {table}");
        return (long)(await ask.ExecuteScalarAsync(Cancel) ?? 0L);
    }

    private static Uri At(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
}
