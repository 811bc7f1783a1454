using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Npgsql;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Words that must stay secret are sent everywhere they can be sent, and then looked for everywhere they must not be.</summary>
public sealed class CanaryTests(Office office, ITestOutputHelper output)
{
    private const string Conversations = "/api/v1/workspaces/demo/conversations";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_and_texts_are_neither_in_logs_nor_in_problems_nor_in_addresses()
    {
        var password = "canary-password-" + Guid.NewGuid();
        var text = "canary text " + Guid.NewGuid();
        var ada = await office.Person(Role.Owner);
        var key = await office.Key("conversations:read", "conversations:write");
        var session = await office.NewSession(ada);
        using var http = office.Client(session);
        var answers = new List<HttpResponseMessage>
        {
            await office.SignIn(ada.Email, password),
            await office.SignIn(password, password),
            await office.SignIn(ada.Email, password + new string('x', 300)),
            await Post(http, "/api/v1/session", $$"""{"email":"{{password}}","password":["{{password}}"]}"""),
            await Post(http, "/api/v1/session", $$"""{"email":"{{password}}","password":"{{password}}" """),
            await http.PutAsJsonAsync("/api/v1/session/password", new { current = password, next = password }, Cancel),
            await http.PostAsJsonAsync(
                "/api/v1/setup",
                new
                {
                    token = session,
                    email = ada.Email,
                    name = "A",
                    password,
                    workspace = "W",
                },
                Cancel
            ),
            await http.PostAsJsonAsync(
                "/api/v1/invitations/accept",
                new
                {
                    token = session,
                    name = "A",
                    password,
                },
                Cancel
            ),
            await Post(http, $"{Conversations}/1/messages", $$"""{"clientId":"{{text}}","text":"{{text}}"}"""),
            await Post(
                http,
                $"{Conversations}/1/messages",
                $$"""{"clientId":"{{Guid.NewGuid()}}","text":"{{text}}"}"""
            ),
            await Post(
                http,
                $"{Conversations}/1/messages",
                $$"""{"clientId":"{{Guid.NewGuid()}}","text":"{{text}}","more":"{{text}}"}"""
            ),
            await Post(http, $"{Conversations}/1/messages", $"\"{text}\""),
        };
        using var program = office.Client();
        program.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");
        answers.Add(await program.GetAsync("/api/v1/session", Cancel));
        answers.Add(await program.GetAsync("/api/v1/workspaces/theirs/conversations", Cancel));
        answers.Add(await program.GetAsync($"{Conversations}?limit=0", Cancel));
        answers.Add(await program.GetAsync("/api/v1/workspaces/demo/audit", Cancel));
        var viewing = await office.NewSession(await office.Person(Role.Viewer));
        using var viewer = office.Client(viewing);
        answers.Add(await viewer.GetAsync("/api/v1/workspaces/demo/audit", Cancel));
        using var stranger = office.Client();
        stranger.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}x");
        answers.Add(await stranger.GetAsync("/api/v1/session", Cancel));

        // a message of a contact, through to its conversation
        var delivery = Site.Body(("111", "w777000111", "text")).Replace("hello", text, StringComparison.Ordinal);
        await Eventually.True(
            async () => (await office.Client().SendAsync(Site.Delivery(delivery), Cancel)).IsSuccessStatusCode,
            "the webhook is taken",
            Cancel
        );
        await Eventually.True(
            async () => await office.Ask<long>($"select count(*) from messages where text = '{text}'") == 1,
            "the message is in its conversation",
            Cancel
        );
        answers.Add(await office.Client().SendAsync(Site.Delivery(delivery, "sha256=00"), Cancel));
        var connection = new Canaries();
        answers.AddRange(await Connection(http, connection));

