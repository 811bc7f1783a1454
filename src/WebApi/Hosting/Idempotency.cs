using System.Security.Cryptography;
using System.Text;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Marks a POST that may be asked for again with the same <c>Idempotency-Key</c>.</summary>
internal sealed record IdempotentMark;

/// <summary>
/// What was done once is not done again: with an <c>Idempotency-Key</c>, the same body on the same address gets the answer of the first time, for a
/// day. Only what was done is kept; a refusal changes nothing and may be tried again. Not for answers that tell a secret: they would be kept.
/// </summary>
internal static class Idempotency
{
    public const string Header = "Idempotency-Key";
    private const string Replayed = "Idempotency-Replayed";
    private const int LongestKey = 128;
    private const int MostKept = 256 * 1024;

    // longer than any request of ours takes: whoever did it has died on the way
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(2);

    public static TBuilder Idempotent<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new IdempotentMark());

    /// <summary>Stands behind the gate: only who may do it learns what was answered.</summary>
    public static void UseIdempotency(this IApplicationBuilder app)
    {
        var keys = app.ApplicationServices.GetRequiredService<IdempotencyKeys>();
        app.Use(
            (http, next) =>
                http.Request.Headers[Header].Count > 0
                && http.GetEndpoint()?.Metadata.GetMetadata<IdempotentMark>() is not null
                    ? Once(http, next, keys)
                    : next(http)
        );
    }

    private static async Task Once(HttpContext http, RequestDelegate next, IdempotencyKeys keys)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length is 0 or > LongestKey || key.Any(sign => sign is < '!' or > '~'))
        {
            await Problems
                .BadRequest("idempotency-key", $"{Header} is 1 to {LongestKey} visible ASCII characters.")
                .ExecuteAsync(http);
            return;
        }

        // keys of a workspace; outside of one, of a caller
        var space = http.Request.RouteValues["ws"] as string ?? $"caller {http.User.Id}";
        var route = $"{http.Request.Method} {http.Request.Path}";
        var hash = await BodyHash(http.Request, http.RequestAborted);
        switch (await keys.Take(space, key, route, hash, http.RequestAborted))
        {
            case KeyClaim.Yours:
                await Do(http, next, keys, (space, key, route));
                break;
            case KeyClaim.Done({ Body: { } body } answer):
                await Answer(http, answer, body);
                break;
            case KeyClaim.Done:
                await Problems.Conflict("idempotency-done", "It was done; the answer is not kept.").ExecuteAsync(http);
                break;
            case KeyClaim.OtherBody:
                await Problems
                    .Unprocessable("idempotency-key-reused", $"This {Header} was used for another body.")
                    .ExecuteAsync(http);
                break;
            case KeyClaim.Running(var since) when since > Lost:
                await Problems
                    .Conflict(
                        "idempotency-lost",
                        "Whether the first one was done is not known. Look, then use another key."
                    )
                    .ExecuteAsync(http);
                break;
            default:
                http.Response.Headers.RetryAfter = "1";
                await Problems
                    .Conflict("idempotency-running", "The first one with this key still runs. Ask again.")
                    .ExecuteAsync(http);
                break;
        }
    }

    private static async Task Do(
        HttpContext http,
        RequestDelegate next,
        IdempotencyKeys keys,
        (string Space, string Key, string Route) place
    )
    {
        var answer = http.Response.Body;
        using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException)
        {
            // it could not be read, so nothing was done; after any other exception nobody knows
            await keys.LetGo(place.Space, place.Key, place.Route, CancellationToken.None);
            throw;
        }
        finally
        {
            http.Response.Body = answer;
        }

        if (http.Response.StatusCode is >= 200 and < 300)
            await keys.Keep(
                place.Space,
                place.Key,
                place.Route,
                new KeptAnswer(
                    http.Response.StatusCode,
                    http.Response.ContentType,
                    http.Response.Headers.Location.ToString() is { Length: > 0 } location ? location : null,
                    written.Length <= MostKept ? written.ToArray() : null
                ),
                CancellationToken.None
            );
        else
            await keys.LetGo(place.Space, place.Key, place.Route, CancellationToken.None);

        written.Position = 0;
        await written.CopyToAsync(answer, http.RequestAborted);
    }

    private static async Task Answer(HttpContext http, KeptAnswer answer, byte[] body)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.Headers[Replayed] = "true";
        if (answer.ContentType is { } type)
            http.Response.ContentType = type;
        if (answer.Location is { } location)
            http.Response.Headers.Location = location;
        if (body.Length > 0)
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static async Task<byte[]> BodyHash(HttpRequest request, CancellationToken cancel)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.QueryString.Value + "\n"));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancel)) > 0; )
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
