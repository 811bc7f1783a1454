using PhoneNumbers;

namespace WhatsAppBot.WhatsApp;

/// <summary>Where the owner of a number probably is: the time zone of its country or region.</summary>
public static class PhoneZone
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();
    private static readonly PhoneNumberToTimeZonesMapper Zones = PhoneNumberToTimeZonesMapper.GetInstance();

    /// <summary>
    /// An IANA name; of a country with several zones, where the number does not tell which, the one in the middle of their list. Null: nobody knows.
    /// </summary>
    public static string? Of(string digits)
    {
        try
        {
            var zones = Zones.GetTimeZonesForNumber(Util.Parse($"+{digits}", null));
            return zones.Count == 0 || zones[0] == Zones.GetUnknownTimeZone() ? null : zones[zones.Count / 2];
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
