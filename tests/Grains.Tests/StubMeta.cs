using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Grains.Tests;

/// <summary>One call that reached Meta.</summary>
internal sealed record Post(string To, string Text, string CallbackData);

/// <summary>Takes every send, unless a test says otherwise for a phone.</summary>
internal sealed class StubMeta : HttpMessageHandler
{
    private readonly ConcurrentQueue<Post> posts = new();
    private readonly ConcurrentDictionary<string, Func<Post, CancellationToken, Task<HttpResponseMessage>>> rules =
        new();
    private readonly ConcurrentQueue<string> typed = new();
    private int wamids;

    /// <summary>The messages under which somebody was shown typing.</summary>
    public IReadOnlyCollection<string> Typed => typed;

    /// <summary>What was posted to a phone, in order.</summary>
    public IReadOnlyList<Post> To(string phone) => [.. posts.Where(post => post.To == $"+{phone}")];

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
            (string)json["biz_opaque_callback_data"]!
        );
        posts.Enqueue(post);
        return rules.TryGetValue(post.To, out var rule) ? await rule(post, cancellationToken) : await Take();
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
