using System.Diagnostics;
using System.Globalization;
using WhatsAppBot.PrivatePostgres;

namespace WhatsAppBot.Support;

/// <summary>
/// The one folder of this test process, in memory where there is room, else below the temp path. It goes when the process ends; what a killed process
/// left behind (its server, its hosts, its files) is swept by the next one.
/// </summary>
public static class ScratchFolder
{
    private const string Memory = "/dev/shm";

    // a run needs less than a third of it; in memory a database is copied in a fifth of the time
    private const long Room = 6L << 30;

    private static readonly string Parent = Directory
        .CreateDirectory(System.IO.Path.Combine(Roomy() ? Memory : System.IO.Path.GetTempPath(), "whatsappbot-tests"))
        .FullName;

    private static readonly Lazy<Held> Ours = new(Take);

    /// <summary>The folder.</summary>
    public static string Path => Ours.Value.Folder;

    /// <summary>Says what must be stopped before the folder goes; the last one said is stopped first.</summary>
    public static void AtEnd(Action stop) => Ours.Value.Stops.Push(stop);

    internal static PrivateClusterOptions Cluster(string folder) =>
        new(System.IO.Path.Combine(folder, "pg"))
        {
            Settings = PrivateClusterOptions.ThrowawaySettings,
            StopAtOnce = true,
            Patience = TimeSpan.FromMinutes(5),
        };

    internal static string Mark(int pid, string program)
    {
        var marks = Directory.CreateDirectory(System.IO.Path.Combine(Path, "hosts")).FullName;
        var mark = System.IO.Path.Combine(marks, pid.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(mark, program);
        return mark;
    }

    private static bool Roomy()
    {
        try
        {
            return Directory.Exists(Memory)
                && new DriveInfo(Memory).AvailableFreeSpace > Room
                && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 2 * Room;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Held Take()
    {
        Sweep();
        var folder = System.IO.Path.Combine(Parent, $"{Environment.ProcessId}-{Guid.NewGuid():n}"[..20]);
        Directory.CreateDirectory(folder);
        var held = new Held(folder, Lock(folder) ?? throw new IOException($"{folder} is somebody else's"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => held.Leave();
        return held;
    }

    private static void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(Parent))
        {
            try
            {
                // one without its lock file is being made at this moment, unless it is old
                var young = Directory.GetCreationTimeUtc(folder) > DateTime.UtcNow.AddMinutes(-1);
                if (young && !File.Exists(System.IO.Path.Combine(folder, "owner")))
                    continue;

                using var left = Lock(folder);
                if (left is null)
                    continue;

                KillHosts(folder);
                StopServers(folder);
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // another test process sweeps at the same time, or nothing can be done about it
            }
        }
    }

    private static void KillHosts(string folder)
    {
        var marks = System.IO.Path.Combine(folder, "hosts");
        if (!Directory.Exists(marks))
            return;

        foreach (var mark in Directory.EnumerateFiles(marks))
        {
            var pid = System.IO.Path.GetFileName(mark);
            var line = $"/proc/{pid}/cmdline";

            // the number alone proves nothing: it may be another program's by now
            if (File.Exists(line) && File.ReadAllText(line).Contains(File.ReadAllText(mark), StringComparison.Ordinal))
                Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture)).Kill();
        }
    }

    /// <summary>Any PostgreSQL whose data lies in the folder, in whichever test it was started.</summary>
    private static void StopServers(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "postmaster.pid", SearchOption.AllDirectories))
        {
            var pid = File.ReadLines(file).FirstOrDefault() ?? "";
            var line = $"/proc/{pid}/cmdline";
            if (!File.Exists(line) || !File.ReadAllText(line).Contains(folder, StringComparison.Ordinal))
                continue;

            // its immediate stop; SIGKILL would leave its shared memory
            using var quit = Process.Start("kill", ["-QUIT", pid]);
            quit.WaitForExit();
            for (var tries = 0; File.Exists(file) && tries < 100; tries++)
                Thread.Sleep(50);
        }
    }

    private static FileStream? Lock(string folder)
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(folder, "owner"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed record Held(string Folder, FileStream Owner)
    {
        public System.Collections.Concurrent.ConcurrentStack<Action> Stops { get; } = new();

        public void Leave()
        {
            while (Stops.TryPop(out var stop))
                stop();

            // the runner gives a process few seconds to end, so the many small files of a cluster go behind its back
            using var removal = Process.Start(
                "/bin/sh",
                ["-c", "rm -rf \"$1\" </dev/null >/dev/null 2>&1 &", "sh", Folder]
            );
            removal.WaitForExit();
            Owner.Dispose();
        }
    }
}
