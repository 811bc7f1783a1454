using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>A person sends a file: a real one, that the business can fetch.</summary>
internal static class PhoneFile
{
    private const int Most = 16 << 20;

    public static Written Send(PhoneAct act, BusinessNumber number, Chat chat, MediaShelf shelf, DateTimeOffset now)
    {
        if (act.MediaType is not ("image" or "video" or "audio" or "document" or "sticker"))
        {
            return Written.No("mediaType must be one of image, video, audio, document, sticker");
        }

        if (
            !CodePoints.Fit(act.Caption, 1024)
            || act.Filename is { Length: > 240 }
            || act.MimeType is { Length: > 200 }
        )
        {
            return Written.No("caption must be at most 1024 characters, filename 240, mimeType 200");
        }

        if (act.MimeType?.All(letter => letter is >= ' ' and <= '~') is false)
        {
            return Written.No("mimeType must be ASCII: it becomes a header");
        }

        if (act.To is not null && chat.Find(act.To) is null)
        {
            return Written.No("to names no message of this chat");
        }

        var (mime, bytes, filename) = SampleFiles.Of(act.MediaType);

        if (act.Content is { } content)
        {
            var room = new byte[content.Length];

            if (!Convert.TryFromBase64String(content, room, out var length) || length is 0 or > Most)
            {
                return Written.No("content must be base64 of 1 byte to 16 MB");
            }

            bytes = room[..length];
        }

        (mime, filename) = (act.MimeType ?? mime, act.Filename ?? filename);
        var stored = shelf.Put(number, mime, bytes, filename, uploaded: false);
        var bubble = PhoneAct.Bubble(chat, act.MediaType, now) with
        {
            Text = act.Caption,
            ContextId = act.To,
            Media = new ChatMedia(act.MediaType, stored.Id, null, act.Caption, filename),
        };
        return new Written(
            bubble,
            act.InAnswer(PhoneAct.Json(chat, bubble, act.MediaType, Told(act, stored)), number),
            null
        );
    }

    private static JsonObject Told(PhoneAct act, StoredMedia stored)
    {
        var file = new JsonObject
        {
            ["id"] = stored.Id,
            ["mime_type"] = stored.MimeType,
            ["sha256"] = stored.Sha256,
        };

        if (act.Caption is not null && act.MediaType is "image" or "video" or "document")
        {
            file["caption"] = act.Caption;
        }

        switch (act.MediaType)
        {
            case "document":
                file["filename"] = stored.Filename;
                break;
            case "audio":
                // only this is what a phone records; another file is music
                file["voice"] = MediaKinds.Bare(stored.MimeType).ToLowerInvariant() is "audio/ogg" or "audio/opus";
                break;
            case "sticker":
                file["animated"] = false;
                break;
        }

        return file;
    }
}
