using System.Text.RegularExpressions;

namespace WhatsAppBot.Simulator;

/// <summary>The words of a template with their <c>{{variables}}</c>.</summary>
internal static partial class TemplateText
{
    public static IReadOnlyList<string> Variables(string? text) =>
        text is null ? [] : [.. Variable().Matches(text).Select(found => found.Groups[1].Value).Distinct()];

    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Variable().Replace(text, found => values.GetValueOrDefault(found.Groups[1].Value, found.Value));

    [GeneratedRegex(@"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")]
    private static partial Regex Variable();
}
