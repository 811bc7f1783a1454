using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage.Contacts;

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

    public static ProblemHttpResult MediaType(string detail) => Of(415, "media-type", "Unsupported media type", detail);

    /// <summary>502: Meta did not do what it was asked for.</summary>
    public static ProblemHttpResult Upstream(string type, string detail) => Of(502, type, "Meta refused", detail);

    public static ProblemHttpResult Outdated(string detail) => Of(412, "outdated", "Precondition failed", detail);

    /// <summary>400 with <c>errors</c>: every part that is wrong, with its path.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyList<Flaw> flaws) =>
        TypedResults.Problem(
            string.Join(" ", flaws.Take(5).Select(flaw => $"{flaw.Path} {flaw.Detail}.")),
            statusCode: 400,
            title: "Bad request",
            type: Types + "invalid",
            extensions:
            [
                new(
                    "errors",
                    new JsonArray([
                        .. flaws.Select(flaw => new JsonObject { ["path"] = flaw.Path, ["detail"] = flaw.Detail }),
                    ])
                ),
            ]
        );

    public static ProblemHttpResult FileTooLarge() => TooLarge("A file is at most 100 MB.");

    /// <summary>A conflict, with what the caller needs to solve it.</summary>
    public static ProblemHttpResult Conflict(string type, string detail, IDictionary<string, object?> more) =>
        Of(409, type, "Conflict", detail, more);

    public static ProblemHttpResult TooLarge(string detail = "At most 4 MiB are taken.") =>
        Of(413, "too-large", "Too large", detail);

    public static ProblemHttpResult Unprocessable(string type, string detail) =>
        Of(422, type, "Cannot be done", detail);

    public static ProblemHttpResult PreconditionRequired(string detail) =>
        Of(428, "if-match", "Precondition required", detail);

    /// <summary>422: a flow document that cannot be published or played, with all that is wrong with it.</summary>
    public static ProblemHttpResult NotSound(IReadOnlyList<Problem> problems) =>
        Of(
            422,
            "not-sound",
            "The flow is not sound",
            "See problems.",
            new Dictionary<string, object?> { ["problems"] = problems }
        );

    public static ProblemHttpResult NotSignedIn() => Unauthorized("not-signed-in", "Sign in, or send an API key.");

    /// <summary>400 with what is wrong, field by field: <c>errors</c> maps a path to its rules.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors, string type = "invalid") =>
        TypedResults.Problem(
            "Some fields are not as they must be.",
            statusCode: 400,
            title: "Bad request",
            type: Types + type,
            extensions: new Dictionary<string, object?> { ["errors"] = errors }
        );

    /// <summary>429 with Retry-After.</summary>
    public static ProblemHttpResult TooMany(HttpContext http, string type, string detail, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Of(429, type, "Too many requests", detail);
    }

    /// <summary>503 with Retry-After: the same request may be made again.</summary>
    public static ProblemHttpResult Unavailable(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "2";
        return Of(503, "unavailable", "Unavailable", "It could not be stored now. Try again.");
    }

    /// <summary>503 with Retry-After: there is more to do than can be done, and this can wait.</summary>
    public static ProblemHttpResult Busy(HttpContext http, int seconds = 10)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Of(503, "busy", "Busy", "Messages go first. Try again in a moment.");
    }

    /// <summary>Gives a type of ours to what the framework answers by itself.</summary>
    public static void Name(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Type?.StartsWith(Types, StringComparison.Ordinal) == true)
            return;

        problem.Type = TypeOf(problem.Status);
    }

    /// <summary>Our type for a status that the framework answers.</summary>
    public static string TypeOf(int? status) =>
        Types
        + status switch
        {
            400 => "bad-request",
            401 => "not-signed-in",
            403 => "forbidden",
            404 => "not-found",
            405 => "method",
            413 => "too-large",
            415 => "media-type",
            429 => "rate",
            503 => "unavailable",
            _ => status >= 500 ? "internal" : "refused",
        };

    public static ProblemHttpResult Of(
        int status,
        string type,
        string title,
        string detail,
        IDictionary<string, object?>? more = null
    ) => TypedResults.Problem(detail, statusCode: status, title: title, type: Types + type, extensions: more);
}
