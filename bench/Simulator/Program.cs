using System.Diagnostics;
using System.Globalization;
using System.Text;

// How many sends a second the simulator takes with one core's worth of processor time, and whether its memory stays flat.
//   dotnet run -c Release --project bench/Simulator -- [sends] [statuses: on|off]
// The simulator runs as a process of its own; sends per second of its processor time is the figure to trust on a busy machine.
var sends = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var statuses = args.Length < 2 || args[1] == "on";

if (sends is < 1 or > 5_000_000)
{
    Console.Error.WriteLine("sends must be 1 to 5,000,000");
    return;
}

var heard = 0L;
await using var hook = await Hook();
var dll = Path.Combine(AppContext.BaseDirectory, "WhatsAppBot.Simulator.dll");
var port = FreePort();
var start = new ProcessStartInfo("dotnet", [dll]) { RedirectStandardOutput = true };
start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
start.Environment["Logging__LogLevel__Default"] = "Warning";
start.Environment["Simulator__Numbers__0__PhoneNumberId"] = "100000000000001";
start.Environment["Simulator__Numbers__0__Number"] = "15550000001";
start.Environment["Simulator__Numbers__0__AppSecret"] = "secret";
start.Environment["Simulator__Numbers__0__TrustUnseen"] = "true";
start.Environment["Simulator__Numbers__0__Statuses"] = statuses ? "all" : "none";
start.Environment["Simulator__Numbers__0__WebhookUrl"] = hook.Urls.Single() + "/hook";
start.Environment["Simulator__ReadAfterMs"] = "200";
start.Environment["Simulator__SentAfterMs"] = "50";
start.Environment["Simulator__DeliveredAfterMs"] = "100";
start.Environment["Simulator__Webhooks__BatchSize"] = "100";
start.Environment["Simulator__MaxLogBodies"] = "0";
using var simulator = Process.Start(start) ?? throw new InvalidOperationException("the simulator did not start");

try
{
    using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    http.DefaultRequestHeaders.Authorization = new("Bearer", "any");
    await Ready(http);
    await Send(http, 5_000, 0);
    await Heard(statuses ? 15_000 : 0);

    var clock = Stopwatch.StartNew();
    var cpu = simulator.TotalProcessorTime;
    var wanted = Interlocked.Read(ref heard) + (statuses ? 3L * sends : 0);
    var parts = Math.Min(10, sends);

    for (var part = 0; part < parts; part++)
    {
        await Send(http, sends / parts, part);
        simulator.Refresh();
        Console.WriteLine(
            $"{(part + 1) * (sends / parts), 9:N0} sends  {clock.Elapsed.TotalSeconds, 6:N1} s  {simulator.WorkingSet64 >> 20, 5:N0} MB"
        );
    }

    if (statuses)
    {
        await Heard(wanted - 3L * (sends % parts));
    }

    simulator.Refresh();
    var (wall, used) = (clock.Elapsed.TotalSeconds, (simulator.TotalProcessorTime - cpu).TotalSeconds);
    Console.WriteLine(
        $"statuses {(statuses ? "on: three each" : "off")}: {sends / wall:N0} sends/s on the clock, "
            + $"{sends / used:N0} sends per second of one core, {used / sends * 1e6:N0} µs each"
    );
}
finally
{
    simulator.Kill();
    await simulator.WaitForExitAsync();
}

async Task<WebApplication> Hook()
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    var app = builder.Build();
    app.Run(async context =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Interlocked.Add(ref heard, body.GetBuffer().AsSpan(0, (int)body.Length).Count("\"statuses\""u8));
    });
    await app.StartAsync();
    return app;
}

async Task Ready(HttpClient http)
{
    for (var tries = 0; tries < 100; tries++)
    {
        try
        {
            if ((await http.GetAsync("/health/live")).IsSuccessStatusCode)
            {
                return;
            }
        }
        catch (HttpRequestException) when (!simulator.HasExited)
        {
            await Task.Delay(100);
        }
    }

    throw new InvalidOperationException("the simulator is not ready");
}

async Task Send(HttpClient http, int count, int part) =>
    await Parallel.ForEachAsync(
        Enumerable.Range(part * count, count),
        new ParallelOptions { MaxDegreeOfParallelism = 64 },
        async (n, cancel) =>
        {
            var phone = (4_915_200_000_000 + n % 50_000).ToString(CultureInfo.InvariantCulture);
            var body =
                $"{{\"messaging_product\":\"whatsapp\",\"to\":\"{phone}\",\"type\":\"text\",\"text\":{{\"body\":\"Hello number {n}\"}}}}";
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/simulator/graph/v25.0/100000000000001/messages", content, cancel);
            answer.EnsureSuccessStatusCode();
        }
    );

async Task Heard(long count)
{
    for (var patience = Stopwatch.StartNew(); Interlocked.Read(ref heard) < count; )
    {
        if (patience.Elapsed > TimeSpan.FromMinutes(2))
        {
            throw new TimeoutException($"{heard:N0} of {count:N0} statuses came");
        }

        await Task.Delay(20);
    }
}

static int FreePort()
{
    using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
    listener.Start();
    return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
}
