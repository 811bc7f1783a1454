using System.Text.Json;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows;

/// <summary>What is to be called, and how.</summary>
internal sealed record ApiRequest(
    Template Url,
    string Method,
    IReadOnlyList<(string Name, Template Value)> Headers,
    Template Body,
    JsonTemplate? JsonBody,
    TimeSpan TimeLimit,
    int Retries
)
{
    private const int MostHeader = 4_096;
    private const string JsonType = "application/json";
    private const string TextType = "text/plain; charset=utf-8";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

    /// <summary>What the connection sets for itself; a flow that did would break the call or smuggle a second one.</summary>
    private static readonly HashSet<string> NotOurs = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Content-Length",
        "Expect",
        "Host",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
    };

    public static ApiRequest Read(NodeData data)
    {
        if (string.IsNullOrWhiteSpace(data.Text("url")))
            data.Wrong("missing", "url", "Give the address to call.");
        var method = (data.Text("method") is { Length: > 0 } given ? given : "GET").Trim().ToUpperInvariant();
        if (!Methods.Contains(method))
            data.Wrong("bad_choice", "method", $"“{method}” is none of {string.Join(", ", Methods)}.");

        var headers = HeadersOf(data)
            .Select(header => (header.Name, data.TemplateOf(header.Value, "headers")))
            .ToList();
        var json = data.Raw("body") is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } whole
            ? JsonTemplate.Read(data, whole, "body")
            : null;
        return new ApiRequest(
            data.Template("url"),
            method,
            headers,
            data.Template("body"),
            json,
            data.Seconds("timeoutSeconds", 30) ?? TimeSpan.FromSeconds(15),
            RetriesOf(data, method, headers)
        );
    }

    /// <summary>The call with its places filled; null when it cannot be made, and why.</summary>
    public Call? Fill(Run run, string nodeId, out string why)
    {
        why = "the address is not one of http or https";
        var url = WebAddress.Tidy(run.Fill(Url, nodeId));
        if (!WebAddress.IsSound(url))
        {
            run.Trouble(nodeId, "bad_url", $"“{Texts.Shorten(url, 100)}” is no http or https address.");
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Headers)
            headers[name] = Sound(run.Fill(value, nodeId));

        why = "the body could not be filled";
        var body = BodyOf(run, nodeId, headers);
        if (body is null && JsonBody is not null && Method is not ("GET" or "HEAD"))
            return null;

        return new Call(Method, url, headers, body, TimeLimit, Retries);
    }

    private string? BodyOf(Run run, string nodeId, Dictionary<string, string> headers)
    {
        if (Method is "GET" or "HEAD" || (JsonBody is null && Body.IsBlank))
            return null;

        if (!headers.TryGetValue("Content-Type", out var type))
        {
            if (JsonBody is null && BeginsWithPlace(Body.Source))
                return Told(run.Fill(Body, nodeId), headers);

            headers["Content-Type"] = type = JsonBody is not null || LooksJson(Body.Source) ? JsonType : TextType;
        }

        if (JsonBody is not null)
            return JsonBody.Fill(run, nodeId) is { } filled ? Json.Text(filled) : null;

        if (!type.Contains("json", StringComparison.OrdinalIgnoreCase))
            return run.Fill(Body, nodeId);

        var text = run.FillJson(Body, nodeId);
        if (!Json.TryParse(text, out _))
            run.Trouble(nodeId, "not_json", "The filled body is no JSON; it was sent as it is.");
        return text;
    }

    /// <summary>What a text is that begins with what somebody said or an API gave, only the filled text tells.</summary>
    private static string Told(string text, Dictionary<string, string> headers)
    {
        headers["Content-Type"] = LooksJson(text) && Json.TryParse(text, out _) ? JsonType : TextType;
        return text;
    }

    private static bool LooksJson(ReadOnlySpan<char> text) => WithoutTags(text) is ['{' or '[', ..];

    private static bool BeginsWithPlace(ReadOnlySpan<char> text) => WithoutTags(text) is ['{', '{', ..];

    /// <summary>The text from where it says something: <c>{% if … %}</c> before it does not.</summary>
    private static ReadOnlySpan<char> WithoutTags(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        while (text is ['{', '%', ..] && text.IndexOf("%}") is >= 0 and var end)
            text = text[(end + 2)..].TrimStart();
        return text;
    }

    /// <summary>A repeated POST may do twice what was meant once, unless its receiver knows it by a key.</summary>
    private static int RetriesOf(NodeData data, string method, List<(string Name, Template Value)> headers)
    {
        var retries = data.Whole("retries", 0, 2) ?? 0;
        var mayRepeat =
            method is "GET" or "HEAD" or "PUT" or "DELETE"
            || headers.Exists(header => header.Name.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase));
        if (retries == 0 || mayRepeat)
            return retries;

        data.Warn("no_retries", "retries", $"A {method} is only repeated with a header Idempotency-Key; add one.");
        return 0;
    }

    /// <summary>An object of names and values, or the older list of <c>{key, value}</c>.</summary>
    private static IEnumerable<(string Name, string Value)> HeadersOf(NodeData data)
    {
        var pairs = data.Raw("headers") switch
        {
            { ValueKind: JsonValueKind.Object } parts => parts
                .EnumerateObject()
                .Select(part => (Name: part.Name, Value: NodeData.TextOf(part.Value))),
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(Pair),
            _ => [],
        };
        foreach (var (name, value) in pairs)
        {
            if (name.Trim() is not { Length: > 0 } header || value is null)
                continue;

            if (header.Length > 100 || !header.All(IsToken) || NotOurs.Contains(header))
                data.Wrong("bad_header", "headers", $"“{Texts.Shorten(header, 50)}” cannot be set as a header.");
            else
                yield return (header, value);
        }
    }

    private static (string Name, string? Value) Pair(JsonElement item)
    {
        string? Member(string name) =>
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
                ? NodeData.TextOf(value)
                : null;
        return (Member("key") ?? Member("name") ?? "", Member("value"));
    }

    private static bool IsToken(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

    /// <summary>One line of printable ASCII: what a header can carry.</summary>
    private static string Sound(string value)
    {
        var line = value.Trim();
        if (line.Length > MostHeader)
            line = line[..MostHeader];
        return string.Concat(
            line.Select(c =>
                c is >= ' ' and <= '~' ? c
                : char.IsControl(c) ? ' '
                : '?'
            )
        );
    }
}
