using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;
using WhatsAppBot.WebApi.Tests;

[assembly: AssemblyFixture(typeof(Office))]

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Two nodes over one database without the demo. People of every role in the workspace <c>demo</c>, and another workspace with things of its own.</summary>
public sealed class Office : IAsyncLifetime
{
    public const string Ours = "demo";
    public const string Theirs = "theirs";

    /// <summary>In everything that belongs to the other workspace.</summary>
    public const string ForeignWord = "Foreignword";

    public const string Password = "correct horse battery";

    private static readonly string PasswordHash = Hash(Password);

    private TestDatabase? place;
    private WebApplication? first;
    private WebApplication? second;
    private int count;

    internal WebApplication App => first ?? throw new InvalidOperationException("not started");

    internal WebApplication OtherNode => second ?? throw new InvalidOperationException("not started");

    internal TestDatabase Place => place ?? throw new InvalidOperationException("not started");

    internal CapturedLog Log { get; } = new();

    internal T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place = await TestDatabase.Create(Site.Migrate);
        first = await Site.Start(place.ConnectionString, demo: false, Log);
        second = await Site.Start(place.ConnectionString, demo: false, Log);
        await Do($"insert into workspaces (id, name) values ('{Theirs}', '{ForeignWord}')");
    }

    public async ValueTask DisposeAsync()
    {
        if (second is not null)
            await second.DisposeAsync();
        if (first is not null)
            await first.DisposeAsync();
        if (place is not null)
            await place.DisposeAsync();
    }

    /// <summary>A word that no other call gave.</summary>
    internal string Fresh(string start) => $"{start}{Interlocked.Increment(ref count)}";

    internal async Task Do(string sql)
    {
        await using var command = Place.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<T> Ask<T>(string sql)
    {
        await using var command = Place.Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException("no row"));
    }

    /// <summary>A new person with the usual password.</summary>
    internal async Task<Someone> Person(Role? role = null, string workspace = Ours, string? id = null)
    {
        id ??= Fresh("person");
        await Do(
            $"""
            insert into users (id, email, email_key, name, password) values ('{id}', '{id}@Example.com', '{id}@example.com', 'Name of {id}', '{PasswordHash}')
            """
        );
        if (role is { } given)
            await Do($"insert into members (workspace_id, user_id, role) values ('{workspace}', '{id}', {(int)given})");
        return new Someone(id, $"{id}@Example.com");
    }

    /// <summary>A new person of a role, signed in.</summary>
    internal async Task<HttpClient> As(Role role, string workspace = Ours) =>
        await SignedIn(await Person(role, workspace));

    /// <summary>Signed in without the cost of a password.</summary>
    internal async Task<HttpClient> SignedIn(Someone person, WebApplication? node = null)
    {
        var token = await NewSession(person);
        return Client(token, node);
    }

    internal async Task<string> NewSession(Someone person)
    {
        var token = Token.New();
        await Service<SignIns>().Begin(Token.Hash(token), person.Id, new Actor(person.Id, person.Id), Cancel);
        return token;
    }

    /// <summary>A browser with this session.</summary>
    internal HttpClient Client(string? session = null, WebApplication? node = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = new Uri((node ?? App).Urls.First()),
        };
        if (session is not null)
        {
            http.DefaultRequestHeaders.Add("Cookie", $"whatsappbot-local={session}");
            http.DefaultRequestHeaders.Add("X-Antiforgery", AntiforgeryOf(session));
        }
        return http;
    }

    internal static string AntiforgeryOf(string session) =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"antiforgery {session}")));

    /// <summary>A program with a key of these scopes.</summary>
    internal async Task<HttpClient> Program(params string[] scopes)
    {
        var key = await Key(scopes);
        var http = Client();
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        return http;
    }

    internal async Task<string> Key(params string[] scopes)
    {
        var key = Token.New("wab_");
        var made = new ApiKey(
            Token.NewId("key_"),
            Ours,
            "",
            Fresh("Key "),
            key[^4..],
            scopes,
            60_000,
            DateTimeOffset.UtcNow,
            null,
            null
        );
        Assert.True(await Service<ApiKeys>().Create(made, Token.Hash(key), Actor.Product, Cancel));
        return key;
    }

    /// <summary>Signs in as a browser does, from an address of its own so that nobody else's tries count.</summary>
    internal Task<HttpResponseMessage> SignIn(
        string email,
        string password,
        string? code = null,
        WebApplication? node = null
    ) =>
        Client(null, node)
            .PostAsJsonAsync(
                "/api/v1/session",
                new
                {
                    email,
                    password,
                    code,
                },
                Cancel
            );

    /// <summary>What an answer set as the session's cookie.</summary>
    internal static string? SessionOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Single().Split(';')[0].Split('=', 2)[1]
            : null;

    internal static async Task<JsonElement> Json(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);
        return $"pbkdf2-sha256$600000${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }
}

/// <summary>A person of a test.</summary>
internal sealed record Someone(string Id, string Email);
