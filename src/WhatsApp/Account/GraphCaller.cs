using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>One management call to the Graph API: made once, bounded in time and size, judged by Meta's error where there is one.</summary>
internal sealed class GraphCaller(HttpClient http, GraphOptions options, TimeProvider? clock)
{
    private const int LargestAnswer = 4 * 1024 * 1024;

    private readonly string root = $"{options.BaseUrl.AbsoluteUri.TrimEnd('/')}/{options.Version.Trim('/')}/";

    /// <summary>Makes one call; an answer that <paramref name="read"/> cannot read counts as none.</summary>
    public Task<AccountAnswer<T>> Call<T>(
        HttpMethod method,
        string token,
        string path,
        JsonNode? body,
        Func<JsonElement, T?> read,
        CancellationToken cancel
    ) =>
        Call(
            token,
            () =>
            {
                var request = new HttpRequestMessage(method, new Uri(root + path));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                if (body is not null)
                    request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                return request;
            },
            read,
            cancel
        );

    /// <summary>Sends the whole of a file to an upload that was begun; here the token is named in Meta's older way.</summary>
    public Task<AccountAnswer<T>> Upload<T>(
        string token,
        string upload,
        byte[] file,
        Func<JsonElement, T?> read,
        CancellationToken cancel
    ) =>
        Call(
            token,
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root + upload));
                request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", token);
                request.Headers.Add("file_offset", "0");
                request.Content = new ByteArrayContent(file);
                return request;
            },
            read,
            cancel
        );

    private async Task<AccountAnswer<T>> Call<T>(
        string token,
        Func<HttpRequestMessage> make,
        Func<JsonElement, T?> read,
        CancellationToken cancel
    )
    {
        if (token.Length == 0 || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return new Declined<T>(
                401,
                new MessageError(
                    190,
                    "Access token unusable",
                    "It is empty or holds other than visible ASCII characters"
                ),
                null
            );

        using var time = new CancellationTokenSource(options.Timeout, clock ?? TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, time.Token);
        try
        {
            using var request = make();
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return Judge((int)response.StatusCode, await ReadBounded(response, limit.Token), read);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException)
        {
            return new Unreached<T>(
                trouble is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var kind }
                    ? $"the Graph API cannot be reached ({kind})"
                    : "the connection to the Graph API was lost"
            );
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Unreached<T>("the Graph API did not answer in time");
        }
    }

    private static AccountAnswer<T> Judge<T>(int status, ReadOnlyMemory<byte> body, Func<JsonElement, T?> read)
    {
        try
        {
            var clean = CleanJson.IsClean(body.Span) ? body : CleanJson.Rewrite(body.Span);
            using var document = JsonDocument.Parse(clean);
            var json = document.RootElement.Clone();
            if (json.Object("error"u8) is { } trouble && ErrorReader.Read(trouble) is { } error)
                return new Declined<T>(status, Worded(error, trouble), trouble.Int("error_subcode"u8));
            if (status is >= 200 and < 300 && read(json) is { } value)
                return new Told<T>(value);
        }
        catch (JsonException)
        {
            // not Graph's
        }
        return new Unreached<T>($"HTTP {status} without a Graph answer");
    }

    /// <summary>What Meta wrote for people comes before what it wrote for programs.</summary>
    private static MessageError Worded(MessageError error, JsonElement json) =>
        json.Text("error_user_title"u8) is { Length: > 0 } title
            ? new MessageError(error.Code, title, json.Text("error_user_msg"u8) ?? error.Details)
            : error;

    private static async Task<ReadOnlyMemory<byte>> ReadBounded(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var kept = new MemoryStream();
        var room = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(room, cancel)) > 0)
        {
            if (kept.Length + read > LargestAnswer)
                return default;
            kept.Write(room, 0, read);
        }
        return kept.ToArray();
    }
}
