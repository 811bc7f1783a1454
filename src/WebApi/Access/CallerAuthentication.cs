using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Finds out who calls: a program by its key, a person by a cookie, and with the demo whoever sits at this machine.</summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    DemoOptions demo,
    Callers callers
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "WhatsAppBot";
    private const string Bearer = "Bearer ";
    private const int LongestKey = 200;

    private static readonly byte[] DemoKey = SHA256.HashData("demo-key"u8);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var caller = Request.Headers.Authorization.ToString() is { Length: > 0 } given
            ? await Program(given)
            : await Human();
        return caller is null
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller)), Name)
            );
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problems.NotSignedIn().ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Forbidden("forbidden", "Your role does not allow this.").ExecuteAsync(Context);

    private async Task<Caller?> Program(string given)
    {
        if (!given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return null;

        var key = given[Bearer.Length..].Trim();
        if (DemoAdmits)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
            if (CryptographicOperations.FixedTimeEquals(hash, DemoKey))
                return Callers.DemoKey;
        }
        return key.StartsWith(ApiKeyEndpoints.Prefix, StringComparison.Ordinal) && key.Length < LongestKey
            ? await callers.ByKey(key)
            : null;
    }

    private async Task<Caller?> Human()
    {
        if (SessionCookie.Read(Request) is { } token && await callers.BySession(token) is { } person)
            return person;
        return DemoAdmits ? await callers.Demo() : null;
    }

    /// <summary>A page of another site whose name was pointed at this machine must not pass for its owner.</summary>
    private bool DemoAdmits => demo.Admits(Context.Connection.RemoteIpAddress) && NamesThisMachine(Request.Host);

    private static bool NamesThisMachine(HostString host) =>
        host.Host is "localhost" || IPAddress.TryParse(host.Host.Trim('[', ']'), out _);
}
