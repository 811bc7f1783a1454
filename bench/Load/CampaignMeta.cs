using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Load;

/// <summary>Stands for Meta while a broadcast goes out: takes each send, tells its statuses, and lets some of the people answer.</summary>
internal sealed class CampaignMeta(int people, int statuses, double replies) : IAsyncDisposable
{
    private const string Secret = "bench-secret";
    private readonly System.Threading.Channels.Channel<int> wanting =
        System.Threading.Channels.Channel.CreateUnbounded<int>();
    private readonly byte[] seen = new byte[people];
    private readonly System.Threading.Channels.Channel<(long Phone, string Wamid, string Callback)> told =
        System.Threading.Channels.Channel.CreateUnbounded<(long, string, string)>();
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
    private readonly CancellationTokenSource end = new();
    private Task[] tellers = [];
    private WebApplication? app;
    private long posts;
    private long tellings;
    private long refused;

    public string Address => app?.Urls.First() ?? "";

    /// <summary>Those who answer, and what they hear.</summary>
    public People Talkers { get; } = new(people);

    public Pace Sends { get; } = new();

    /// <summary>Statuses that were taken with 200.</summary>
    public Pace Taken { get; } = new();

    public long Posts => Volatile.Read(ref posts);

    /// <summary>Webhooks that were not taken at once.</summary>
    public long Refused => Volatile.Read(ref refused);

    public int Doubled => seen.Count(times => times > 1);

    public int Missing => seen.Count(times => times == 0);

    /// <summary>Every status was taken, everybody was answered.</summary>
    public bool IsQuiet => Volatile.Read(ref tellings) >= (long)people * statuses && Talkers.Waiting == 0;

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Take);
        await app.StartAsync();
    }

    /// <summary>Statuses and answers go to this host from now on.</summary>
    public void Talk(string host) =>
        tellers = [
            .. Enumerable.Range(0, statuses > 0 ? 16 : 0).Select(_ => Task.Run(() => Tell(host, end.Token))),
            .. Enumerable.Range(0, replies > 0 ? 4 : 0).Select(_ => Task.Run(() => Say(host, end.Token))),
        ];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(tellers);
        http.Dispose();
        end.Dispose();
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
        var index = (int)(phone - Phones.Of(0));
        if (json.RootElement.GetProperty("type").GetString() == "text")
        {
            Talkers.Answered(index, Stopwatch.GetTimestamp());
            await Accept(context, $"wamid.r{index}");
            return;
        }
        var number = Interlocked.Increment(ref posts);
        Sends.Note();
        if (index >= 0 && index < seen.Length)
            seen[index]++;
        var wamid = $"wamid.b{number}";
        if (statuses > 0)
            told.Writer.TryWrite(
                (phone, wamid, json.RootElement.GetProperty("biz_opaque_callback_data").GetString() ?? "")
            );
        // every so many: 2 % are one of 50
        if (replies > 0 && (int)(number * replies / 100) > (int)((number - 1) * replies / 100))
            wanting.Writer.TryWrite(index);
        await Accept(context, wamid);
    }

    private static Task Accept(HttpContext context, string wamid)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
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
                    Taken.Note();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private async Task Say(string host, CancellationToken cancel)
    {
        try
        {
            await foreach (var index in wanting.Reader.ReadAllAsync(cancel))
            {
                Talkers.Asks(index);
                await Deliver(
                    host,
                    $$$"""
                    {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550000001","phone_number_id":"100000000000001"},"contacts":[{"profile":{"name":"Contact {{{index}}}"},"wa_id":"{{{Phones.Of(
                        index
                    )}}}"}],"messages":[{"from":"{{{Phones.Of(
                        index
                    )}}}","id":"wamid.s{{{index}}}","timestamp":"{{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}}","type":"text","text":{"body":"ping"}}]}}]}]}
                    """
                );
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private Task Post(string host, long phone, string wamid, string callback, string word) =>
        Deliver(
            host,
            string.Create(
                CultureInfo.InvariantCulture,
                $$$"""
                {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550000001","phone_number_id":"100000000000001"},"statuses":[{"id":"{{{wamid}}}","status":"{{{word}}}","timestamp":"{{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}}","recipient_id":"{{{phone}}}","biz_opaque_callback_data":"{{{callback}}}"}]}}]}]}
                """
            )
        );

    private async Task Deliver(string host, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
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
            Interlocked.Increment(ref refused);
            await Task.Delay(50);
        }
    }
}
