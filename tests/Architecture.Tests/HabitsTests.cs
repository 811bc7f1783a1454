using WhatsAppBot.Support;
using Xunit;

namespace WhatsAppBot.Architecture.Tests;

public sealed class HabitsTests
{
    /// <summary>Files that may be long: lists that are read from top to bottom. Each needs its reason.</summary>
    private static readonly Dictionary<string, string> Long = new()
    {
        ["web/src/api/schema.d.ts"] = "generated from the OpenAPI document",
        ["web/src/features/flows/words/en.ts"] = "every word of the flow screens",
        ["web/src/features/flows/words/es.ts"] = "every word of the flow screens",
        ["tests/Simulator.Tests/PhoneTests.cs"] = "one case after another of what a phone can do",
        ["tests/Simulator.Tests/TemplateTests.cs"] = "the life of a template, one case after another",
        ["tests/Simulator.Tests/RefusalTests.cs"] = "one case after another of what Meta refuses",
        ["web/src/i18n/en.ts"] = "the words of the pages, one after another",
        ["web/src/i18n/es.ts"] = "the words of the pages, one after another",
        ["tests/Storage.Tests/TurnWriterTests.cs"] = "one case after another of what a turn writes",
    };

    [Fact]
    public void Every_public_type_says_what_it_is() => Clean(TrackedFiles.Sources, Habits.PublicTypesWithoutSummary);

    [Fact]
    public void Names_come_from_the_conversation() => Clean(TrackedFiles.Sources, Habits.WrongNames);

    [Fact]
    public void Nothing_is_left_half_done() => Clean(TrackedFiles.Sources, Habits.WrongWords);

    [Fact]
    public void No_chore_ends_its_host() =>
        Clean(TrackedFiles.Sources.Where(f => f.Path != "src/Storage/SteadyService.cs"), Habits.FragileChores);

    [Fact]
    public void Files_hold_one_idea() =>
        Clean(TrackedFiles.All.Where(f => IsCode(f.Path) && !Long.ContainsKey(f.Path)), Habits.TooLong);

    [Fact]
    public void No_file_knows_this_machine() => Clean(TrackedFiles.All, Habits.MachinePaths);

    [Fact]
    public void No_file_names_a_registry() => Clean(TrackedFiles.All, Habits.RegistryHosts);

    [Fact]
    public void Lock_files_do_not_say_where_a_package_came_from()
    {
        var locks = TrackedFiles
            .All.Where(f => f.Path.EndsWith("package-lock.json", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(locks);
        Clean(locks, Habits.Sources);
    }

    [Fact]
    public void Every_file_that_may_be_long_is_long() =>
        Assert.All(
            Long.Keys,
            path => Assert.Contains(TrackedFiles.All, f => f.Path == path && Habits.TooLong(f.Text).Any())
        );

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void Scripts_can_be_started(string script) =>
        Assert.True(
            OperatingSystem.IsWindows()
                || File.GetUnixFileMode(Path.Combine(Repository.Root, script)).HasFlag(UnixFileMode.UserExecute)
        );

    [Theory]
    [InlineData("public sealed record Sent(string Id);")]
    [InlineData("/// <remarks>no</remarks>\npublic static class Sent")]
    [InlineData("/// <summary>Another.</summary>\npublic enum Other { A }\n\n[Flags]\npublic enum Sent")]
    [InlineData("    public readonly record struct Sent(int A)")]
    [InlineData("public delegate Task Sent(int a);")]
    public void A_type_without_a_summary_is_found(string text) =>
        Assert.Contains(Habits.PublicTypesWithoutSummary(text), found => found.Contains("Sent has no summary"));

    [Theory]
    [InlineData("/// <summary>It went.</summary>\npublic sealed record Sent(string Id);")]
    [InlineData(
        "/// <summary>It went.</summary>\n/// <param name=\"Id\">…</param>\n[GenerateSerializer]\n[Alias(\"sent\")]\npublic sealed record Sent(string Id);"
    )]
    [InlineData(
        "/// <summary>It went.</summary>\n[JsonDerivedType(\n    typeof(A),\n    \"a\"\n)]\npublic abstract record Sent;"
    )]
    [InlineData("internal sealed record Sent;")]
    public void A_type_with_a_summary_is_not(string text) => Assert.Empty(Habits.PublicTypesWithoutSummary(text));

    [Theory]
    [InlineData("class FlowManager")]
    [InlineData("record ContactDto(int Id)")]
    [InlineData("    public async Task<int> SendAsync(Message m)")]
    [InlineData("    private static ValueTask<T> ReadAsync<T>(int a)")]
    public void A_wrong_name_is_found(string text) => Assert.NotEmpty(Habits.WrongNames(text));

    [Theory]
    [InlineData("    public async ValueTask DisposeAsync()")]
    [InlineData("    protected override Task ExecuteAsync(CancellationToken stop)")]
    [InlineData("    public Task<int> Send() => http.SendAsync(message)")]
    [InlineData("    public override async Task OnConnectedAsync()")]
    public void A_name_that_others_prescribe_is_not(string text) => Assert.Empty(Habits.WrongNames(text));

    [Theory]
    [InlineData("// TO" + "DO later")]
    [InlineData("#prag" + "ma warning disable")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    [InlineData("= nul" + "l!;")]
    public void Half_done_work_is_found(string text) => Assert.NotEmpty(Habits.WrongWords(text));

    [Theory]
    [InlineData("see /" + "work/main/src")]
    [InlineData("\"/" + "root/.nuget\"")]
    [InlineData("cd /" + "home/ada/x")]
    public void A_path_of_a_machine_is_found(string text) => Assert.NotEmpty(Habits.MachinePaths(text));

    [Theory]
    [InlineData("/simulator/root/x")]
    [InlineData("https://localhost/work/x")]
    public void A_path_of_an_address_is_not(string text) => Assert.Empty(Habits.MachinePaths(text));

    [Theory]
    [InlineData("sealed class Pump(ILogger log) : Background" + "Service")]
    [InlineData("sealed class Pump(\n    ILogger log\n) : Background" + "Service\n{")]
    public void A_chore_that_may_end_its_host_is_found(string text) => Assert.NotEmpty(Habits.FragileChores(text));

    [Fact]
    public void A_registry_is_found() =>
        Assert.NotEmpty(Habits.RegistryHosts("https://registry" + ".npmjs.org/left-pad"));

    [Fact]
    public void A_lock_that_names_its_sources_is_found() =>
        Assert.NotEmpty(Habits.Sources("{ \"resolved\": \"https://…\" }"));

    [Fact]
    public void A_long_file_is_found() => Assert.NotEmpty(Habits.TooLong(new string('\n', Habits.LongestFile + 1)));

    private static void Clean(IEnumerable<(string Path, string Text)> files, Func<string, IEnumerable<string>> wrong)
    {
        var found = files.SelectMany(f => wrong(f.Text).Select(what => $"{f.Path}: {what}")).ToList();
        if (found.Count > 0)
            Assert.Fail(string.Join('\n', found));
    }

    private static bool IsCode(string path) =>
        Path.GetExtension(path) is ".cs" or ".ts" or ".tsx"
        && !path.Contains("/generated/")
        && !path.EndsWith(".gen.ts", StringComparison.Ordinal);
}
