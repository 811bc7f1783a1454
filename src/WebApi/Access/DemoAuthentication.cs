using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Signs people and programs of this machine in to the demo workspace. Without the demo nobody is let in.</summary>
internal sealed class DemoAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    DemoOptions demo
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Demo";
    public const string Workspace = "demo";
    private const string Bearer = "Bearer ";

    private static readonly byte[] Key = SHA256.HashData("demo-key"u8);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!demo.Admits(Context.Connection.RemoteIpAddress) || !NamesThisMachine(Request.Host))
            return Task.FromResult(AuthenticateResult.NoResult());

        var given = Request.Headers.Authorization.ToString();
        if (given.Length == 0)
            return Task.FromResult(SignedIn("demo-owner", "Demo", "owner"));

        var right =
            given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(given[Bearer.Length..].Trim())),
                Key
            );
        return Task.FromResult(right ? SignedIn("demo-key", "API key demo-key", "api") : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problems.Unauthorized("not-signed-in", "Sign in, or send an API key.").ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Forbidden("forbidden", "Your role does not allow this.").ExecuteAsync(Context);

    /// <summary>A page of another site whose name was pointed at this machine must not pass for its owner.</summary>
    private static bool NamesThisMachine(HostString host) =>
        host.Host is "localhost" || IPAddress.TryParse(host.Host.Trim('[', ']'), out _);

    private static AuthenticateResult SignedIn(string id, string name, string role)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, id),
                new Claim(ClaimTypes.Name, name),
                new Claim(ClaimTypes.Role, role),
                new Claim(Person.WorkspaceClaim, Workspace),
            ],
            Name
        );
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }
}
