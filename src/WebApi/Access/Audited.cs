using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Writes down who did what to which thing, once it is done. For changes whose own statement does not write it with them.</summary>
internal static class Audited
{
    /// <param name="builder">The endpoint.</param>
    /// <param name="action">A word of our own, such as <c>flow.publish</c>.</param>
    /// <param name="target">The route value that names what it is done to; null for what has no name yet.</param>
    public static RouteHandlerBuilder Audit(this RouteHandlerBuilder builder, string action, string? target = null) =>
        builder.AddEndpointFilter(
            async (context, next) =>
            {
                var answer = await next(context);
                var http = context.HttpContext;
                if ((answer as IStatusCodeHttpResult ?? Inner(answer))?.StatusCode is null or (>= 200 and < 300))
                {
                    var log = http.RequestServices.GetRequiredService<AuditLog>();
                    var entry = new AuditEntry(
                        http.Request.RouteValues["ws"] as string,
                        http.User.Actor,
                        action,
                        target is null ? null : http.Request.RouteValues[target]?.ToString()
                    );
                    // it is done: a caller who has gone away meanwhile changes nothing about that
                    await log.Append(entry, CancellationToken.None);
                }
                return answer;
            }
        );

    private static IStatusCodeHttpResult? Inner(object? answer) =>
        (answer as INestedHttpResult)?.Result as IStatusCodeHttpResult;
}
