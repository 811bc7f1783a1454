using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Load;

/// <summary>A broadcast to people nobody knew: how fast it is frozen, how fast it goes out, and what it costs.</summary>
internal sealed class BroadcastRun(string connection, int people, int statuses) : IAsyncDisposable
{
    private const string Secret = "bench-secret";
    private readonly byte[] seen = new byte[people];
    private readonly System.Threading.Channels.Channel<(long Phone, string Wamid, string Callback)> told =
        System.Threading.Channels.Channel.CreateUnbounded<(long, string, string)>();
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
    private WebApplication? app;
    private long posts;
    private long tellings;

    public string Address => app?.Urls.First() ?? "";

    public long Posts => Volatile.Read(ref posts);

    public int Doubled => seen.Count(times => times > 1);

    public int Missing => seen.Count(times => times == 0);

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Take);
        await app.StartAsync();
    }

    /// <summary>Contacts that have no conversation yet.</summary>
    public async Task Meet()
    {
        await using var source = NpgsqlDataSource.Create($"{connection};Command Timeout=600");
        await using var make = source.CreateCommand(
            $"""
            insert into contacts (workspace_id, phone, name)
            select 'bench', ({Phones.Of(0)} + i)::text, 'Contact ' || i from generate_series(0, {people - 1}) as g (i);
            insert into contact_identities (workspace_id, kind, value, contact_id)
            select 'bench', 0, phone, id from contacts where workspace_id = 'bench' and phone >= '{Phones.Of(0)}'
            on conflict do nothing;
            analyze contacts
            """
        );
        await make.ExecuteNonQueryAsync();
    }

    /// <summary>Writes it down, due at once.</summary>
    public static async Task<long> Schedule(Database database)
    {
        var store = new BroadcastStore(database);
        var plan = new BroadcastDraft(
            1,
            "Bench",
            new BroadcastTemplate("promo", "en_US", [new BroadcastSlot("body", From: "contact.name", Fallback: "you")]),
            new EveryContact(),
            LiveSessionPolicy.Skip,
            null,
            null,
            100
        );
        var row = await store.Make("bench", "bench", plan, CancellationToken.None);
        await store.Schedule(row.Id, null, CancellationToken.None);
        return row.Id;
    }

    /// <summary>Freezes without anybody to send it.</summary>
    public async Task Freeze()
    {
        await using var database = new Database(connection);
        await Meet();
        var id = await Schedule(database);
        var started = Stopwatch.GetTimestamp();
        await new Audiences(database, new WhatsAppBot.Storage.Contacts.ContactCatalog(database)).Freeze(
            id,
            CancellationToken.None
        );
        Console.WriteLine($"freeze      {people} recipients in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        started = Stopwatch.GetTimestamp();
        var counts = await new RecipientReads(database).Counts(id, CancellationToken.None);
        Console.WriteLine(
            $"count       {counts.Sum(one => one.Count)} recipients in {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s"
        );
    }

    /// <summary>Runs it through the host; the figures count from the first send to the last.</summary>
    public async Task<int> Send(string host, Func<(string Name, double Seconds)[]> spent, TimeSpan most)
    {
        await using var database = new Database(connection);
        await Meet();
        using var stop = new CancellationTokenSource();
        var tellers = Enumerable
            .Range(0, statuses > 0 ? 16 : 0)
            .Select(_ => Task.Run(() => Tell(host, stop.Token)))
            .ToArray();
        var before = spent();
        var scheduled = Stopwatch.GetTimestamp();
        var id = await Schedule(database);
        while (Posts == 0 && Stopwatch.GetElapsedTime(scheduled) < most)
            await Task.Delay(5);
        var first = Stopwatch.GetTimestamp();
        var begun = Stopwatch.GetElapsedTime(scheduled, first);

        var state = BroadcastState.Running;
        while (state != BroadcastState.Completed && Stopwatch.GetElapsedTime(first) < most)
        {
            await Task.Delay(20);
            if (Posts >= people)
                state = (await new BroadcastStore(database).Find(id, CancellationToken.None))?.State ?? state;
        }
        var last = Stopwatch.GetElapsedTime(first);
        while (Volatile.Read(ref tellings) < (long)people * statuses && Stopwatch.GetElapsedTime(first) < most)
            await Task.Delay(20);
        var all = Stopwatch.GetElapsedTime(first);
        var after = spent();
        await stop.CancelAsync();
        await Task.WhenAll(tellers);

        Console.WriteLine($"broadcast   {people} recipients, {statuses} statuses each, state {state}");
        Console.WriteLine($"first send  {begun.TotalSeconds:F1} s after it was due");
        Console.WriteLine($"messages/s  {people / last.TotalSeconds:F0} (completed after {last.TotalSeconds:F1} s)");
        if (statuses > 0)
            Console.WriteLine($"statuses/s  {people * statuses / all.TotalSeconds:F0}");
        foreach (var (now, then) in after.Zip(before))
            Console.WriteLine($"cpu/message {(now.Seconds - then.Seconds) * 1000 / people:F3} ms {now.Name}");
        var counts = await new RecipientReads(database).Counts(id, CancellationToken.None);
        Console.WriteLine($"states      {string.Join(", ", counts.Select(one => $"{one.State} {one.Count}"))}");
        Console.WriteLine($"doubled     {Doubled}");
        Console.WriteLine($"missing     {Missing}");
        return Doubled + Missing == 0 && state == BroadcastState.Completed ? 0 : 1;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
    }

    private async Task Take(HttpContext context)
    {
        using var json = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body);
        var phone = long.Parse(
            (json.RootElement.GetProperty("to").GetString() ?? "").TrimStart('+'),
            CultureInfo.InvariantCulture
        );
        var number = Interlocked.Increment(ref posts);
        var index = (int)(phone - Phones.Of(0));
        if (index >= 0 && index < seen.Length)
            seen[index]++;
        var wamid = $"wamid.b{number}";
        if (statuses > 0)
            told.Writer.TryWrite(
                (phone, wamid, json.RootElement.GetProperty("biz_opaque_callback_data").GetString() ?? "")
            );
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $$"""{"messaging_product":"whatsapp","contacts":[{"input":"x","wa_id":"x"}],"messages":[{"id":"{{wamid}}"}]}"""
        );
    }

    private async Task Tell(string host, CancellationToken cancel)
    {
        string[] words = ["sent", "delivered", "read"];
        try
        {
            await foreach (var (phone, wamid, callback) in told.Reader.ReadAllAsync(cancel))
            {
                foreach (var word in words.Take(statuses))
                {
                    await Post(host, phone, wamid, callback, word);
                    Interlocked.Increment(ref tellings);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private async Task Post(string host, long phone, string wamid, string callback, string word)
    {
        var body = Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$$"""
                {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550000001","phone_number_id":"100000000000001"},"statuses":[{"id":"{{{wamid}}}","status":"{{{word}}}","timestamp":"{{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}}","recipient_id":"{{{phone}}}","biz_opaque_callback_data":"{{{callback}}}"}]}}]}]}
                """
            )
        );
        var signature = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body))}";
        for (var tries = 0; tries < 50; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{host}/webhooks/whatsapp/bench")
            {
                Content = new ByteArrayContent(body),
            };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
            using var answer = await http.SendAsync(request);
            if (answer.IsSuccessStatusCode)
                return;
            await Task.Delay(50);
        }
    }
}
