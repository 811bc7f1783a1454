using System.Net;

namespace WhatsAppBot.WebApi.Access;

/// <summary>
/// The cookie that carries a person's token. Over TLS it has the <c>__Host-</c> prefix, which no other host can set; over plain HTTP, which is for the
/// own machine, browsers refuse that prefix.
/// </summary>
internal static class SessionCookie
{
    public const string Secure = "__Host-whatsappbot";
    private const string Plain = "whatsappbot-local";

    public static string? Read(HttpRequest request) =>
        request.Cookies[request.IsHttps ? Secure : Plain] is { Length: > 0 and < 200 } token ? token : null;

    public static void Set(HttpContext http, string token) =>
        http.Response.Cookies.Append(NameFor(http.Request), token, Options(http, Storage.SignIns.Longest));

    public static void Clear(HttpContext http) =>
        http.Response.Cookies.Append(NameFor(http.Request), "", Options(http, TimeSpan.Zero));

    /// <summary>A password over plain HTTP is for the own machine only.</summary>
    public static bool IsSafe(HttpContext http, IConfiguration settings) =>
        http.Request.IsHttps
        || http.Request.Host.Host == "localhost"
        || IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)
        || settings.GetValue("Access:AllowPlainHttp", false);

    private static string NameFor(HttpRequest request) => request.IsHttps ? Secure : Plain;

    private static CookieOptions Options(HttpContext http, TimeSpan age) =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = age,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        };
}
