using System.Diagnostics;
using System.Globalization;

namespace WhatsAppBot.Load;

/// <summary>One of our hosts in a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process process;

    private HostProcess(string name, Process process, string address) =>
        (Name, this.process, Address) = (name, process, address);

    public string Name { get; }
    public string Address { get; }

    public static async Task<HostProcess> Start(
        string name,
        string repository,
        string configuration,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var port = FreePort();
        var room = name == "Floor" ? "bench" : "src";
        var dll = Path.Combine(repository, room, name, "bin", configuration, "net10.0", $"WhatsAppBot.{name}.dll");
        var start = new ProcessStartInfo("dotnet", [dll]) { RedirectStandardOutput = true };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{dll} did not start");
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal) == true)
                Console.Error.WriteLine($"{name}: {line.Data}");
        };
        process.BeginOutputReadLine();

        var host = new HostProcess(name, process, $"http://127.0.0.1:{port}");
        using var http = new HttpClient();
        for (var tries = 0; tries < 300; tries++)
        {
            try
            {
                if ((await http.GetAsync($"{host.Address}/health/ready")).IsSuccessStatusCode)
                    return host;
            }
            catch (HttpRequestException) when (!process.HasExited) { }
            await Task.Delay(200);
        }
        throw new InvalidOperationException($"{name} is not ready");
    }

    public int Id => process.Id;
    public double CpuSeconds => Cpu.Of(process.Id);

    public long MemoryMb(string line) =>
        File.ReadLines($"/proc/{process.Id}/status")
            .Where(text => text.StartsWith(line, StringComparison.Ordinal))
            .Select(text =>
                long.Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
                / 1024
            )
            .First();

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>CPU time by /proc, in seconds; it survives a noisy machine better than wall time.</summary>
internal static class Cpu
{
    private const double Ticks = 100;

    public static double Of(int pid)
    {
        var fields = Fields(pid);
        return (
                long.Parse(fields[11], CultureInfo.InvariantCulture)
                + long.Parse(fields[12], CultureInfo.InvariantCulture)
            ) / Ticks;
    }

    /// <summary>A process with its children, also those that have ended.</summary>
    public static double OfFamily(int pid)
    {
        var fields = Fields(pid);
        var own = Enumerable.Range(11, 4).Sum(at => long.Parse(fields[at], CultureInfo.InvariantCulture)) / Ticks;
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var child))
                continue;
            try
            {
                if (Fields(child)[1] == pid.ToString(CultureInfo.InvariantCulture))
                    own += Of(child);
            }
            catch (IOException)
            {
                // it ended while we looked
            }
        }
        return own;
    }

    // from the field after the name in brackets: state, ppid, …
    private static string[] Fields(int pid)
    {
        var text = File.ReadAllText($"/proc/{pid}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}
