using System.Diagnostics;
using System.Text.RegularExpressions;
using WhatsAppBot.Support;
using Xunit;

namespace WhatsAppBot.Architecture.Tests;

/// <summary>The deliberate faults of tests/Chaos are in Debug builds of the hosts, and nothing of them in what is shipped.</summary>
public sealed partial class FaultsTests
{
    private static readonly string[] Shipping = ["run", "chaos", "Dockerfile"];

    [Fact]
    public void Every_use_of_a_fault_stands_between_if_and_endif()
    {
        var uses = TrackedFiles.Sources.SelectMany(file => Uses(file.Path, file.Text)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, use => Assert.True(use.Guarded, use.Line));
    }

    [Theory]
    [InlineData("Storage")]
    [InlineData("Grains")]
    [InlineData("WebApi")]
    public async Task A_release_build_has_no_faults_in_it(string room)
    {
        var (debug, release) = (await Evaluated(room, "Debug"), await Evaluated(room, "Release"));

        Assert.Contains("CHAOS", debug);
        Assert.Contains("Mutant.cs", debug);
        Assert.DoesNotContain("CHAOS", release);
        Assert.DoesNotContain("Faults", release);
    }

    [Fact]
    public void What_is_shipped_is_built_as_release() =>
        Assert.All(
            Shipping.Select(file => File.ReadAllText(Path.Combine(Repository.Root, file))),
            text => Assert.Matches("(-c|--configuration) Release", text)
        );

    [Fact]
    public void A_use_without_a_guard_is_found() =>
        Assert.Contains(
            Uses("Some.cs", "#if CHAOS\nCrash.At(\"a\");\n#endif\nCrash.At(\"b\");"),
            use => use is { Guarded: false, Line: "Some.cs 4: Crash.At(\"b\");" }
        );

    private static IEnumerable<(bool Guarded, string Line)> Uses(string path, string text)
    {
        var guarded = false;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            guarded =
                lines[i].StartsWith("#if CHAOS", StringComparison.Ordinal) || guarded && !lines[i].StartsWith('#');
            if (Fault().IsMatch(lines[i]))
                yield return (guarded, $"{path} {i + 1}: {lines[i].Trim()}");
        }
    }

    /// <summary>The constants and files of a room's compilation.</summary>
    private static async Task<string> Evaluated(string room, string configuration)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "msbuild",
                Path.Combine(Repository.Root, "src", room, $"{room}.csproj"),
                "-getProperty:DefineConstants",
                "-getItem:Compile",
                $"-p:Configuration={configuration}",
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        var told = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, build.ExitCode);
        return told;
    }

    [GeneratedRegex(@"\b(?:Crash\.(?:At|Soon)|Mutant\.[A-Z]|WrongClock|ArrivalOrder)\b")]
    private static partial Regex Fault();
}
