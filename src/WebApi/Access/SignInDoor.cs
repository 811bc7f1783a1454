using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>What became of a try to sign in.</summary>
internal abstract record Knocked
{
    /// <summary>The password is right, and the second factor if there is one.</summary>
    public sealed record Welcome(User Person) : Knocked;

    /// <summary>There is no such person with this password.</summary>
    public sealed record Stranger : Knocked;

    /// <summary>The password is right, and a code is asked for.</summary>
    public sealed record CodeNeeded : Knocked;

    /// <summary>The password is right, and the code is not.</summary>
    public sealed record WrongCode : Knocked;

    /// <summary>Too many tries; how long to wait.</summary>
    public sealed record TooOften(TimeSpan Wait) : Knocked;
}

/// <summary>Lets people in by password and second factor, slowly to those who guess: it counts per account and per address, over all nodes.</summary>
internal sealed class SignInDoor(
    People people,
    SignIns signIns,
    SignInTries tries,
    SecondFactors factors,
    Passwords passwords,
    Callers callers,
    RefusedSignIns refused,
    IConfiguration settings
)
{
    public const int MostPerAccount = 10;
    public const int MostPerAddress = 60;
    private const int LongestDevice = 300;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Null when a password may pass over this connection.</summary>
    public ProblemHttpResult? Unsafe(HttpContext http) =>
        SessionCookie.IsSafe(http, settings)
            ? null
            : Problems.Forbidden("https-needed", "A password must not pass over plain HTTP: use https.");

    public async Task<Knocked> Knock(SignInRequest request, HttpContext http, CancellationToken cancel)
    {
        if (passwords.IsBusy)
            return new Knocked.TooOften(Busy);

        var now = await Count(request.Email, http, cancel);
        var person = await people.ByEmail(request.Email, cancel);
        if (now.Wait is { } wait)
        {
            refused.Note(person, now, http, "too_often");
            return new Knocked.TooOften(wait);
        }

        if (!await passwords.Matches(person?.Password, request.Password, cancel) || person is null)
        {
            refused.Note(person, now, http, "password");
            return new Knocked.Stranger();
        }
        if (person.TwoFactor)
        {
            if (request.Code is not { } code)
                return new Knocked.CodeNeeded();
            if (!await factors.Take(person.Id, code, cancel))
            {
                refused.Note(person, now, http, "code");
                return new Knocked.WrongCode();
            }
        }

        await Forget(request.Email, http, cancel);
        return new Knocked.Welcome(person);
    }

    /// <summary>Begins a session: the cookie is set, and whoever it is from now on is told.</summary>
    public async Task<Caller?> Enter(User person, HttpContext http, CancellationToken cancel)
    {
        var token = Token.New();
        await signIns.Begin(
            Token.Hash(token),
            person.Id,
            new Actor(person.Id, person.Name),
            cancel,
            Device(http.Request.Headers.UserAgent.ToString()),
            Plain(http.Connection.RemoteIpAddress)?.ToString()
        );
        SessionCookie.Set(http, token);
        return await callers.BySession(token);
    }

    /// <summary>Counts a try; how long to wait when there were too many.</summary>
    public async Task<TimeSpan?> Wait(string email, HttpContext http, CancellationToken cancel) =>
        passwords.IsBusy ? Busy : (await Count(email, http, cancel)).Wait;

    public Task Forget(string email, HttpContext http, CancellationToken cancel) =>
        tries.Forget(Account(email), Address(http), cancel);

    private Task<TriesNow> Count(string email, HttpContext http, CancellationToken cancel) =>
        tries.Count([(Account(email), MostPerAccount), (Address(http), MostPerAddress)], Window, cancel);

    private static string Account(string email) => $"account {People.EmailKey(email)}";

    /// <summary>Of an IPv6 address the network: its holder has all the addresses in it.</summary>
    private static string Address(HttpContext http)
    {
        var address = Plain(http.Connection.RemoteIpAddress);
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? $"network {Convert.ToHexString(address.GetAddressBytes()[..8])}"
            : $"address {address}";
    }

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    /// <summary>What a browser calls itself; anybody may call themselves anything, of any length.</summary>
    private static string? Device(string agent) =>
        agent.Length == 0 ? null : CleanText.Of(agent.Length > LongestDevice ? agent[..LongestDevice] : agent);
}
