using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.WebApi.Channels;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Inbox;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Templates;

/// <summary>Files for the reviewers of templates with a picture, a video or a document on top.</summary>
internal static class TemplateExamples
{
    // Meta takes more of documents; an example needs no more, and it is held in memory on its way
    public const long Most = 16 * 1024 * 1024;

    private static readonly string[] Types = ["image/jpeg", "image/png", "video/mp4", "video/3gpp", "application/pdf"];

    public static async Task<Results<Ok<TemplateExample>, ProblemHttpResult>> Take(
        string ws,
        HttpContext http,
        Storage.Templates store,
        GraphAccount meta,
        MetaRefusals refusals,
        MediaDoor door,
        ConnectionDirectory directory,
        CancellationToken cancel,
        string? connection = null
    )
    {
        var accounts = (await store.Accounts(ws, cancel))
            .Where(one => connection is null || one.ConnectionId == connection)
            .ToArray();
        if (accounts is not [var account] || await directory.Connection(account.ConnectionId, cancel) is not { } with)
            return Problems.BadRequest(
                "connection",
                accounts.Length > 1
                    ? "The workspace has several connections: name one."
                    : "There is no such connection."
            );
        if (!http.Request.HasFormContentType)
            return Problems.MediaType("Send the file as multipart/form-data.");
        using var arrival = await door.Arrivals.Take(cancel);
        if (arrival is null)
            return Problems.Unavailable(http);
        if (await MediaEndpoints.FileOf(http.Request, cancel) is not { } file)
            return Problems.BadRequest("file", "Send one file, as the part file.");
        if (
            !Types.Contains(file.ContentType, StringComparer.OrdinalIgnoreCase)
            || MediaLimits.Of(file.ContentType) is not { } limit
        )
            return Problems.MediaType("A header shows a JPEG or PNG picture, an MP4 or 3GP video, or a PDF.");
        if (file.Length == 0)
            return Problems.BadRequest("file", "The file is empty.");
        if (file.Length > Math.Min(Most, limit.MostBytes))
            return Problems.TooLarge($"An example of this type has at most {Math.Min(Most, limit.MostBytes)} bytes.");

        using var upload = await door.Uploads.Take(cancel);
        if (upload is null)
            return Problems.Unavailable(http);
        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancel);
        var answer = await meta.Example(
            with.AccessToken,
            bytes,
            file.ContentType,
            MediaEndpoints.Name(file.FileName),
            cancel
        );
        return answer is Told<string>(var handle)
            ? TypedResults.Ok(new TemplateExample(handle))
            : await refusals.Of(with, answer, cancel);
    }
}
