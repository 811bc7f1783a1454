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
        await Furnish();
    }

    /// <summary>The ids of one thing of each kind that belongs to the other workspace, by the segment of the address that names its kind.</summary>
    internal Dictionary<string, string> Foreign { get; } = [];

    /// <summary>The other workspace, with one thing of each kind. A new kind of thing has its row here.</summary>
    private async Task Furnish()
    {
        await Do(
            $"""
            insert into workspaces (id, name) values ('{Theirs}', '{ForeignWord}');
            insert into connections (id, workspace_id, name, app_secret, verify_token, access_token)
                values ('theirs', '{Theirs}', '{ForeignWord}', 'demo-app-secret', '{ForeignWord}', '{ForeignWord}');
            insert into channels (workspace_id, connection_id, phone_number_id, number, title)
                values ('{Theirs}', 'theirs', '222', '15550000002', '{ForeignWord}');
            insert into invitations (id, workspace_id, email, email_key, role, token_hash, invited_by, expires_at)
                values ('inv_theirs', '{Theirs}', '{ForeignWord}@example.com', 'foreign@example.com', 1, '\x01', '{ForeignWord}', now() + interval '1 day');
            insert into api_keys (id, workspace_id, name, key_hash, last4, scopes, per_minute, created_by)
                values ('key_theirs', '{Theirs}', '{ForeignWord}', '\x01', '{ForeignWord}', array['{ForeignWord}'], 60, '{ForeignWord}');
            insert into audit (workspace_id, actor_id, actor_name, action, target) values ('{Theirs}', '{ForeignWord}', '{ForeignWord}', '{ForeignWord}', '{ForeignWord}');
            """
        );
        var person = await Person(Role.Owner, Theirs, $"{ForeignWord}-owner");
        var contact = await Ask<long>(
            $"insert into contacts (workspace_id, name, phone) values ('{Theirs}', '{ForeignWord}', '491510000000') returning id"
        );
        var conversation = await Ask<long>(
            $"""
            insert into conversations (workspace_id, channel_id, contact_id, seq, last_seq, last_kind, last_text, last_direction, last_status, last_at)
            select '{Theirs}', c.id, {contact}, 1, 1, 'text', '{ForeignWord}', 0, 0, now() from channels c where c.phone_number_id = '222'
            returning id
            """
        );
        await InboxFurniture.Put(this, conversation, person.Id);
        Foreign["users"] = person.Id;
        Foreign["invitations"] = "inv_theirs";
        Foreign["api-keys"] = "key_theirs";
        Foreign["conversations"] = $"{conversation}";
        var broadcast = await Ask<long>(
            $$"""
            insert into broadcasts (workspace_id, channel_id, title, content, audience, created_by)
            select '{{Theirs}}', c.id, '{{ForeignWord}}', '{"kind":"flow","flowId":"{{ForeignWord}}"}', '{"kind":"all"}', '{{ForeignWord}}'
            from channels c where c.phone_number_id = '222'
            returning id
            """
        );
        Foreign["broadcasts"] = $"{broadcast}";
        Foreign["sequences"] =
            $"{await Ask<long>(
            $$"""
            insert into sequences (workspace_id, channel_id, name, steps, stop, created_by)
            select '{{Theirs}}', c.id, '{{ForeignWord}}', '[]', '{}', '{{ForeignWord}}' from channels c where c.phone_number_id = '222'
            returning id
            """
        )}";
        Foreign["sessions"] = $"{conversation}.1.s";
        await Do(
            $$"""
            insert into flows (workspace_id, id, name, draft, published_version, state)
                values ('{{Theirs}}', 'flow_theirs', '{{ForeignWord}}', '{"nodes":[],"edges":[]}', 1, 1);
            insert into flow_versions (workspace_id, flow_id, version, name, document)
                values ('{{Theirs}}', 'flow_theirs', 1, '{{ForeignWord}}', '{"nodes":[],"edges":[]}');
            insert into flow_tests (workspace_id, flow_id, id, name, test, created_by)
                values ('{{Theirs}}', 'flow_theirs', 'test_theirs', '{{ForeignWord}}', '{}', '{{ForeignWord}}');
            insert into turns (conversation_id, version, workspace_id, session_id, flow_id, flow_version, at, input, events)
                values ({{conversation}}, 1, '{{Theirs}}', '{{conversation}}.1.s', 'flow_theirs', 1, now(), '{"type":"returned"}', '[]');
            """
        );
        await Do(
            $"""
            insert into templates (connection_id, id, workspace_id, name, language, category, status)
                values ('theirs', 'template_theirs', '{Theirs}', '{ForeignWord}', 'en', 'UTILITY', 'APPROVED');
            insert into tags (workspace_id, name) values ('{Theirs}', 'theirs');
            insert into contact_fields (workspace_id, key, title, type) values ('{Theirs}', 'theirs', '{ForeignWord}', 'Text');
            """
        );
        Foreign["templates"] = "template_theirs";
        Foreign["connections"] = "theirs";
        Foreign["tags"] = "theirs";
        Foreign["fields"] = "theirs";
        Foreign["channels"] = $"{await Ask<long>("select id from channels where phone_number_id = '222'")}";
        Foreign["contacts"] = $"{contact}";
        Foreign["segments"] = await Made(
            $"insert into segments (workspace_id, name, rule) values ('{Theirs}', '{ForeignWord}', 'null') returning id"
        );
        Foreign["import"] = await Made(
            $"insert into contact_imports (workspace_id, file_name, whole, actor_id, actor_name) values ('{Theirs}', '{ForeignWord}', true, '{ForeignWord}', '{ForeignWord}') returning id"
        );
        Foreign["merges"] = await Made(
            $"insert into contact_merges (workspace_id, kept_id, merged_id, actor_id, actor_name, detail) values ('{Theirs}', {contact}, {contact}, '{ForeignWord}', '{ForeignWord}', 'null') returning id"
        );
        Foreign["notes"] = await Made(
            $"insert into contact_notes (workspace_id, contact_id, text, author_id, author_name) values ('{Theirs}', {contact}, '{ForeignWord}', '{ForeignWord}', '{ForeignWord}') returning id"
        );
        Foreign["webhooks"] = "hook_theirs";
        Foreign["deliveries"] = await HookFurniture.Put(this);
        Foreign["flows"] = "flow_theirs";
        Foreign["versions"] = "1";
        Foreign["tests"] = "test_theirs";
    }

    private async Task<string> Made(string sql) => $"{await Ask<long>(sql)}";

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
        var http = new HttpClient(new PatientCaller(new SocketsHttpHandler { UseCookies = false }))
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
