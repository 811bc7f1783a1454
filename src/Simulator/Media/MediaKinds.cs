using System.Text;

namespace WhatsAppBot.Simulator;

/// <summary>Which files Meta takes, how large they may be, and how their first bytes look.</summary>
internal static class MediaKinds
{
    private const int Kilo = 1 << 10;
    private const int Mega = 1 << 20;

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["audio/aac"] = "audio",
        ["audio/mp4"] = "audio",
        ["audio/mpeg"] = "audio",
        ["audio/amr"] = "audio",
        ["audio/ogg"] = "audio",
        ["audio/opus"] = "audio",
        ["application/vnd.ms-powerpoint"] = "document",
        ["application/msword"] = "document",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = "document",
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = "document",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = "document",
        ["application/pdf"] = "document",
        ["text/plain"] = "document",
        ["application/vnd.ms-excel"] = "document",
        ["image/jpeg"] = "image",
        ["image/png"] = "image",
        ["image/webp"] = "sticker",
        ["video/mp4"] = "video",
        ["video/3gpp"] = "video",
    };

    public static string List { get; } = string.Join(", ", Kinds.Keys);

    public static string? KindOf(string mime) => Kinds.GetValueOrDefault(Bare(mime));

    public static string Bare(string mime) => mime.Split(';')[0].Trim();

    public static int Most(string kind) =>
        kind switch
        {
            "image" => 5 * Mega,
            "audio" or "video" => 16 * Mega,
            "sticker" => 500 * Kilo,
            _ => 100 * Mega,
        };

    /// <summary>Whether a message of this kind can show the file; a document can be any.</summary>
    public static bool Shows(string messageKind, string mime) =>
        messageKind == "document" || KindOf(mime) == messageKind;

    /// <summary>What the first bytes say; nothing for kinds that have no mark.</summary>
    public static bool Looks(string mime, ReadOnlySpan<byte> bytes) =>
        Bare(mime).ToLowerInvariant() switch
        {
            "image/jpeg" => bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]),
            "image/png" => bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47]),
            "image/webp" => bytes.Length >= 12 && Ascii(bytes, 0, "RIFF") && Ascii(bytes, 8, "WEBP"),
            "application/pdf" => Ascii(bytes, 0, "%PDF"),
            "audio/ogg" => Ascii(bytes, 0, "OggS"),
            "video/mp4" or "audio/mp4" or "video/3gpp" => Ascii(bytes, 4, "ftyp"),
            _ => true,
        };

    private static bool Ascii(ReadOnlySpan<byte> bytes, int at, string mark) =>
        bytes.Length >= at + mark.Length && Encoding.ASCII.GetString(bytes.Slice(at, mark.Length)) == mark;
}
