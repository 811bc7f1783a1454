using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace WhatsAppBot.Support;

/// <summary>One of our hosts as a process of its own, on a free loopback port, with what it prints; killed at the latest with the tests.</summary>
public sealed class ProcessHost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _mark;

    private ProcessHost(Process process, string name, Uri address)
    {
        _process = process;
        Name = name;
        Address = address;
        Client = new HttpClient { BaseAddress = address };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        _mark = ScratchFolder.Mark(process.Id, process.StartInfo.ArgumentList[0]);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        ScratchFolder.AtEnd(Kill);
    }

    /// <summary>What seals the secrets of every host, unless a test says otherwise.</summary>
    public static readonly string SecretsKey = Convert.ToBase64String(
        System.Security.Cryptography.SHA256.HashData("tests"u8)
    );

    /// <summary>The project it was built from.</summary>
    public string Name { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client with that address.</summary>
    public HttpClient Client { get; }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>It ended, by itself or by us.</summary>
    public bool Ended => _process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>All that it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts <c>src/{project}</c> and waits until it is ready.</summary>
    public static async Task<ProcessHost> Start(
        string project,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancel,
        int? port = null,
        params string[] arguments
    )
    {
        var host = Begin(Repository.Host(project), environment, port, arguments);
        try
        {
            await host.Ready(cancel);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a built program and waits for nothing.</summary>
    public static ProcessHost Begin(
        string dll,
        IReadOnlyDictionary<string, string> environment,
        int? port = null,
        params string[] arguments
    )
    {
        var address = new Uri(
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port ?? FreePort.Next()}")
        );
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(dll),
        };
        start.Environment["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["Secrets__Key"] = SecretsKey;
        // a tenth of the CPU of a start goes into profiles that pay only in a process that lives longer
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ProcessHost(new Process { StartInfo = start }, Path.GetFileNameWithoutExtension(dll), address);
    }

    /// <summary>Waits until its health answers 200; ends at once, with the output, when the process does.</summary>
    public Task Ready(CancellationToken cancel, string health = "/health/ready") =>
        Eventually.True(
            async () =>
            {
                if (Ended)
                {
                    await _process.WaitForExitAsync(cancel);
                    throw new InvalidOperationException($"{Name} ended with {ExitCode} before it was ready:\n{Output}");
                }

                return await Answers(health, cancel);
            },
            $"{Name} is ready at {Address}",
            cancel,
            // several start at once, and a machine that is short of breath has needed a minute for one
            TimeSpan.FromMinutes(10)
        );

    /// <summary>Waits until it has ended by itself and all that it printed was read: the process is gone a moment before.</summary>
    public Task End(CancellationToken cancel) => _process.WaitForExitAsync(cancel).WaitAsync(Eventually.Bound, cancel);

    /// <summary>SIGKILL, and the end is awaited.</summary>
    public void Kill()
    {
        if (!Ended)
            _process.Kill();
        // bounded, and not for the last of its output: that may never come while this process ends itself
        _process.WaitForExit(TimeSpan.FromSeconds(30));
        File.Delete(_mark);
    }

    /// <summary>SIGSTOP: it hangs.</summary>
    public void Stop() => Signal("STOP");

    /// <summary>SIGCONT: it goes on.</summary>
    public void Cont() => Signal("CONT");

    /// <summary>SIGTERM, and the graceful end is awaited: longer than the minute that a host gives itself.</summary>
    public async Task<int> Terminate(CancellationToken cancel)
    {
        Signal("TERM");
        await _process.WaitForExitAsync(cancel).WaitAsync(TimeSpan.FromMinutes(3), cancel);
        File.Delete(_mark);
        return ExitCode;
    }

    /// <summary>Kills what still runs.</summary>
    public ValueTask DisposeAsync()
    {
        Kill();
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> Answers(string path, CancellationToken cancel)
    {
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            bound.CancelAfter(TimeSpan.FromSeconds(15));
            using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative), bound.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        // one that has just ended hears nothing any more
        if (kill.ExitCode != 0 && !Ended)
            throw new InvalidOperationException($"{Name} ({Id}) could not be sent {name}.");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
            _output.Enqueue(text);
    }
}
