using System.Net.Http.Headers;
using System.Text;

namespace WhatsAppBot.CallingOut;

/// <summary>One request of a call: the first, or what a redirect made of it.</summary>
internal sealed record Step(
    HttpMethod Method,
    Uri Url,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    byte[]? Body
)
{
    private const int LargestBody = 256 * 1024;

    /// <summary>Null: something of the call is not as it may be.</summary>
    public static Step? First(OutCall call)
    {
        if (Verb(call.Method) is not { } method || WebAddress.Read(call.Url) is not { } url)
            return null;
        if (!RequestHeaders.MayCarry(call.Headers))
            return null;

        var body = string.IsNullOrEmpty(call.Body) ? null : Encoding.UTF8.GetBytes(call.Body);
        if (body?.Length > LargestBody)
            return null;

        var headers = new List<KeyValuePair<string, string>>(call.Headers);
        if (body is not null && !Has(headers, "Content-Type"))
            headers.Add(new("Content-Type", Kind(body)));
        if (!Has(headers, "User-Agent"))
            headers.Add(new("User-Agent", "WhatsAppBot"));
        return new Step(method, url, headers, body);
    }

    public HttpRequestMessage Message()
    {
        // A request without content is sent again by the handler itself when the connection ends before an answer. Only where that does no
        // harm may the content be missing.
        var content =
            Body is not null ? new ByteArrayContent(Body)
            : Method == HttpMethod.Post || Method == HttpMethod.Patch ? new ByteArrayContent([])
            : null;
        var message = new HttpRequestMessage(Method, Url) { Content = content };
        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                content?.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    /// <summary>Where the answer sends us; null when it is no redirect. A step without an address is one that is not to be taken.</summary>
    public (bool Redirects, Step? Next) After(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (status is not (301 or 302 or 303 or 307 or 308) || Location(answer.Headers) is not { } location)
            return (false, null);
        if (WebAddress.Read(location, Url) is not { } url)
            return (true, null);
        // what was asked in secret is not told in the open
        if (Url.Scheme == Uri.UriSchemeHttps && url.Scheme == Uri.UriSchemeHttp)
            return (true, null);

        var asGet =
            (status is 303 && Method != HttpMethod.Head && Method != HttpMethod.Get)
            || (status is 301 or 302 && Method == HttpMethod.Post);
        var headers = Headers
            .Where(one => WebAddress.SameOrigin(Url, url) || RequestHeaders.MayGoAnywhere(one.Key))
            .Where(one => !asGet || !one.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            .ToList();
        return (true, new Step(asGet ? HttpMethod.Get : Method, url, headers, asGet ? null : Body));
    }

    private static string? Location(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Location", out var values) && values.Count == 1 ? values.ToString() : null;

    private static HttpMethod? Verb(string method) =>
        method.ToUpperInvariant() switch
        {
            "GET" => HttpMethod.Get,
            "HEAD" => HttpMethod.Head,
            "POST" => HttpMethod.Post,
            "PUT" => HttpMethod.Put,
            "PATCH" => HttpMethod.Patch,
            "DELETE" => HttpMethod.Delete,
            "OPTIONS" => HttpMethod.Options,
            _ => null,
        };

    private static bool Has(List<KeyValuePair<string, string>> headers, string name) =>
        headers.Exists(one => one.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Kind(byte[] body) =>
        body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]
            ? "application/json"
            : "text/plain; charset=utf-8";
}
