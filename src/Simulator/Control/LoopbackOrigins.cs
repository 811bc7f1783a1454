using System.Net;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>
/// Lets web pages in from this machine and from the simulator's own address only: a page elsewhere must not write as
/// somebody's phone behind its visitor's back. A name is the simulator's own only when the settings say so: any name can be
/// made to lead here by who owns it, and then page and host have the same one.
/// </summary>
internal sealed class LoopbackOrigins(IOptions<SimulatorOptions> options) : IEndpointFilter
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
            || !(Local(page) || (page.Authority == request.Host.Value && Own(page)))
        )
        {
            return TypedResults.Problem(
                "pages from elsewhere may not use the simulator; a name of its own stands in Simulator:Hosts",
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

    private bool Own(Uri page) =>
        page.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
        || options.Value.Hosts.Contains(page.Host, StringComparer.OrdinalIgnoreCase);

    private static bool Local(Uri page) =>
        page.Host == "localhost"
        || (IPAddress.TryParse(page.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
