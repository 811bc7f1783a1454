using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>A workspace that is not the caller's looks like one that does not exist.</summary>
internal sealed class OwnWorkspace : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.RouteValues["ws"] is string workspace
        && context.HttpContext.User.Workspaces().Contains(workspace)
            ? await next(context)
            : Problems.NotFound("There is no such workspace.");
}
