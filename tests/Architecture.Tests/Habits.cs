using System.Text.RegularExpressions;

namespace WhatsAppBot.Architecture.Tests;

/// <summary>The habits of the house that a program can see. Each takes one file and says what is wrong in it.</summary>
internal static partial class Habits
{
    public const int LongestFile = 300;

    // names that somebody else's interface or base class prescribes
    private static readonly HashSet<string> NotOurWords =
    [
        "DisposeAsync",
        "StartAsync",
        "StopAsync",
        "StartingAsync",
        "StartedAsync",
        "StoppingAsync",
        "StoppedAsync",
        "ExecuteAsync",
        "CheckHealthAsync",
        "InvokeAsync",
        "TryHandleAsync",
        "OnNextAsync",
        "OnErrorAsync",
        "OnCompletedAsync",
        "TransformAsync",
        "BindAsync",
        "WriteAsync",
    ];

    public static IEnumerable<string> PublicTypesWithoutSummary(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (PublicType().Match(lines[i]) is { Success: true } type && !HasSummary(lines, i))
                yield return $"{i + 1}: {type.Groups[1].Value} has no summary";
        }
    }

    public static IEnumerable<string> WrongNames(string text)
    {
        foreach (Match type in WrongTypeName().Matches(text))
            yield return $"{type.Groups[1].Value}: no such names";
        foreach (Match method in AsyncMethod().Matches(text))
        {
            if (!method.Value.Contains("override") && !NotOurWords.Contains(method.Groups[1].Value))
                yield return $"{method.Groups[1].Value}: no Async suffix on our own methods";
        }
    }

    public static IEnumerable<string> WrongWords(string text) =>
        Unwanted().Matches(text).Select(m => $"'{m.Value}' does not belong here");

    public static IEnumerable<string> FragileChores(string text) =>
        FragileChore()
            .Matches(text)
            .Select(_ => "derives from BackgroundService: SteadyService survives what it throws");

    public static IEnumerable<string> TooLong(string text)
    {
        var lines = text.AsSpan().Count('\n');
        return lines > LongestFile ? [$"{lines} lines: is there a second idea in it?"] : [];
    }

    public static IEnumerable<string> MachinePaths(string text) => MachinePath().Matches(text).Select(m => m.Value);

    public static IEnumerable<string> RegistryHosts(string text) => RegistryHost().Matches(text).Select(m => m.Value);

    public static IEnumerable<string> Sources(string lockFile) =>
        lockFile.Contains("\"resolved\":", StringComparison.Ordinal) ? ["says where its packages came from"] : [];

    private static bool HasSummary(string[] lines, int type)
    {
        var above = type - 1;
        while (above >= 0 && !Comment().IsMatch(lines[above]) && !Ends().IsMatch(lines[above]))
            above--;

        var summary = false;
        for (; above >= 0 && Comment().IsMatch(lines[above]); above--)
            summary |=
                lines[above].Contains("<summary>", StringComparison.Ordinal)
                || lines[above].Contains("<inheritdoc", StringComparison.Ordinal);
        return summary;
    }

    [GeneratedRegex(
        @"^\s*public\s+(?:static |sealed |abstract |partial |readonly |ref |unsafe )*(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>\[\]?., ]+?)\s+(\w+)"
    )]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\b(?:class|record|struct|interface)\s+(\w+(?:Manager|Helper|Helpers|Dto|DTO|Impl|Utils|Util))\b")]
    private static partial Regex WrongTypeName();

    [GeneratedRegex(
        @"^[ \t]*(?:public|private|internal|protected)[^=;(\n]*?\s(\w+Async)(?:<[^>\n]*>)?\(",
        RegexOptions.Multiline
    )]
    private static partial Regex AsyncMethod();

    [GeneratedRegex(
        @"#region|#pragma|\bTODO\b|\bFIXME\b|\bNotImplementedException\b|\bThread\.Sleep\b|\bnull!|\bdefault!"
    )]
    private static partial Regex Unwanted();

    [GeneratedRegex(@"(?<![a-zA-Z0-9_.}*-])/(?:work|farm|root|home/[a-z]+|Users/[a-z]+)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(
        @"https?://[a-z0-9.-]*(?:registry|nuget|npmjs|artifactory|verdaccio)[a-z0-9.:-]*/[^\s""<>]*",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex RegistryHost();

    [GeneratedRegex(@":\s*BackgroundService\b")]
    private static partial Regex FragileChore();

    [GeneratedRegex(@"^\s*///")]
    private static partial Regex Comment();

    // what ends the attributes above a type: the end of another thing, or nothing
    [GeneratedRegex(@"^\s*$|[;{}]\s*$")]
    private static partial Regex Ends();
}
