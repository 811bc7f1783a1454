using System.Text.Json;
using System.Text.RegularExpressions;

namespace WhatsAppBot.Simulator;

/// <summary>The front door of the Graph API: version, token, object; then whoever knows the rest of the path.</summary>
internal sealed partial class GraphApi(World world, SendEndpoint sends, TrafficLog log)
{
    public async Task Handle(HttpContext context)
    {
        var path = (string?)context.Request.RouteValues["rest"] ?? "";
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);

        if (segments is [var version, ..] && Version().IsMatch(version))
        {
            context.Response.Headers["facebook-api-version"] = version;
            segments = segments[1..];
        }

        var id = segments.FirstOrDefault() ?? "";
        var line = world.Line(id);

        if (Refusal(context.Request, id, line) is { } refusal)
        {
            await Refuse(context, refusal, id);
            return;
        }

        switch (context.Request.Method, segments)
        {
            case ("POST" or "PUT", [_, "messages"]) when line is not null:
                await sends.Handle(context, line);
                break;
            case ("GET", [_]) when line is not null:
                await NumberFields.Answer(context, line.Number, Record(context, id));
                break;
            default:
                await Refuse(context, GraphError.Unknown(id, Verb(context.Request)), id);
                break;
        }
    }

    private GraphError? Refusal(HttpRequest request, string id, Line? line)
    {
        if (Token(request) is not { } token)
        {
            return GraphError.NoToken;
        }

        return !world.Knows(token) ? GraphError.BadToken
            : line is not null && line.Number.AccessToken is { } right && right != token
                ? GraphError.Unknown(id, Verb(request))
            : null;
    }

    private static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var token =
            space > 0 && header[..space].ToLowerInvariant() is "bearer" or "oauth" ? header[(space + 1)..].Trim()
            : header.Length > 0 ? header
            : request.Query["access_token"].ToString();
        return token.Length == 0 ? null : token;
    }

    private static string Verb(HttpRequest request) => request.Method.ToLowerInvariant();

    private Task Refuse(HttpContext context, GraphError error, string id)
    {
        log.Add(
            Record(context, id) with
            {
                StatusCode = error.HttpStatus,
                ErrorCode = error.Code,
                Problem = error.Message,
            }
        );
        return GraphAnswer.Refuse(context, error);
    }

    private static LogLine Record(HttpContext context, string id) =>
        new()
        {
            Kind = Traffic.Request,
            PhoneNumberId = id.Length == 0 ? null : id,
            Method = context.Request.Method,
            Path = context.Request.Path,
        };

    [GeneratedRegex(@"\Av[0-9]+\.[0-9]+\z")]
    private static partial Regex Version();
}

/// <summary>Writes what the Graph API answers.</summary>
internal static class GraphAnswer
{
    public static Task Refuse(HttpContext context, GraphError error) => Write(context, error.HttpStatus, error.Write);

    public static Task Success(HttpContext context) =>
        Write(
            context,
            200,
            json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("success", true);
                json.WriteEndObject();
            }
        );

    public static async Task Write(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var body = MetaJson.Escape(MetaJson.Write(write));
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=UTF-8";
        response.ContentLength = body.Length;
        response.Headers["x-fb-trace-id"] = Ids.Trace();
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
