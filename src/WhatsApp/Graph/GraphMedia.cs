using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>What became of an upload.</summary>
public abstract record UploadResult
{
    /// <summary>Meta keeps it for 30 days under this id.</summary>
    public sealed record Kept(string Id) : UploadResult;

    /// <summary>Meta does not want it.</summary>
    public sealed record Refused(MessageError Error) : UploadResult;

    /// <summary>Meta could not be asked; the same may be tried again.</summary>
    public sealed record Away : UploadResult;
}

/// <summary>What became of asking for a file.</summary>
public abstract record DownloadResult
{
    /// <summary>Its bytes are coming; whoever reads them disposes the answer.</summary>
    public sealed record Coming(HttpResponseMessage Answer, string? Type, long? Length) : DownloadResult;

    /// <summary>Meta has it no more, or never had it.</summary>
    public sealed record Gone : DownloadResult;

    /// <summary>Meta refuses the access token: whether it has the file is not known.</summary>
    public sealed record TokenRefused(MessageError Error) : DownloadResult;

    /// <summary>Meta could not be asked; the same may be tried again.</summary>
    public sealed record Away : DownloadResult;
}

/// <summary>Brings files to Meta and fetches those that contacts sent. The token goes to Meta's own addresses only.</summary>
public sealed class GraphMedia(HttpClient http, GraphOptions options)
{
    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan UploadWithin = TimeSpan.FromMinutes(2);

    private static readonly string[] Stores = [".fbsbx.com", ".facebook.com", ".fbcdn.net", ".whatsapp.net"];

    private readonly string root = $"{options.BaseUrl.AbsoluteUri.TrimEnd('/')}/{options.Version.Trim('/')}/";

    public async Task<UploadResult> Upload(
        GraphChannel from,
        Stream file,
        string type,
        string name,
        CancellationToken cancel
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(UploadWithin);
        try
        {
            using var part = new StreamContent(file);
            part.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var form = new MultipartFormDataContent
            {
                { new StringContent("whatsapp"), "messaging_product" },
                { new StringContent(type), "type" },
                { part, "file", name },
            };
            using var request = Request(
                HttpMethod.Post,
                new Uri($"{root}{Uri.EscapeDataString(from.PhoneNumberId)}/media"),
                from
            );
            request.Content = form;
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var json = await Read(answer, limit.Token);
            if (answer.IsSuccessStatusCode && Text(json, "id") is { Length: > 0 } id)
                return new UploadResult.Kept(id);
            return Error(json) is { } error ? new UploadResult.Refused(error) : new UploadResult.Away();
        }
        catch (Exception trouble) when (IsNetwork(trouble, cancel))
        {
            return new UploadResult.Away();
        }
    }

    public async Task<DownloadResult> Open(GraphChannel from, string id, CancellationToken cancel)
    {
        try
        {
            var about = new Uri(
                $"{root}{Uri.EscapeDataString(id)}?phone_number_id={Uri.EscapeDataString(from.PhoneNumberId)}"
            );
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(options.Timeout);

            using var ask = Request(HttpMethod.Get, about, from);
            using var told = await http.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var json = await Read(told, limit.Token);
            if (Error(json) is { } error && ErrorTable.Of(error.Code).Refused == RefusalScope.Token)
                return new DownloadResult.TokenRefused(error);
            if (!told.IsSuccessStatusCode)
                return (int)told.StatusCode >= 500 || told.StatusCode == HttpStatusCode.TooManyRequests
                    ? new DownloadResult.Away()
                    : new DownloadResult.Gone();
            if (!Uri.TryCreate(Text(json, "url"), UriKind.Absolute, out var place) || !IsMetas(place))
                return new DownloadResult.Gone();

            using var fetch = Request(HttpMethod.Get, place, from);
            // some of Meta's stores refuse callers without a name
            fetch.Headers.UserAgent.ParseAdd("WhatsAppBot/1.0");
            var file = await http.SendAsync(fetch, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (file.IsSuccessStatusCode)
                return new DownloadResult.Coming(
                    file,
                    Text(json, "mime_type") ?? file.Content.Headers.ContentType?.MediaType,
                    file.Content.Headers.ContentLength
                );

            file.Dispose();
            return (int)file.StatusCode >= 500 ? new DownloadResult.Away() : new DownloadResult.Gone();
        }
        catch (Exception trouble) when (IsNetwork(trouble, cancel))
        {
            return new DownloadResult.Away();
        }
    }

    /// <summary>Meta names the address of a file in its answer; a token must not follow it just anywhere.</summary>
    private bool IsMetas(Uri place) =>
        place.GetLeftPart(UriPartial.Authority) == options.BaseUrl.GetLeftPart(UriPartial.Authority)
        || place.Scheme == Uri.UriSchemeHttps
            && place.IsDefaultPort
            && Stores.Any(store => place.IdnHost.EndsWith(store, StringComparison.OrdinalIgnoreCase));

    private static HttpRequestMessage Request(HttpMethod method, Uri place, GraphChannel from)
    {
        var request = new HttpRequestMessage(method, place);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {from.AccessToken}");
        return request;
    }

    private static async Task<JsonElement> Read(HttpResponseMessage answer, CancellationToken cancel)
    {
        var room = new byte[LargestAnswer];
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        var length = await stream.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancel);
        try
        {
            using var json = JsonDocument.Parse(room.AsMemory(0, length));
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static MessageError? Error(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("error", out var error)
        && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("code", out var code)
        && code.TryGetInt32(out var number)
            ? new MessageError(number, Text(error, "message") ?? "Meta gave no reason")
            : null;

    private static bool IsNetwork(Exception trouble, CancellationToken cancel) =>
        trouble is HttpRequestException or IOException
        || trouble is OperationCanceledException && !cancel.IsCancellationRequested;
}
