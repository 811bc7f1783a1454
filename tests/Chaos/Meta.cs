using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    private const string Connection = "demo";

    private static readonly byte[] Secret = "demo-app-secret"u8.ToArray();

    // what hangs is given up and delivered to the next address, as a balancer in front of several nodes would
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly HttpClient _patient = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<Post> _posts = new();
    private readonly ConcurrentQueue<Acked> _acked = new();
    private int _next;

    private Meta(WebApplication app) => _app = app;

    /// <summary>Where webhooks go: to the first that takes them, beginning with the next in turn.</summary>
    public IReadOnlyList<Uri> Targets { get; set; } = [];

    /// <summary>Each send is answered, and followed by the statuses sent and delivered.</summary>
    public bool Answers { get; set; } = true;

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
        await Deliver(Message(phone, text, wamid), cancel);
        var acked = new Acked(phone, text, wamid, DateTimeOffset.UtcNow);
        _acked.Enqueue(acked);
        return acked;
    }

    /// <summary>Posts the same message once to one address; the answer's code.</summary>
    public async Task<int> Try(Uri target, string phone, string text, string wamid, CancellationToken cancel)
    {
        using var request = Signed(target, Message(phone, text, wamid));
        using var answer = await _patient.SendAsync(request, cancel);
        if (answer.IsSuccessStatusCode)
            _acked.Enqueue(new Acked(phone, text, wamid, DateTimeOffset.UtcNow));
        return (int)answer.StatusCode;
    }

    /// <summary>Tells the status of a send, with its attempt's id.</summary>
    public Task Status(Post post, string status, CancellationToken cancel) =>
        Deliver(
            Change(
                "statuses",
                new JsonObject
                {
                    ["id"] = post.Wamid,
                    ["status"] = status,
                    ["timestamp"] = Seconds(),
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

        var phone = (string?)body?["to"] ?? "";
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

        // accepted is accepted, whether or not somebody is left to hear it
        _ = Tell(post);
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
        await Task.Delay(200, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var status in new[] { "sent", "delivered" })
        {
            if (!_end.IsCancellationRequested)
                await Status(post, status, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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
            using var request = Signed(target, body);
            using var answer = await _http.SendAsync(request, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private static HttpRequestMessage Signed(Uri target, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(target, $"/webhooks/whatsapp/{Connection}"))
        {
            Content = content,
            Headers =
            {
                { "X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Secret, body))}" },
            },
        };
    }

    private static byte[] Message(string phone, string text, string wamid) =>
        Change(
            "messages",
            new JsonObject
            {
                ["from"] = phone,
                ["id"] = wamid,
                ["timestamp"] = Seconds(),
                ["type"] = "text",
                ["text"] = new JsonObject { ["body"] = text },
            },
            new JsonObject
            {
                ["wa_id"] = phone,
                ["profile"] = new JsonObject { ["name"] = $"Person {phone[^3..]}" },
            }
        );

    private static byte[] Change(string list, JsonObject item, JsonObject? contact = null)
    {
        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject { ["display_phone_number"] = Number, ["phone_number_id"] = PhoneNumberId },
            [list] = new JsonArray(item),
        };
        if (contact is not null)
            value["contacts"] = new JsonArray(contact);

        var delivery = new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = "200000000000001",
                    ["changes"] = new JsonArray(new JsonObject { ["field"] = "messages", ["value"] = value }),
                }
            ),
        };
        return Encoding.UTF8.GetBytes(delivery.ToJsonString());
    }

    private static string Seconds() => DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
