using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WhatsAppBot.Chaos;

/// <summary>A message that a person wrote and a webhook was answered 200 for.</summary>
internal sealed record Acked(string Phone, string Text, string Wamid, DateTimeOffset At);

/// <summary>A send as the Graph API saw it, written down before it was answered.</summary>
internal sealed record Post(string Phone, string Text, string Callback, string Wamid, DateTimeOffset At);

/// <summary>
/// Meta in the hands of the tests: delivers signed webhooks until one of the addresses takes them, writes down every send before it answers,
/// and can hold an answer back for ever.
/// </summary>
internal sealed class Meta : IAsyncDisposable
{
    public const string PhoneNumberId = "100000000000001";
    public const string Number = "15550000001";

    // what hangs is given up and delivered to the next address, as a balancer in front of several nodes would
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly HttpClient _patient = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<Post> _posts = new();
    private readonly ConcurrentQueue<Acked> _acked = new();
    private readonly ConcurrentQueue<string> _dropped = new();
    private int _next;
    private int _refused;
    private int _turnedAway;
    private int _later;
    private int _doubled;
    private int _taken;
    private int _telling;

    private Meta(WebApplication app) => _app = app;

    /// <summary>Where webhooks go: to the first that takes them, beginning with the next in turn.</summary>
    public IReadOnlyList<Uri> Targets { get; set; } = [];

    /// <summary>Each send is answered, and followed by the statuses sent and delivered.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>How long it takes from the arrival of a send to its answer.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>What becomes of the next send to this phone.</summary>
    public Func<string, Fate> Fates { get; set; } = _ => Fate.Accept;

    /// <summary>Whether the statuses of a send follow.</summary>
    public Func<bool> Tells { get; set; } = () => true;

    /// <summary>How long after a send its statuses follow.</summary>
    public TimeSpan TellsAfter { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Every status that follows a send is told: nothing is on its way any more.</summary>
    public bool HasToldAll => Volatile.Read(ref _telling) == 0;

    /// <summary>The only access token that it takes; null: any.</summary>
    public string? Token { get; set; }

    /// <summary>How many sends it did not take.</summary>
    public int Refused => _refused;

    /// <summary>How many webhooks reached a node that did not take them: an answer that is not 200, or a connection that broke in the middle.</summary>
    public int TurnedAway => _turnedAway;

    /// <summary>How many of those were told to come again (503): too much to do, or not written in time.</summary>
    public int Later => _later;

    /// <summary>How often each webhook is posted besides once, both at the same time.</summary>
    public Func<bool> Doubles { get; set; } = () => false;

    /// <summary>How many webhooks were posted twice.</summary>
    public int Doubled => _doubled;

    /// <summary>One of so many sends is taken, and its answer lost on the way; 0 for none.</summary>
    public int DropsOneOf { get; set; }

    /// <summary>The wamids of the sends that were taken without an answer.</summary>
    public IReadOnlyCollection<string> Dropped => _dropped;

    /// <summary>All sends seen, in the order of their arrival.</summary>
    public IReadOnlyCollection<Post> Posts => _posts;

    /// <summary>All messages whose webhook was answered 200.</summary>
    public IReadOnlyCollection<Acked> AckedMessages => _acked;

    /// <summary>What <c>WhatsApp__GraphBaseUrl</c> is to be.</summary>
    public string GraphBaseUrl => $"{Address}/graph";

    private string Address =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? "";

    public static async Task<Meta> Open(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var meta = new Meta(app);
        app.MapPost("/graph/{version}/{number}/messages", meta.Take);
        await app.StartAsync(cancel);
        return meta;
    }

    /// <summary>A person writes; the message counts as acked once a webhook with it was answered 200.</summary>
    public async Task<Acked> Say(string phone, string text, CancellationToken cancel)
    {
        var wamid = $"wamid.in.{Guid.NewGuid():N}";
        var body = MetaWire.Message(phone, text, wamid);
        if (Doubles())
        {
            Interlocked.Increment(ref _doubled);
            await Task.WhenAll(Deliver(body, cancel), Deliver(body, cancel));
        }
        else
            await Deliver(body, cancel);
        var acked = new Acked(phone, text, wamid, DateTimeOffset.UtcNow);
        _acked.Enqueue(acked);
        return acked;
    }

    /// <summary>Posts the same message once to one address; the answer's code.</summary>
    public async Task<int> Try(Uri target, string phone, string text, string wamid, CancellationToken cancel)
    {
        using var request = MetaWire.Signed(target, MetaWire.Message(phone, text, wamid));
        using var answer = await _patient.SendAsync(request, cancel);
        if (answer.IsSuccessStatusCode)
            _acked.Enqueue(new Acked(phone, text, wamid, DateTimeOffset.UtcNow));
        return (int)answer.StatusCode;
    }

    /// <summary>Tells the status of a send, with its attempt's id.</summary>
    public Task Status(Post post, string status, CancellationToken cancel) =>
        Deliver(
            MetaWire.Change(
                "statuses",
                new JsonObject
                {
                    ["id"] = post.Wamid,
                    ["status"] = status,
                    ["timestamp"] = MetaWire.Seconds(),
                    ["recipient_id"] = post.Phone,
                    ["biz_opaque_callback_data"] = post.Callback,
                }
            ),
            cancel
        );

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _http.Dispose();
        _patient.Dispose();
        _end.Dispose();
    }

