using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace WhatsAppBot.WhatsApp;

/// <summary>
/// Reading of JSON whose shape is not trusted: a member of another type counts as absent, a number does for a text and the reverse.
/// Nothing here throws on a clean document.
/// </summary>
internal static class TolerantJson
{
    /// <summary>Beyond this no id of Meta's is real, and an index could not hold it.</summary>
    private const int LongestId = 512;

    extension(JsonElement json)
    {
        public JsonElement? Member(ReadOnlySpan<byte> name) =>
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : null;

        public JsonElement? Object(ReadOnlySpan<byte> name) =>
            json.Member(name) is { ValueKind: JsonValueKind.Object } member ? member : null;

        public JsonElement? Array(ReadOnlySpan<byte> name) =>
            json.Member(name) is { ValueKind: JsonValueKind.Array } member ? member : null;

        public JsonElement? First(ReadOnlySpan<byte> name) =>
            json.Array(name) is { } items && items.GetArrayLength() > 0 ? items[0] : null;

        public string? Text(ReadOnlySpan<byte> name) => json.Member(name)?.AsText();

        public string? AsText() =>
            json.ValueKind switch
            {
                JsonValueKind.String => json.GetString(),
                JsonValueKind.Number => Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(json)),
                _ => null,
            };

        /// <summary>A text that is there: neither empty nor too long for a key.</summary>
        public string? Id(ReadOnlySpan<byte> name) =>
            json.Text(name) is { Length: > 0 and <= LongestId } id ? id : null;

        public bool Flag(ReadOnlySpan<byte> name) =>
            json.Member(name) is { } member && (member.ValueKind == JsonValueKind.True || member.AsText() == "true");

        public int? Int(ReadOnlySpan<byte> name) =>
            int.TryParse(json.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

        public double? Double(ReadOnlySpan<byte> name) =>
            double.TryParse(json.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
                ? number
                : null;

        public decimal? Decimal(ReadOnlySpan<byte> name) =>
            decimal.TryParse(json.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

        /// <summary>Unix seconds or milliseconds, as a text or a number; null for anything that is no moment between 1970 and 9999.</summary>
        public DateTimeOffset? Moment(ReadOnlySpan<byte> name)
        {
            if (!long.TryParse(json.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;

            return number switch
            {
                > 0 and < 253_402_300_800 => DateTimeOffset.FromUnixTimeSeconds(number),
                >= 1_000_000_000_000 and < 253_402_300_800_000 => DateTimeOffset.FromUnixTimeMilliseconds(number),
                _ => null,
            };
        }
    }
}
