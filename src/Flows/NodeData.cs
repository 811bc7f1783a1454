using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using WhatsAppBot.Flows.Checks;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows;

/// <summary>A node's data while a flow is read. Numbers may be texts and texts numbers; what cannot be read at all becomes a problem.</summary>
internal sealed class NodeData(string id, JsonElement data, List<Problem> problems, List<Reading>? readings = null)
{
    private const int MostPattern = 500;
    private const int MostName = 200;

    public string Id => id;

    /// <summary>It stands in the log at every visit.</summary>
    public string? Name => Short(Text("name")) ?? Label;

    /// <summary>The name of a node whose <c>name</c> is something else.</summary>
    public string? Label => Short(Text("label"));

    public JsonElement Whole() => data;

    public JsonElement? Raw(string field) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty(field, out var value)
        && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    public IReadOnlyList<JsonElement> List(string field) =>
        Raw(field) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    /// <summary>What is too much is a problem, and is not read at all.</summary>
    public IReadOnlyList<JsonElement> List(string field, int most)
    {
        var list = List(field);
        if (list.Count <= most)
            return list;

        Wrong("too_many", field, $"There may be at most {most} {field}.");
        return [.. list.Take(most)];
    }

    public string? Text(string field) => TextOf(Raw(field));

    public static string? TextOf(JsonElement? value) =>
        value switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other =>
                other.GetRawText(),
            _ => null,
        };

    /// <summary>One of the names of an enumeration; not its number, and not several with commas, which the platform would take.</summary>
    public static bool TryName<T>(string text, out T value)
        where T : struct, Enum
    {
        var isName = Array.Exists(Enum.GetNames<T>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = isName ? Enum.Parse<T>(text, true) : default;
        return isName;
    }

    public bool Flag(string field) => string.Equals(Text(field), "true", StringComparison.OrdinalIgnoreCase);

    public int? Whole(string field, int least, int most)
    {
        if (Text(field) is not { Length: > 0 } text)
            return null;

        if (
            decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
            return (int)number;

        Wrong("bad_number", field, $"“{field}” must be a whole number from {least} to {most}.");
        return null;
    }

    public TimeSpan? Seconds(string field, int most = 31_536_000) =>
        Whole(field, 1, most) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The first of these fields that is there, as a template; an empty one when none is.</summary>
    public Template Template(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Text(field) is { } text)
                return TemplateOf(text, field);
        }
        return Templates.Template.Nothing;
    }

    public Template TemplateOf(string text, string field)
    {
        var (template, error) = Templates.Template.Parse(text);
        if (error is not null)
            Wrong("bad_template", field, $"The text in “{field}” does not parse: {error}.");
        readings?.Add(new Reading(id, field, template, null));
        return template;
    }

    public Expression Expression(string text, string field)
    {
        var (expression, error) = ExpressionReader.ReadWhole(text);
        if (error is not null)
            Wrong("bad_expression", field, $"The expression in “{field}” does not parse: {error}.");
        if (expression is not null)
            readings?.Add(new Reading(id, field, null, expression));
        return expression ?? new Literal(null);
    }

    public Regex? Pattern(string? pattern, string field)
    {
        if (string.IsNullOrEmpty(pattern) || pattern.Length > MostPattern)
        {
            Wrong("bad_regex", field, $"“{field}” must be a regular expression of 1 to {MostPattern} characters.");
            return null;
        }

        try
        {
            const RegexOptions options =
                RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
            return new Regex(pattern, options);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            Wrong("bad_regex", field, $"The regular expression in “{field}” cannot be used: {e.Message}");
            return null;
        }
    }

    private static string? Short(string? name) => name is null ? null : Texts.Shorten(name, MostName);

    public void Wrong(string code, string field, string text) =>
        problems.Add(new Problem(code, Severity.Error, id, field, text));

    public void Warn(string code, string field, string text) =>
        problems.Add(new Problem(code, Severity.Warning, id, field, text));
}
