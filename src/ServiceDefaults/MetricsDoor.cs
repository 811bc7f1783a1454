using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace WhatsAppBot.ServiceDefaults;

/// <summary>
/// Who may read <c>/metrics</c>: whoever reaches the port, unless <c>Metrics__Token</c> asks for <c>Authorization: Bearer</c>, or
/// <c>Metrics__Loopback</c> lets only this machine in. With both, this machine needs no token.
/// </summary>
internal static class MetricsDoor
{
    public static void UseMetricsDoor(this WebApplication app, string path)
    {
        var token = app.Configuration["Metrics:Token"] is { Length: > 0 } set ? Encoding.UTF8.GetBytes(set) : null;
        var loopback = app.Configuration.GetValue("Metrics:Loopback", false);
        if (token is null && !loopback)
            return;

        app.Use(
            async (http, next) =>
            {
                if (
                    !http.Request.Path.StartsWithSegments(path)
                    || loopback && IsOfThisMachine(http)
                    || token is not null && Shows(http.Request, token)
                )
                {
                    await next(http);
                    return;
                }
                if (token is not null)
                    http.Response.Headers.WWWAuthenticate = "Bearer";
                await Results
                    .Problem(
                        token is null ? "Only this machine may read it." : "Send the token that Metrics__Token names.",
                        statusCode: token is null ? 403 : 401,
                        title: token is null ? "Forbidden" : "Not authorised",
                        type: "urn:whatsappbot:problem:metrics"
                    )
                    .ExecuteAsync(http);
            }
        );
    }

    // what was passed on by somebody on this machine came from elsewhere
    private static bool IsOfThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For")
        && !http.Request.Headers.ContainsKey("Forwarded");

    private static bool Shows(HttpRequest request, byte[] token) =>
        request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var given]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.Trim()), token);
}
