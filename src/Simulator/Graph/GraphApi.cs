using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace WhatsAppBot.Simulator;

/// <summary>The front door of the Graph API: version, token, object; then whoever knows the rest of the path.</summary>
internal sealed partial class GraphApi(
    World world,
    SendEndpoint sends,
    Doorkeeper doorkeeper,
    Edges edges,
    MediaEndpoint media,
    FaultBook faults,
    TrafficLog log
)
{
    private const long MostFile = 101L << 20;

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
        var edge = string.Join('/', segments.Skip(1));
        var line = world.Line(id);

        if (doorkeeper.Refusal(context.Request, id, edge, line) is { } refusal)
        {
            await new GraphCall(context, log, id, edge).Refuse(refusal);
            return;
        }

        if (line is not null && edge == "messages" && context.Request.Method is "POST" or "PUT")
        {
            await sends.Handle(context, line);
            return;
        }

        await Other(new GraphCall(context, log, id, edge));
    }

    private async Task Other(GraphCall call)
    {
        if (faults.Refusal(call.Id, call.Edge) is { } rule)
        {
            await Fail(call, rule);
            return;
        }

        try
        {
            if (Brings(call))
            {
                if (call.Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                {
                    size.MaxRequestBodySize = MostFile;
                }

                await media.Take(call);
                return;
            }

            using var document = await GraphBody.Merged(call.Context.Request, call.Aborted);

            if (document is null)
            {
                await call.Refuse(GraphError.Invalid("The request body is not a JSON object"));
                return;
            }

            call.Root = new Part(document.RootElement, "");
            call.Record = call.Record with { Body = log.KeepsBodies ? document.RootElement.GetRawText() : null };
            await edges.Handle(call);
        }
        catch (InvalidOperationException) when (!call.Context.Response.HasStarted)
        {
            // half of a surrogate pair in an escape, or bytes that are not UTF-8: JSON by its grammar, but no text
            await call.Refuse(GraphError.Invalid("The request body holds text that is not valid Unicode"));
        }
    }

    // what comes as a file: an upload of media, of a form's screens, or a part of a resumable upload
    private static bool Brings(GraphCall call) =>
        call.Method == "POST"
        && (
            call.Edge is "media"
            || (call.Edge == "assets" && call.Context.Request.HasFormContentType)
            || call.Id.StartsWith("upload:", StringComparison.Ordinal)
        );

    private static Task Fail(GraphCall call, FaultRule rule)
    {
        if (!rule.Bare)
        {
            return call.Refuse(GraphError.Of(rule));
        }

        call.Context.Response.StatusCode = rule.HttpStatus ?? 502;
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"\Av[0-9]+\.[0-9]+\z")]
    private static partial Regex Version();
}
