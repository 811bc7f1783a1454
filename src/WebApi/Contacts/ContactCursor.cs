using System.Buffers.Text;
using System.Globalization;
using System.Text;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Where a page of contacts ended: opaque to callers, and of one order only.</summary>
internal static class ContactCursor
{
    public static string? Of(ContactOrder order, ContactPlace? place) =>
        place is null
            ? null
            : Base64Url.EncodeToString(
                Encoding.UTF8.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(int)order}.{place.At?.UtcTicks ?? -1}.{place.Id}.{place.Name}"
                    )
                )
            );

    public static bool TryParse(string text, ContactOrder order, out ContactPlace? place)
    {
        place = null;
        if (text.Length is 0 or > 600 || !Base64Url.IsValid(text))
            return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 4);
        if (
            parts.Length != 4
            || parts[0] != ((int)order).ToString(CultureInfo.InvariantCulture)
            || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || ticks < -1
            || ticks > DateTimeOffset.MaxValue.Ticks
        )
            return false;
        place = new ContactPlace(ticks < 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero), parts[3], id);
        return order == ContactOrder.Name || place.At is not null;
    }
}