        string[] canaries =
        [
            password,
            text,
            key,
            session,
            viewing,
            "demo-app-secret",
            "demo-verify-token",
            .. connection.All,
        ];
        var places = new StringBuilder(office.Log.Text);
        foreach (var answer in answers)
            places.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync(Cancel));
        var all = places.ToString();

        output.WriteLine($"I17: {canaries.Length} canaries, {answers.Count} answers, {office.Log.Count} log lines");
        Assert.True(office.Log.Count > 100, "the log is captured");
        Assert.All(canaries, canary => Assert.DoesNotContain(canary, all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dump_of_the_database_holds_no_secret()
    {
        var key = await office.Key("conversations:read");
        var session = await office.NewSession(await office.Person(Role.Agent));
        using var owner = await office.As(Role.Owner);
        var invited = await Office.Json(
            await owner.PostAsJsonAsync(
                "/api/v1/workspaces/demo/invitations",
                new { email = office.Fresh("dump") + "@example.com", role = "agent" },
                Cancel
            ),
            System.Net.HttpStatusCode.Created
        );
        var ada = await office.Person(Role.Agent);
        using var http = await office.SignedIn(ada);
        var factor = await Office.Json(await http.PostAsync("/api/v1/session/two-factor", null, Cancel));
        var hook = await Office.Json(
            await owner.PostAsJsonAsync(
                "/api/v1/workspaces/demo/webhooks",
                new
                {
                    url = "https://dump.invalid/hooks",
                    kinds = new[] { "message.received" },
                    description = "Dump",
                },
                Cancel
            ),
            System.Net.HttpStatusCode.Created
        );
        var connection = new Canaries();
        foreach (var answer in await Connection(owner, connection))
            answer.Dispose();

        await SecretRows.Seal(office.Place.ConnectionString, Secrets.WellKnown, Cancel);
        var (dump, how) = await Dump();
        string[] canaries =
        [
            key,
            session,
            invited.GetProperty("token").GetString() ?? "",
            factor.GetProperty("secret").GetString() ?? "",
            hook.GetProperty("secret").GetString() ?? "",
            Office.Password,
            "demo-app-secret",
            "demo-verify-token",
            .. connection.All,
        ];

        output.WriteLine($"I17 dump by {how}: {canaries.Length} canaries, {dump.Length} characters");
        Assert.Contains("Name of " + ada.Id, dump);
        Assert.All(canaries, canary => Assert.DoesNotContain(canary, dump, StringComparison.Ordinal));
        // bytes are dumped in hexadecimal digits
        Assert.All(
            canaries,
            canary =>
                Assert.DoesNotContain(
                    Convert.ToHexStringLower(Encoding.UTF8.GetBytes(canary)),
                    dump,
                    StringComparison.Ordinal
                )
        );
    }

    /// <summary>Secrets of a Meta app and those that replace them.</summary>
    private sealed class Canaries
    {
        public string AppSecret { get; } = "canary-app-secret-" + Guid.NewGuid();
        public string NextSecret { get; } = "canary-next-secret-" + Guid.NewGuid();
        public string AccessToken { get; } = "canary-access-token-" + Guid.NewGuid();
        public string NextToken { get; } = "canary-next-token-" + Guid.NewGuid();

        public IReadOnlyList<string> All => [AppSecret, NextSecret, AccessToken, NextToken];
    }

    /// <summary>A connection is added, used in vain (nobody answers as Meta), misused, and changed: everything that was answered.</summary>
    private async Task<IReadOnlyList<HttpResponseMessage>> Connection(HttpClient http, Canaries canaries)
    {
        const string All = "/api/v1/workspaces/demo/connections";
        var given = new
        {
            name = office.Fresh("canary"),
            appSecret = canaries.AppSecret,
            accessToken = canaries.AccessToken,
            wabaId = "200000000000001",
        };
        var made = await http.PostAsJsonAsync(All, given, Cancel);
        var id = (await Office.Json(made, System.Net.HttpStatusCode.Created)).GetProperty("id").GetString();
        // the list tells the verify tokens, which people enter at Meta, and nothing else
        var list = await http.GetStringAsync(All, Cancel);
        Assert.All(canaries.All, canary => Assert.DoesNotContain(canary, list, StringComparison.Ordinal));
        return
        [
            made,
            await http.PostAsJsonAsync(All, given, Cancel),
            await http.PostAsJsonAsync(All, given with { appSecret = canaries.AppSecret + " " }, Cancel),
            await Post(
                http,
                All,
                $$"""{"name":"N","appSecret":["{{canaries.AppSecret}}"],"more":"{{canaries.AccessToken}}"}"""
            ),
            await http.GetAsync($"{All}/{id}/check", Cancel),
            await http.GetAsync($"{All}/{id}/numbers", Cancel),
            await http.PostAsync($"{All}/{id}/subscribe", null, Cancel),
            await http.PatchAsJsonAsync(
                $"{All}/{id}",
                new { appSecret = canaries.NextSecret, accessToken = canaries.NextToken },
                Cancel
            ),
            await http.GetAsync($"{All}/{id}/check", Cancel),
            await http.GetAsync("/api/v1/workspaces/demo/audit", Cancel),
        ];
    }

    /// <summary>What pg_dump writes; where a server comes without it, every row of every table in the same spelling.</summary>
    private async Task<(string Text, string How)> Dump()
    {
        var programs = await office.Ask<string>("select setting from pg_config where name = 'BINDIR'");
        return File.Exists(Path.Combine(programs, "pg_dump"))
            ? (await PgDump(Path.Combine(programs, "pg_dump")), "pg_dump")
            : (await Copies(), "copy");
    }

    private async Task<string> PgDump(string program)
    {
        var at = new NpgsqlConnectionStringBuilder(office.Place.ConnectionString);
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--format=plain",
                $"--host={at.Host}",
                $"--port={at.Port}",
                $"--username={at.Username}",
                "--no-password",
                at.Database ?? "",
            },
        };
        if (at.Password is { Length: > 0 } password)
            start.Environment["PGPASSWORD"] = password;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pg_dump did not start");
        var text = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    private async Task<string> Copies()
    {
        var tables = new List<string>();
        await using (
            var ask = office.Place.Source.CreateCommand(
                "select format('%I.%I', table_schema, table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"
            )
        )
        await using (var row = await ask.ExecuteReaderAsync(Cancel))
        {
            while (await row.ReadAsync(Cancel))
                tables.Add(row.GetString(0));
        }

        var text = new StringBuilder();
        await using var connection = await office.Place.Source.OpenConnectionAsync(Cancel);
        foreach (var table in tables)
        {
            using var copy = await connection.BeginTextExportAsync($"copy {table} to stdout", Cancel);
            text.Append(await copy.ReadToEndAsync(Cancel));
        }
        return text.ToString();
    }

    private static async Task<HttpResponseMessage> Post(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.PostAsync(path, content, Cancel);
    }
}
