using System.Collections.Frozen;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>What a file of a type is sent as, and how large it may be.</summary>
public sealed record MediaLimit(MediaKind Kind, long MostBytes);

/// <summary>The types of files that Meta takes, with their limits (section B.6 of the project's reference).</summary>
public static class MediaLimits
{
    private const long Mega = 1024 * 1024;

    /// <summary>No file of any type is larger.</summary>
    public const long Most = 100 * Mega;

    private static readonly FrozenDictionary<string, MediaLimit> ByType = new Dictionary<string, MediaLimit>
    {
        ["image/jpeg"] = new(MediaKind.Image, 5 * Mega),
        ["image/png"] = new(MediaKind.Image, 5 * Mega),
        ["image/webp"] = new(MediaKind.Sticker, 500 * 1024),
        ["video/mp4"] = new(MediaKind.Video, 16 * Mega),
        ["video/3gpp"] = new(MediaKind.Video, 16 * Mega),
        ["audio/aac"] = new(MediaKind.Audio, 16 * Mega),
        ["audio/mp4"] = new(MediaKind.Audio, 16 * Mega),
        ["audio/mpeg"] = new(MediaKind.Audio, 16 * Mega),
        ["audio/amr"] = new(MediaKind.Audio, 16 * Mega),
        ["audio/ogg"] = new(MediaKind.Audio, 16 * Mega),
        ["text/plain"] = new(MediaKind.Document, Most),
        ["application/pdf"] = new(MediaKind.Document, Most),
        ["application/msword"] = new(MediaKind.Document, Most),
        ["application/vnd.ms-excel"] = new(MediaKind.Document, Most),
        ["application/vnd.ms-powerpoint"] = new(MediaKind.Document, Most),
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = new(MediaKind.Document, Most),
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = new(MediaKind.Document, Most),
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = new(MediaKind.Document, Most),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null: Meta takes no file of that type. Parameters behind the type (a codec) do not count.</summary>
    public static MediaLimit? Of(string? type) => ByType.GetValueOrDefault((type ?? "").Split(';', 2)[0].Trim());
}
