using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Channels;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>A file that Meta keeps: send it as <c>media</c> of this kind with this id, within 30 days.</summary>
public sealed record MediaView(string Id, MediaKind Kind, string MimeType, string FileName, long Size);

/// <summary>Files of messages, to Meta and from it. They pass through; none is kept here.</summary>
internal static class MediaEndpoints
{
    // shown in the page; everything else is saved to disk
    private static readonly string[] Shown = ["image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"];

    public static void MapMedia(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/workspaces/{ws}/media").WithTags("Media");
        group
            .MapPost("", Upload)
            .Needs(Permission.MediaWrite)
            .WithMetadata(new RequestSizeLimitAttribute(MediaLimits.Most + 64 * 1024))
            .WithName("UploadMedia")
            .WithSummary("Bring a file (multipart/form-data, part file) to Meta, to send it from a channel");
        group
            .MapGet("/{message}", Download)
            .Needs(Permission.MediaRead)
            .WithName("GetMedia")
            .WithSummary("The file of a message");
    }

    private static async Task<Results<Created<MediaView>, ProblemHttpResult>> Upload(
        string ws,
        long channel,
        HttpContext http,
        GraphMedia media,
        MediaDoor door,
        ConnectionDirectory directory,
        MetaRefusals refusals,
        CancellationToken cancel
    )
    {
        if (directory.Sender(ws, channel) is not var (from, connection))
            return Problems.NotFound("There is no such channel.");
        if (!http.Request.HasFormContentType)
            return Problems.MediaType("Send the file as multipart/form-data.");
        using var arrival = await door.Arrivals.Take(cancel);
        if (arrival is null)
            return Problems.Unavailable(http);
        if (await FileOf(http.Request, cancel) is not { } file)
            return Problems.BadRequest("file", "Send one file, as the part file.");
        if (MediaLimits.Of(file.ContentType) is not { } limit)
            return Problems.MediaType("WhatsApp takes no files of this type.");
        if (file.Length == 0)
            return Problems.BadRequest("file", "The file is empty.");
        if (file.Length > limit.MostBytes)
            return Problems.TooLarge($"A file of this type has at most {limit.MostBytes} bytes.");

        using var upload = await door.Uploads.Take(cancel);
        if (upload is null)
            return Problems.Unavailable(http);
        var name = Name(file.FileName);
        await using var stream = file.OpenReadStream();
        return await media.Upload(from, stream, file.ContentType, name, cancel) switch
        {
            UploadResult.Kept kept => TypedResults.Created(
                (string?)null,
                new MediaView(kept.Id, limit.Kind, file.ContentType, name, file.Length)
            ),
            UploadResult.Refused(var error) => await refusals.IsToken(connection, error, cancel)
                ? MetaRefusals.Expired()
                : Problems.Upstream("media-refused", $"{error.Code}: {error.Title}"),
            _ => Problems.Unavailable(http),
        };
    }

    // not bound by the framework: that would tell of wrong types before it is known who asks
    internal static async Task<IFormFile?> FileOf(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var form = await request.ReadFormAsync(
                new FormOptions { MultipartBodyLengthLimit = MediaLimits.Most + 64 * 1024 },
                cancel
            );
            return form.Files.Count == 1 ? form.Files.GetFile("file") : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> Download(
        string ws,
        string message,
        HttpContext http,
        InboxReads reads,
        GraphMedia media,
        MediaDoor door,
        ConnectionDirectory directory,
        MetaRefusals refusals,
        CancellationToken cancel
    )
    {
        if (
            message.Split('-') is not [var first, var second]
            || !long.TryParse(first, out var conversation)
            || !long.TryParse(second, out var seq)
            || await reads.One(ws, conversation, seq, cancel) is not { Content: MediaContent content }
            || await reads.Find(ws, conversation, cancel) is not { } here
        )
            return Problems.NotFound("There is no such file.");
        if (content.Id is not { Length: > 0 } id || directory.Sender(ws, here.ChannelId) is not var (from, connection))
            return Problems.NotFound("The file is not one that Meta keeps.");

        using var download = await door.Downloads.Take(cancel);
        if (download is null)
            return Problems.Unavailable(http);
        switch (await media.Open(from, id, cancel))
        {
            case DownloadResult.Coming { Length: > MediaLimits.Most } large:
                large.Answer.Dispose();
                return Problems.Upstream("media-too-large", "The file is larger than WhatsApp allows.");

            case DownloadResult.Coming coming:
                using (coming.Answer)
                    await Pass(http, coming, content, message, cancel);
                return TypedResults.Empty;

            case DownloadResult.TokenRefused(var error):
                await refusals.IsToken(connection, error, cancel);
                return MetaRefusals.Expired();

            case DownloadResult.Gone:
                return Problems.NotFound("Meta has the file no more.");

            default:
                return Problems.Unavailable(http);
        }
    }

    private static async Task Pass(
        HttpContext http,
        DownloadResult.Coming coming,
        MediaContent content,
        string message,
        CancellationToken cancel
    )
    {
        var type = (content.MimeType ?? coming.Type ?? "application/octet-stream").Split(';', 2)[0].Trim();
        var headers = http.Response.Headers;
        var isShown =
            Shown.Contains(type, StringComparer.OrdinalIgnoreCase)
            || type.StartsWith("audio/", StringComparison.Ordinal)
            || type.StartsWith("video/", StringComparison.Ordinal);
        // what a stranger sent must not run in our page, whatever it says it is
        http.Response.ContentType = isShown ? type : "application/octet-stream";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue(
            isShown ? "inline" : "attachment"
        )
        {
            FileNameStar = Name(content.FileName ?? message),
        }.ToString();
        // a message's file never changes; it stays in the browser of whoever was allowed to see it
        headers.CacheControl = "private, max-age=86400, immutable";
        http.Response.ContentLength = coming.Length;

        await using var from = await coming.Answer.Content.ReadAsStreamAsync(cancel);
        var room = new byte[64 * 1024];
        for (long passed = 0; passed <= MediaLimits.Most; )
        {
            var count = await from.ReadAsync(room, cancel);
            if (count == 0)
                return;
            passed += count;
            await http.Response.Body.WriteAsync(room.AsMemory(0, count), cancel);
        }
        http.Abort();
    }

    internal static string Name(string given)
    {
        var name = Path.GetFileName(CleanText.Of(given).Replace('\\', '/'));
        name = new string([.. name.Where(sign => !char.IsControl(sign) && sign is not '"')]);
        return name.Length is 0 or > 200 ? "file" : name;
    }
}
