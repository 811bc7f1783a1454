using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>A file that somebody sends, as a stream: the body itself, or the first file of a form (<c>multipart/form-data</c>).</summary>
internal sealed record UploadedFile(Stream Content, string? Name)
{
    // RFC 2046 allows no more
    private const int LongestBoundary = 70;

    /// <summary>How much longer than the file the body may be.</summary>
    public static int Around(HttpRequest request) => request.HasFormContentType ? 16 * 1024 : 0;

    public static async Task<(UploadedFile? File, ProblemHttpResult? Problem)> Of(
        HttpRequest request,
        CancellationToken cancel
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        )
            return (new UploadedFile(request.Body, null), null);

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= LongestBoundary })
            return (null, Problems.BadRequest("form", "The form names no boundary between its parts."));

        var form = new MultipartReader(boundary, request.Body);
        try
        {
            while (await form.ReadNextSectionAsync(cancel) is { } part)
            {
                if (part.AsFileSection() is { FileStream: { } content } file)
                    return (new UploadedFile(content, file.FileName), null);
            }
        }
        catch (Exception trouble) when (trouble is IOException and not BadHttpRequestException or InvalidDataException)
        {
            return (null, Problems.BadRequest("form", "The form could not be read."));
        }
        return (null, Problems.BadRequest("form", "The form has no file."));
    }
}
