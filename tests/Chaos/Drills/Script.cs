using System.Diagnostics;
using Npgsql;

namespace WhatsAppBot.Chaos.Drills;

/// <summary>A script of <c>ops/</c> as an operator runs it.</summary>
internal static class Script
{
    /// <summary>What it printed; a failure fails the test with it.</summary>
    public static async Task<string> Run(string name, CancellationToken cancel, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "ops", name), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var script =
            Process.Start(start) ?? throw new InvalidOperationException($"ops/{name} could not be started.");
        var said = script.StandardOutput.ReadToEndAsync(cancel);
        var complained = script.StandardError.ReadToEndAsync(cancel);
        await script.WaitForExitAsync(cancel);
        var all = $"{await said}{await complained}";
        Assert.True(script.ExitCode == 0, $"ops/{name} ended with {script.ExitCode}:\n{all}");
        return all;
    }

    /// <summary>A database as psql and its like want it.</summary>
    public static string Address(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var user = Uri.EscapeDataString(parts.Username ?? "");
        var password = Uri.EscapeDataString(parts.Password ?? "");
        return $"postgresql:///{parts.Database}?host={Uri.EscapeDataString(parts.Host ?? "")}&port={parts.Port}&user={user}&password={password}";
    }
}
