using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>What kind of answer a question wants.</summary>
internal enum AnswerKind
{
    Text,
    Number,
    Date,
    Email,
    Phone,
    Url,
    Location,
    Media,
    Any,
    Regex,
}

/// <summary>Reads what people write as what they mean.</summary>
internal static partial class Answers
{
    private const int MostText = 16 * 1024;
    private static readonly string[] DayFirst = ["d/M/yyyy", "d/M/yy", "d-M-yyyy"];
    private static readonly string[] MonthFirst = ["M/d/yyyy", "M/d/yy", "M-d-yyyy"];
    private static readonly string[] Everywhere =
    [
        "yyyy-M-d",
        "yyyy/M/d",
        "yyyy.M.d",
        "d.M.yyyy",
        "d.M.yy",
        "d MMM yyyy",
        "d MMMM yyyy",
        "MMM d yyyy",
        "MMMM d yyyy",
        "MMM d, yyyy",
        "MMMM d, yyyy",
    ];

    public static bool TryRead(
        AnswerKind kind,
        Heard heard,
        Regex? pattern,
        string? language,
        DateTimeOffset now,
        out JsonNode? answer
    )
    {
        var text = heard.Content is null or ReplyContent ? heard.Text.Trim() : "";
        answer = kind switch
        {
            AnswerKind.Media => heard.Content is MediaContent ? Whole(heard.Content) : null,
            AnswerKind.Location => heard.Content is LocationContent ? Whole(heard.Content) : null,
            AnswerKind.Any => heard.Content is null or ReplyContent
                ? JsonValue.Create(heard.Text.Trim())
                : Whole(heard.Content),
            _ when text.Length is 0 or > MostText => null,
            AnswerKind.Text => JsonValue.Create(text),
            AnswerKind.Number => Number(text),
            AnswerKind.Date => Date(text, language, now),
            AnswerKind.Email => text.Length <= 254 && Email().IsMatch(text)
                ? JsonValue.Create(text.ToLowerInvariant())
                : null,
            AnswerKind.Phone => Phone(text),
            AnswerKind.Url => Url(text),
            _ => pattern?.Match(text) is { Success: true } match ? JsonValue.Create(match.Value) : null,
        };
        return answer is not null;
    }

    public static bool IsEmail(string text) => text.Length <= 254 && Email().IsMatch(text);

    public static bool IsPhone(string text) => Phone(text) is not null;

    private static JsonNode? Whole(Content content) =>
        JsonSerializer.SerializeToNode(content, MessagesJson.Default.Content);

    /// <summary>Digits of any script; a comma is a decimal one unless it stands where thousands are parted.</summary>
    private static JsonValue? Number(string text)
    {
        var plain = Digits(text).Replace(" ", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        if (Thousands().IsMatch(plain))
            plain = plain.Replace(",", "", StringComparison.Ordinal);
        else if (plain.Contains(',', StringComparison.Ordinal))
            plain = plain.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');

        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(plain, styles, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(Templates.Values.Trimmed(number))
            : null;
    }

    private static JsonValue? Date(string text, string? language, DateTimeOffset now)
    {
        var plain = Digits(text);
        var today = DateOnly.FromDateTime(now.DateTime);
        var named = Fold.Of(plain) switch
        {
            "today" => today,
            "tomorrow" when today < DateOnly.MaxValue => today.AddDays(1),
            _ => default(DateOnly?),
        };
        string[] formats = [.. Everywhere, .. language is "en_US" or "en-US" ? MonthFirst : DayFirst];
        if (
            named is null
            && DateOnly.TryParseExact(
                plain,
                formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AllowWhiteSpaces,
                out var date
            )
        )
            named = date;
        return named is { } day ? JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>8 to 15 digits (E.164), however they are grouped; saved with a plus.</summary>
    private static JsonValue? Phone(string text)
    {
        if (!PhoneSigns().IsMatch(Digits(text)))
            return null;

        var digits = string.Concat(Digits(text).Where(char.IsAsciiDigit));
        if (digits.StartsWith("00", StringComparison.Ordinal))
            digits = digits[2..];
        return digits.Length is >= 8 and <= 15 ? JsonValue.Create("+" + digits) : null;
    }

    private static JsonValue? Url(string text)
    {
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        return
            text.Length <= 2048
            && !text.Any(char.IsWhiteSpace)
            && Uri.TryCreate(whole, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Contains('.', StringComparison.Ordinal)
            ? JsonValue.Create(whole)
            : null;
    }

    /// <summary>Digits of any script as those of ours.</summary>
    public static string Digits(string text)
    {
        if (text.All(char.IsAscii))
            return text;

        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(c);
            if (digit >= 0)
                plain.Append(digit);
            else
                plain.Append(c is '\u00A0' or '\u202F' ? ' ' : c);
        }
        return plain.ToString();
    }

    [GeneratedRegex(@"^[^@\s,;<>""]{1,64}@[^@\s,;<>""./]+(\.[^@\s,;<>""./]+)+$", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^\+?[\d\s().\-/]{8,30}$")]
    private static partial Regex PhoneSigns();
}
