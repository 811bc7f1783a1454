using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>What kind of value a custom field takes.</summary>
public enum FieldType
{
    Text,
    Number,
    Date,
    Boolean,
    Choice,
}

/// <summary>A custom field of a workspace's contacts. Values are stored typed: a date is <c>yyyy-MM-dd</c>.</summary>
public sealed record FieldDefinition(string Key, string Title, FieldType Type, IReadOnlyList<string> Choices)
{
    public const int LongestText = 1000;

    /// <summary>The value to store, or null with what is wrong.</summary>
    public JsonNode? Value(JsonElement given, out string? flaw)
    {
        flaw = null;
        switch (Type, given.ValueKind)
        {
            case (FieldType.Boolean, JsonValueKind.True or JsonValueKind.False):
                return given.GetBoolean();
            case (FieldType.Number, JsonValueKind.Number) when given.TryGetDecimal(out var number):
                return number;
            case (FieldType.Text or FieldType.Date or FieldType.Choice, JsonValueKind.String):
                return Value(given.GetString() ?? "", out flaw);
            default:
                flaw = $"is {Wanted}";
                return null;
        }
    }

    /// <summary>The value that a text of a file means, or null with what is wrong.</summary>
    public JsonNode? Value(string text, out string? flaw)
    {
        flaw = null;
        var trimmed = text.Trim();
        switch (Type)
        {
            case FieldType.Text when text.Length <= LongestText && CleanText.Of(text) == text:
                return text;
            case FieldType.Number
                when decimal.TryParse(
                    trimmed,
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                    CultureInfo.InvariantCulture,
                    out var number
                ):
                return number;
            case FieldType.Date
                when DateOnly.TryParseExact(trimmed, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out _):
                return trimmed;
            case FieldType.Boolean when Truth(trimmed) is { } truth:
                return truth;
            case FieldType.Choice
                when Choices.FirstOrDefault(one => one.Equals(trimmed, StringComparison.OrdinalIgnoreCase))
                    is { } choice:
                return choice;
            default:
                flaw = $"is {Wanted}";
                return null;
        }
    }

    private string Wanted =>
        Type switch
        {
            FieldType.Number => "a number, such as 12.5",
            FieldType.Date => "a date, such as 2026-01-31",
            FieldType.Boolean => "true or false",
            FieldType.Choice => $"one of {string.Join(", ", Choices)}",
            _ => $"a text of at most {LongestText} characters",
        };

    private static bool? Truth(string text) =>
        text.ToLowerInvariant() switch
        {
            "true" or "yes" or "1" => true,
            "false" or "no" or "0" => false,
            _ => null,
        };
}
