using System.Diagnostics;

namespace WhatsAppBot.PrivatePostgres;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    public static Said Wait(IEnumerable<string> line) => Run(line, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>For programs that leave nothing running behind: what they print is read until they end.</summary>
    public static async Task<Said> Run(IEnumerable<string> line, CancellationToken cancel)
    {
        var start = Start(line);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;

        using var process = Begin(start);
        if (process is null)
            return new Said(127, $"{start.FileName} could not be started");

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        return new Said(process.ExitCode, await output.ConfigureAwait(false) + await errors.ConfigureAwait(false));
    }

    /// <summary>
    /// For a program that leaves a server behind: its output goes to no pipe of ours, or we would wait for the server's end to read the
    /// end of it.
    /// </summary>
    public static async Task<int> RunApart(IEnumerable<string> line, string log, CancellationToken cancel)
    {
        var start = Start([
            "/bin/sh",
            "-c",
            "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1",
            "sh",
            log,
            .. line,
        ]);
        using var process = Begin(start);
        if (process is null)
            return 127;

        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    private static ProcessStartInfo Start(IEnumerable<string> line)
    {
        var start = new ProcessStartInfo(line.First(), line.Skip(1))
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
        };

        // PGDATA, PGPORT and their like belong to somebody else's server
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static Process? Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>How a program ended and what it printed.</summary>
internal sealed record Said(int Code, string Output)
{
    public bool Ok => Code == 0;

    /// <summary>The last line that says something: with PostgreSQL's programs, the reason.</summary>
    public string LastLine =>
        Output
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault("it said nothing");
}
