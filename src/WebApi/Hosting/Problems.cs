using Microsoft.AspNetCore.Http.HttpResults;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>What callers get for bad requests: <c>application/problem+json</c> with a stable type.</summary>
internal static class Problems
{
    private const string Types = "urn:whatsappbot:problem:";

    public static ProblemHttpResult NotFound(string detail) => Of(404, "not-found", "Not found", detail);

    public static ProblemHttpResult BadRequest(string type, string detail) => Of(400, type, "Bad request", detail);

    public static ProblemHttpResult Unauthorized(string type, string detail) => Of(401, type, "Not authorised", detail);

    public static ProblemHttpResult Forbidden(string type, string detail) => Of(403, type, "Forbidden", detail);

    public static ProblemHttpResult Conflict(string type, string detail) => Of(409, type, "Conflict", detail);

    public static ProblemHttpResult TooLarge() => Of(413, "too-large", "Too large", "At most 4 MiB are taken.");

    /// <summary>503 with Retry-After: the same request may be made again.</summary>
    public static ProblemHttpResult Unavailable(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "2";
        return Of(503, "unavailable", "Unavailable", "It could not be stored now. Try again.");
    }

    /// <summary>Gives a type of ours to what the framework answers by itself.</summary>
    public static void Name(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Type?.StartsWith(Types, StringComparison.Ordinal) == true)
            return;

        problem.Type =
            Types
            + problem.Status switch
            {
                400 => "bad-request",
                401 => "not-signed-in",
                403 => "forbidden",
                404 => "not-found",
                405 => "method",
                413 => "too-large",
                415 => "media-type",
                503 => "unavailable",
                _ => problem.Status >= 500 ? "internal" : "refused",
            };
    }

    public static ProblemHttpResult Of(
        int status,
        string type,
        string title,
        string detail,
        IReadOnlyDictionary<string, object?>? more = null
    ) => TypedResults.Problem(detail, statusCode: status, title: title, type: Types + type, extensions: more);
}
