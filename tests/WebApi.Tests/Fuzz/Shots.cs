using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>One bad request, which can be made again.</summary>
internal sealed record Shot(
    ApiOperation Operation,
    string Path,
    string What,
    BadBody? Body = null,
    (string Name, string Value)? Header = null
)
{
    public HttpRequestMessage Request(Uri host)
    {
        // as it stands: the client would tidy up the address
        var raw = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new HttpRequestMessage(
            new HttpMethod(Operation.Method),
            new Uri($"{host.GetLeftPart(UriPartial.Authority)}{Path}", raw)
        );
        if (Header?.Name != "Origin")
            request.Headers.Add("Origin", host.GetLeftPart(UriPartial.Authority));
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body.Bytes);
            if (Body.ContentType is not null)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Body.ContentType);
        }
        if (Header is { } header)
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return request;
    }

    public override string ToString() =>
        $"{Operation.Method} {Cut(Path)} [{What}] {Header} {Body?.ContentType} {Cut(Encoding.UTF8.GetString(Body?.Bytes ?? []))}";

    private static string Cut(string text) => text.Length <= 400 ? text : $"{text[..400]}… ({text.Length})";
}

/// <summary>Bad requests to one operation: bodies, queries, ids and headers.</summary>
internal sealed partial class Shots(Samples samples, IReadOnlyDictionary<string, string> ids, string workspace)
{
    private static readonly string[] Words =
    [
        "",
        "x",
        "-1",
        "0",
        "1.5",
        "99999999999999999999",
        "9223372036854775807",
        "%00",
        "a%00b",
        "%ed%a0%80",
        "%ff",
        "%f0%9f%92%a5",
        "%2e%2e%2f%2e%2e",
        "%27%3b--",
        "null",
        "true",
        new('a', 1500),
        "%d9%a3",
        "2026-99-99",
        "0001-01-01T00:00:00%2b14:00",
        "9999-12-31T23:59:59Z",
        "{}",
        "[[[[",
        "AAAA",
        "____",
        .. Cursors(),
    ];

    // Kestrel refuses NUL in a path before anybody hears of it
    private static readonly string[] Ids =
    [
        .. Words.Where(word => word != "" && !word.Contains("%00", StringComparison.Ordinal)),
    ];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Idempotency-Key", ""),
        ("Idempotency-Key", "a b"),
        ("Idempotency-Key", new string('k', 129)),
        ("Idempotency-Key", "a\tb"),
        ("If-Match", "x"),
        ("If-Match", "\"99999999999999999999\""),
        ("If-Match", "W/\"1\""),
        ("If-Match", "*"),
        ("If-None-Match", "\"\""),
        ("Range", "bytes=9-1,-1"),
        ("Accept", "image/png"),
        ("Accept-Language", "zz-ZZ,*;q=9"),
        ("Origin", "https://elsewhere.example"),
        ("Authorization", "Bearer hologram"),
        ("Authorization", "Basic %%%"),
        ("X-HTTP-Method-Override", "DELETE"),
    ];

    private static readonly HashSet<string> Destructive = ["SignOut"];

    public IEnumerable<Shot> At(ApiOperation operation, Random chance)
    {
        if (Destructive.Contains(operation.Name))
            yield break;

        // what has no body and deletes is only told of things that are not there
        var real =
            operation.Method == "DELETE" ? Filled(operation.Path, at => at == 0 ? null : "987654321") : Real(operation);
        if (operation.Method is "POST" or "PUT" or "PATCH")
            foreach (var body in Bodies(operation, chance))
                yield return new Shot(operation, real, body.What, body);

        foreach (var query in operation.Queries)
        foreach (var word in Some(Words, 9, chance))
            yield return new Shot(operation, $"{real}?{query}={word}", $"query {query}", Sample(operation, chance));
        if (operation.Queries.Count > 0)
            yield return new Shot(
                operation,
                $"{real}?{string.Join('&', operation.Queries.Select(query => $"{query}=1&{query}=x"))}",
                "every query twice",
                Sample(operation, chance)
            );

        if (operation.Path.Contains('{'))
            foreach (var word in Some(Ids, 7, chance))
            {
                var holes = Hole().Count(operation.Path);
                var bad = chance.Next(holes);
                var path = Filled(operation.Path, at => at == bad ? word : null);
                if (operation.Method != "DELETE" || bad == holes - 1)
                    yield return new Shot(operation, path, $"id {bad}", Sample(operation, chance));
            }

        foreach (var header in Some(Headers, operation.Method == "GET" ? 2 : 4, chance))
            yield return new Shot(operation, real, $"header {header.Name}", Sample(operation, chance), header);
    }

    public string Real(ApiOperation operation) => Filled(operation.Path, _ => null);

    private IEnumerable<BadBody> Bodies(ApiOperation operation, Random chance)
    {
        if (operation.Body is null)
            return [.. Some(Damage.Of(new JsonObject { ["a"] = 1 }, chance, 2).ToArray(), 5, chance)];
        var right =
            MatrixTests.Bodies.GetValueOrDefault(operation.Name) is { Length: > 2 } known && chance.Next(2) == 0
                ? JsonNode.Parse(known)
                : samples.Of(operation.Body, chance);
        return
        [
            .. Damage.Of(right, chance, 16),
            .. Damage.Of(samples.Of(operation.Body, chance), chance, 12).Where(bad => bad.What.Contains(':')),
            .. Damage.Of(samples.Of(operation.Body, chance), chance, 12).Where(bad => bad.What.Contains(':')),
        ];
    }

    private BadBody? Sample(ApiOperation operation, Random chance) =>
        operation.Body is null
            ? null
            : new BadBody(
                "right",
                Encoding.UTF8.GetBytes(samples.Of(operation.Body, chance)?.ToJsonString() ?? "null")
            );

    /// <summary>The address with ids of things that are there, but for those told.</summary>
    private string Filled(string path, Func<int, string?> other)
    {
        var at = 0;
        return Hole().Replace(path, hole => $"/{hole.Groups[1].Value}/{other(at++) ?? Right(hole.Groups[1].Value)}");
    }

    private string Right(string kind) =>
        kind switch
        {
            "workspaces" => workspace,
            "whatsapp" => "theirs",
            _ => ids.GetValueOrDefault(kind, "987654321"),
        };

    private static T[] Some<T>(T[] all, int most, Random chance)
    {
        var copy = all.ToArray();
        chance.Shuffle(copy);
        return [.. copy.Take(most)];
    }

    private static IEnumerable<string> Cursors() =>
        new[] { "9223372036854775807", "-1", "1|2", "a:b", "2026-01-01T00:00:00Z|1", "[1,2]", "{\"a\":1}", "\u0000" }
            .Select(Encoding.UTF8.GetBytes)
            .Append([0xed, 0xa0, 0x80, 0xff])
            .Append([.. Enumerable.Repeat((byte)255, 16)])
            .Append([.. Enumerable.Repeat((byte)127, 24)])
            .Select(bytes => System.Buffers.Text.Base64Url.EncodeToString(bytes));

    [GeneratedRegex(@"/([\w-]+)/\{\w+\}")]
    private static partial Regex Hole();
}
