using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>
/// Words for what ends in an exception and is nobody's bug: a body or parameter that cannot be read, and a database or a node that is away. They repeat nothing of
/// what was sent but the path.
/// </summary>
internal static partial class BadRequests
{
    private const int LongestPath = 200;

    public static void UseBadRequests(this IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                if (HasUnknownCharset(http.Request))
                {
                    await Problems.MediaType("The charset of the body is not known: send UTF-8.").ExecuteAsync(http);
                    return;
                }

                try
                {
                    await next(http);
                }
                catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
                {
                    await Answer(bad).ExecuteAsync(http);
                }
                catch (NotSupportedException untold)
                    when (untold.Message.Contains("type discriminator", StringComparison.Ordinal)
                        && !http.Response.HasStarted
                    )
                {
                    // System.Text.Json's word for an object of several kinds that does not say which it is
                    await Problems
                        .BadRequest("bad-request", "An object that can be of several kinds does not say which it is.")
                        .ExecuteAsync(http);
                }
                catch (ArgumentException twice)
                    when (twice.ParamName == "key"
                        && twice.StackTrace?.Contains("System.Text.Json.Serialization", StringComparison.Ordinal)
                            == true
                        && !http.Response.HasStarted
                    )
                {
                    // and its word for a member that an object of any shape names twice
                    await Problems
                        .BadRequest("bad-request", "An object names one of its members twice.")
                        .ExecuteAsync(http);
                }
                catch (Exception away) when (Away.Is(away) && !http.Response.HasStarted)
                {
                    // it passes, and whoever runs the node should know all the same
                    IsAway(Log(http), http.Request.Method, away.GetType().Name, away.Message);
                    await Problems.Unavailable(http).ExecuteAsync(http);
                }
            }
        );

    private static ILogger Log(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(BadRequests));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A {Method} was answered 503 ({Kind}): {Reason}")]
    private static partial void IsAway(ILogger log, string method, string kind, string reason);

    // the framework takes it for a bug when it reads the body
    private static bool HasUnknownCharset(HttpRequest request) =>
        request.ContentType is { Length: > 0 } type
        && MediaTypeHeaderValue.TryParse(type, out var parsed)
        && parsed.Charset.HasValue
        && parsed.Encoding is null;

    private static IResult Answer(BadHttpRequestException bad)
    {
        if (bad.StatusCode != StatusCodes.Status400BadRequest)
            return Results.Problem(statusCode: bad.StatusCode, title: "Refused", type: Problems.TypeOf(bad.StatusCode));
        if (bad.InnerException is JsonException json)
            return Problems.Invalid(
                new Dictionary<string, string[]> { [PathOf(json)] = [RuleOf(json)] },
                "bad-request"
            );
        return Parameter().Match(bad.Message) is { Success: true } parameter
            ? Problems.Invalid(
                new Dictionary<string, string[]> { [parameter.Groups[1].Value] = ["It is not of the right kind."] },
                "bad-request"
            )
            : Problems.BadRequest("bad-request", "The request cannot be read: a body in JSON is needed.");
    }

    private static string PathOf(JsonException json)
    {
        var path = (json.Path ?? "$").TrimStart('$').TrimStart('.');
        return path.Length > LongestPath ? path[..LongestPath] : path;
    }

    private static string RuleOf(JsonException json) =>
        json.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "There is no such member."
        : json.Message.Contains("missing required properties", StringComparison.Ordinal)
            ? "A member that is needed is missing."
        : json.InnerException is null ? "It is not of the right kind."
        : "This is not valid JSON.";

    // as the framework says it: Failed to bind parameter "int limit" from "many".
    [GeneratedRegex("""parameter "[^" ]+ (\w+)" """)]
    private static partial Regex Parameter();
}
