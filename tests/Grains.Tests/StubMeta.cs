using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Grains.Tests;

/// <summary>One call that reached Meta.</summary>
internal sealed record Post(string To, string Text, string CallbackData, DateTimeOffset At);

/// <summary>Takes every send, unless a test says otherwise for a phone.</summary>
internal sealed class StubMeta : HttpMessageHandler
{
    // by phone: a test looks at thousands of them again and again
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Post>> posts = new();
    private readonly ConcurrentDictionary<string, Func<Post, CancellationToken, Task<HttpResponseMessage>>> rules =
        new();
    private readonly ConcurrentQueue<string> typed = new();
    private readonly ConcurrentDictionary<string, int> lives = new();
    private int wamids;
    private int refusals;

    /// <summary>The messages under which somebody was shown typing.</summary>
    public IReadOnlyCollection<string> Typed => typed;

    /// <summary>How many calls came with a token that is over.</summary>
    public int Refusals => Volatile.Read(ref refusals);

    /// <summary>The token takes so many more sends; then it is over, as it is with Meta: nothing that comes with it gets through.</summary>
    public void Ends(string token, int after = 0) => lives[token] = after;

    /// <summary>What was posted to a phone, in order.</summary>
    public IReadOnlyList<Post> To(string phone) => posts.TryGetValue($"+{phone}", out var sent) ? [.. sent] : [];

    public IEnumerable<string> Texts(string phone) => To(phone).Select(post => post.Text);

    /// <summary>What becomes of posts to a phone.</summary>
    public void Rule(string phone, Func<Post, CancellationToken, Task<HttpResponseMessage>> rule) =>
        rules[$"+{phone}"] = rule;

    public Task<HttpResponseMessage> Take() =>
        Task.FromResult(
            Json(
                HttpStatusCode.OK,
                $$"""{"messaging_product":"whatsapp","messages":[{"id":"wamid.out{{Interlocked.Increment(ref wamids)}}"}]}"""
            )
        );

    /// <summary>Meta has it, and nobody hears of that.</summary>
    public static Task<HttpResponseMessage> Drop(Post post, CancellationToken cancel) =>
        Task.FromException<HttpResponseMessage>(
            new HttpRequestException(HttpRequestError.ResponseEnded, "the connection was reset")
        );

    public static Task<HttpResponseMessage> Refuse(int code) =>
        Task.FromResult(
            Json(
                HttpStatusCode.BadRequest,
                $$$"""{"error":{"code":{{{code}}},"message":"(#{{{code}}}) No","type":"OAuthException"}}"""
            )
        );

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var json = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        if ((string?)json["status"] == "read")
        {
            typed.Enqueue((string?)json["message_id"] ?? "");
            return Json(HttpStatusCode.OK, """{"success":true}""");
        }
        var post = new Post(
            (string)json["to"]!,
            (string?)json["text"]?["body"] ?? "",
            (string)json["biz_opaque_callback_data"]!,
            DateTimeOffset.UtcNow
        );
        if (IsOver(request.Headers.Authorization?.Parameter ?? ""))
        {
            Interlocked.Increment(ref refusals);
            return Json(
                HttpStatusCode.Unauthorized,
                """{"error":{"message":"Error validating access token: Session has expired","type":"OAuthException","code":190,"error_subcode":463}}"""
            );
        }
        posts.GetOrAdd(post.To, _ => new ConcurrentQueue<Post>()).Enqueue(post);
        return rules.TryGetValue(post.To, out var rule) ? await rule(post, cancellationToken) : await Take();
    }

    private bool IsOver(string token) =>
        lives.ContainsKey(token) && lives.AddOrUpdate(token, -1, (_, left) => left - 1) < 0;

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