    private async Task Take(HttpContext http)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        if (body?["status"] is not null)
        {
            await http.Response.WriteAsJsonAsync(new { success = true });
            return;
        }

        // the wire has it with a plus, statuses and people without
        var phone = ((string?)body?["to"] ?? "").TrimStart('+');
        var fate =
            Token is { } token && http.Request.Headers.Authorization != $"Bearer {token}"
                ? Fate.TokenEnded
                : Fates(phone);
        if (fate is Fate.Throttle or Fate.Unavailable or Fate.TokenEnded)
        {
            Interlocked.Increment(ref _refused);
            await MetaWire.Refuse(http.Response, fate);
            return;
        }

        var post = new Post(
            phone,
            (string?)body?["text"]?["body"] ?? (string?)body?["type"] ?? "",
            (string?)body?["biz_opaque_callback_data"] ?? "",
            $"wamid.out.{Guid.NewGuid():N}",
            DateTimeOffset.UtcNow
        );
        _posts.Enqueue(post);

        if (!Answers)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (Takes > TimeSpan.Zero)
            await Task.Delay(Takes, CancellationToken.None);
        // accepted is accepted, whether or not somebody is left to hear it
        if (fate == Fate.TellBeforeAnswering)
            await Tell(post);
        else if (fate != Fate.AcceptAndForget)
            _ = Tell(post);
        if (fate is Fate.AcceptThenDrop or Fate.AcceptAndForget)
        {
            http.Abort();
            return;
        }
        if (DropsOneOf > 0 && Interlocked.Increment(ref _taken) % DropsOneOf == 0)
        {
            _dropped.Enqueue(post.Wamid);
            http.Abort();
            return;
        }
        await http.Response.WriteAsJsonAsync(
            new
            {
                messaging_product = "whatsapp",
                contacts = new[] { new { input = phone, wa_id = phone } },
                messages = new[] { new { id = post.Wamid } },
            }
        );
    }

    private async Task Tell(Post post)
    {
        Interlocked.Increment(ref _telling);
        await Task.Delay(TellsAfter, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var status in Tells() ? ["sent", "delivered"] : Array.Empty<string>())
        {
            if (!_end.IsCancellationRequested)
                await Status(post, status, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Interlocked.Decrement(ref _telling);
    }

    /// <summary>Until somebody says 200, as Meta does, only faster.</summary>
    private async Task Deliver(byte[] body, CancellationToken cancel)
    {
        for (var wait = 50; ; wait = Math.Min(wait * 2, 500))
        {
            var targets = Targets;
            var target = targets[(int)((uint)Interlocked.Increment(ref _next) % targets.Count)];
            if (await Taken(target, body, cancel))
                return;
            await Task.Delay(wait, cancel);
        }
    }

    private async Task<bool> Taken(Uri target, byte[] body, CancellationToken cancel)
    {
        try
        {
            using var request = MetaWire.Signed(target, body);
            using var answer = await _http.SendAsync(request, cancel);
            if (!answer.IsSuccessStatusCode)
                Interlocked.Increment(ref _turnedAway);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                Interlocked.Increment(ref _later);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException trouble)
        {
            // where nobody listens a balancer asks the next one, and Meta hears nothing of it
            if (trouble.HttpRequestError != HttpRequestError.ConnectionError)
                Interlocked.Increment(ref _turnedAway);
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
