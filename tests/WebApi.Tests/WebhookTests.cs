using System.Diagnostics;
using System.Net;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class WebhookTests(Site site)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_verify_token_gets_its_challenge_back()
    {
        var answer = await site.Http.GetAsync(Handshake("demo-verify-token"), Cancel);

        Assert.Equal("4711", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_wrong_verify_token_is_forbidden() =>
        await Site.Problem(await site.Http.GetAsync(Handshake("wrong"), Cancel), 403, "verify-token");

    [Fact]
    public async Task A_handshake_without_its_parameters_is_incomplete() =>
        await Site.Problem(
            await site.Http.GetAsync("/webhooks/whatsapp/demo?hub.mode=subscribe", Cancel),
            400,
            "handshake-incomplete"
        );

    [Fact]
    public async Task An_unknown_connection_is_not_found()
    {
        await Site.Problem(await site.Http.GetAsync("/webhooks/whatsapp/nobody", Cancel), 404, "not-found");
        await Site.Problem(
            await site.Http.SendAsync(Site.Delivery("{}", connection: "nobody"), Cancel),
            404,
            "not-found"
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sha256=00")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_wrong_or_missing_signature_stores_nothing(string? signature)
    {
        var wamid = site.Fresh("w");
        var answer = await site.Http.SendAsync(Site.Delivery(Site.Body(("111", wamid, "text")), signature), Cancel);

        await Site.Problem(answer, 401, "signature");
        Assert.Equal("0", await site.Ask($"select count(*) from inbox_keys where wamid = '{wamid}'"));
    }

    [Fact]
    public async Task The_right_signature_stores_the_message_before_the_answer()
    {
        var wamid = site.Fresh("w");
        var answer = await site.Deliver(Site.Body(("111", wamid, "text")));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("1", await site.Ask($"select count(*) from inbox_keys where wamid = '{wamid}'"));
    }

    [Fact]
    public async Task Thousands_of_odd_things_in_one_webhook_are_kept_at_once_beside_their_neighbour()
    {
        var wamid = site.Fresh("w");
        var odd = $"\"{site.Fresh("odd")}\"";
        var body = Site.Body(("111", wamid, "text"));
        var changes = body.IndexOf("\"changes\":[", StringComparison.Ordinal) + "\"changes\":[".Length;

        var answer = await site.Deliver(body.Insert(changes, string.Concat(Enumerable.Repeat($"{odd},", 5000))));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1", await site.Ask($"select count(*) from inbox_keys where wamid = '{wamid}'"));
        // one transaction for all; a slow machine may be told once more of what it has kept too late to say so
        Assert.Equal(
            "5000",
            await site.Ask(
                $"select distinct count(*) from quarantine where body = convert_to('{odd}', 'UTF8') group by xmin::text"
            )
        );
    }

    [Fact]
    public async Task Twenty_deliveries_ten_at_once_are_one_message()
    {
        var wamid = site.Fresh("w");
        var body = Site.Body(("111", wamid, "text"));
        for (var round = 0; round < 2; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => site.Deliver(body)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        }

        var messages = $"select count(*) from messages where wamid = '{wamid}'";
        await Eventually.True(async () => await site.Ask(messages) == "1", "it is there once", Cancel);
        Assert.Equal(
            "0",
            await site.Ask("select count(*) from inbox i join inbox_keys k using (wamid) where wamid = '" + wamid + "'")
        );
    }

    [Theory]
    [InlineData("{\"broken")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task What_is_no_json_object_is_kept_in_quarantine(string body)
    {
        var kept = $"select count(*) from quarantine where body = convert_to('{body}', 'UTF8')";
        var before = long.Parse(await site.Ask(kept));
        var answer = await site.Deliver(body);

        await Site.Problem(answer, 400, "malformed-json");
        Assert.True(long.Parse(await site.Ask(kept)) > before);
    }

    [Fact]
    public async Task An_unknown_type_is_stored_as_unknown()
    {
        var wamid = site.Fresh("w");
        var answer = await site.Deliver(Site.Body(("111", wamid, "hologram")));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var kind = $"select kind, content ->> 'declaredType' from messages where wamid = '{wamid}'";
        await Eventually.True(async () => await site.Ask(kind) == "unsupported|hologram", "stored as unknown", Cancel);
    }

    [Fact]
    public async Task Anothers_number_is_dropped_and_the_rest_of_the_batch_is_kept()
    {
        var (foreign, ours) = (site.Fresh("w"), site.Fresh("w"));
        var body = Site.Body(("999", foreign, "text"), ("111", ours, "text"));

        var answer = await site.Deliver(body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(ours, await site.Ask($"select wamid from inbox_keys where wamid in ('{foreign}', '{ours}')"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_4_MiB_is_too_large(bool lengthIsTold)
    {
        var bytes = new byte[4 * 1024 * 1024 + 1];
        Array.Fill(bytes, (byte)' ');
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp/demo")
        {
            Content = lengthIsTold ? new ByteArrayContent(bytes) : new StreamContent(new Endless(bytes)),
        };
        request.Headers.Add("X-Hub-Signature-256", Site.Sign(bytes));
        request.Headers.ExpectContinue = lengthIsTold;
        request.Headers.TransferEncodingChunked = !lengthIsTold;

        await Site.Problem(await site.Http.SendAsync(request, Cancel), 413, "too-large");
    }

    private static string Handshake(string token) =>
        $"/webhooks/whatsapp/demo?hub.mode=subscribe&hub.challenge=4711&hub.verify_token={token}";

    /// <summary>Does not tell how long it is.</summary>
    private sealed class Endless(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

/// <summary>A site whose database goes away and comes back.</summary>
public sealed class DatabaseAwayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Meta_is_told_to_come_again_and_then_it_works_without_a_restart()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        await using var app = await Site.Start(place.ConnectionString, demo: true);
        using var http = Site.ClientOf(app);
        var body = Site.Body(("111", "w1", "text"));

        await using (var away = await Admin($"alter database {place.Name} allow_connections false"))
            await Run(
                away,
                $"select pg_terminate_backend(pid, 90000) from pg_stat_activity where datname = '{place.Name}'"
            );
        using var answer = await http.SendAsync(Site.Delivery(body), Cancel);
        using var malformed = await http.SendAsync(Site.Delivery("no"), Cancel);

        await Site.Problem(answer, 503, "unavailable");
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
        await Site.Problem(malformed, 503, "unavailable");

        await using (await Admin($"alter database {place.Name} allow_connections true")) { }
        await Eventually.True(
            async () => (await http.SendAsync(Site.Delivery(body), Cancel)).StatusCode == HttpStatusCode.OK,
            "it takes webhooks again",
            Cancel
        );
    }

    [Fact]
    public async Task Meta_is_told_to_come_again_in_time_when_the_database_hangs()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        await using var app = await Site.Start(place.ConnectionString, demo: true);
        using var http = Site.ClientOf(app);
        await using var holder = await place.Source.OpenConnectionAsync(Cancel);
        await using var held = await holder.BeginTransactionAsync(Cancel);
        await Run(holder, "lock table quarantine, connections");
        var started = Stopwatch.StartNew();

        const string news =
            """{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"x","value":{}}]}]}""";
        await Site.Problem(await http.SendAsync(Site.Delivery(news), Cancel), 503, "unavailable");
        // an id that is not known is looked for once a second at most
        await Eventually.True(
            async () =>
                (await http.SendAsync(Site.Delivery(news, connection: "new"), Cancel)).StatusCode
                == HttpStatusCode.ServiceUnavailable,
            "the connections are looked for",
            Cancel
        );

        // a command of this site is given up after two minutes
        Assert.InRange(started.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(90));
    }

    private static async Task<Npgsql.NpgsqlConnection> Admin(string sql)
    {
        var connection = new Npgsql.NpgsqlConnection(await TestPostgres.ConnectionString("postgres"));
        await connection.OpenAsync(Cancel);
        await Run(connection, sql);
        return connection;
    }

    private static async Task Run(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
