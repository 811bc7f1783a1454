using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Where a page of flows ended: opaque to callers.</summary>
internal readonly record struct FlowCursor(DateTimeOffset At, string Id)
{
    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Id}"))
        );

    public static bool TryParse(string text, out FlowCursor cursor)
    {
        cursor = default;
        if (text.Length > 400 || !Base64Url.IsValid(text))
            return false;

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 2);
        if (
            parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.Ticks
        )
            return false;

        cursor = new FlowCursor(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1]);
        return true;
    }
}
