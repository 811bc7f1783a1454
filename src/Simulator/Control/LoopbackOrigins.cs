using System.Net;

namespace WhatsAppBot.Simulator;

/// <summary>
/// Lets web pages in from this machine and from the simulator's own address only: a page elsewhere must not write as
/// somebody's phone behind its visitor's back.
/// </summary>
internal sealed class LoopbackOrigins : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        var origin = request.Headers.Origin.ToString();

        if (origin.Length == 0)
        {
            return await next(context);
        }

        if (
            !Uri.TryCreate(origin, UriKind.Absolute, out var page)
            || !(Local(page) || page.Authority == request.Host.Value)
        )
        {
            return TypedResults.Problem(
                "pages from elsewhere may not use the simulator",
                statusCode: 403,
                type: "/problems/origin"
            );
        }

        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.Vary = "Origin";

        if (HttpMethods.IsOptions(request.Method))
        {
            response.Headers.AccessControlAllowMethods = "GET, PUT, POST, DELETE";
            response.Headers.AccessControlAllowHeaders = "content-type, last-event-id";
        }

        return await next(context);
    }

    private static bool Local(Uri page) =>
        page.Host == "localhost"
        || (IPAddress.TryParse(page.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
