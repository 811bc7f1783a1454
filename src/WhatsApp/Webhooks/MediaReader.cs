using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads the file of a message. Only its id counts: the <c>url</c> beside it dies within five minutes.</summary>
internal static class MediaReader
{
    public static MediaContent? Read(JsonElement? file, MediaKind kind, bool voice = false)
    {
        if (file is not { } media || media.Id("id"u8) is not { } id)
            return null;

        return new MediaContent(
            kind,
            id,
            MimeType: media.Text("mime_type"u8),
            Sha256: media.Text("sha256"u8),
            Caption: media.Text("caption"u8),
            FileName: media.Text("filename"u8),
            Voice: voice || media.Flag("voice"u8),
            Animated: media.Flag("animated"u8)
        );
    }
}
