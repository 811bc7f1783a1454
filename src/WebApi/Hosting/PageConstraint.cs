namespace WhatsAppBot.WebApi.Hosting;

/// <summary>
/// Matches addresses that a person may open: neither a file nor anything of a program, so that a wrong address, method or content type of the API is told
/// as such and never answered with a page.
/// </summary>
internal sealed class PageConstraint : IRouteConstraint
{
    private static readonly PathString[] Programs =
    [
        "/api",
        "/hubs",
        "/webhooks",
        "/openapi",
        "/health",
        "/metrics",
        "/simulator/api",
        "/simulator/graph",
    ];

    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    )
    {
        var address = $"/{values[routeKey]}";
        return !Programs.Any(program => new PathString(address).StartsWithSegments(program))
            && !Path.HasExtension(address.AsSpan()[(address.LastIndexOf('/') + 1)..]);
    }
}
