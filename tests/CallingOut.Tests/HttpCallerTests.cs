using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace WhatsAppBot.CallingOut.Tests;

public sealed class HttpCallerTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly Internet internet = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => internet.Dispose();

    [Fact]
    public async Task Says_what_it_was_told_to_and_brings_what_was_answered()
    {
        await using var bait = Server(
            Bait.Http("201 Created", "{\"é\":1}", "Content-Type: application/json", "X-Two: a", "X-Two: b")
        );

        var end = Assert.IsType<CallEnd.Answered>(
            await internet.Call("post", "http://a.example/p ath?q=ü", """{"a":"ü"}""", null, ("X-Mine", "1"))
        );

        Assert.Equal((201, "{\"é\":1}"), (end.Status, end.Body));
        Assert.Equal("application/json", end.Headers["content-type"]);
        Assert.Equal("a, b", end.Headers["x-two"]);
        var request = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bait.Requests.Single()));
        Assert.StartsWith("POST /p%20ath?q=%C3%BC HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nHost: a.example\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Mine: 1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", request, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("""{"a":"ü"}""", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_bomb_is_given_up_and_what_fits_is_unpacked(string coding)
    {
        var (bomb, fits) = (Packed(coding, 64 * 1024 * 1024), Packed(coding, 256 * 1024));
        await using var bait = Server(Bait.Http(bomb, $"Content-Encoding: {coding}"));
        await using var small = new Bait(Giving(Bait.Http(fits, $"Content-Encoding: {coding}")));
        internet.Server("small.example", "93.184.216.35", small);

        Assert.Equal(new CallEnd.Failed(CallWords.TooLarge), await internet.Get("http://a.example/"));
        Assert.Equal(
            256 * 1024,
            Assert.IsType<CallEnd.Answered>(await internet.Get("http://small.example/")).Body.Length
        );
    }

    [Fact]
    public async Task A_body_without_an_end_and_one_that_says_it_is_large_are_too_large()
    {
        await using var endless = Server(
            async (_, stream, cancel) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancel);
                while (true)
                    await stream.WriteAsync(new byte[65536], cancel);
            }
        );
        await using var large = new Bait("HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n");
        internet.Server("large.example", "93.184.216.35", large);

        Assert.Equal(new CallEnd.Failed(CallWords.TooLarge), await internet.Get("http://a.example/"));
        Assert.Equal(new CallEnd.Failed(CallWords.TooLarge), await internet.Get("http://large.example/"));
    }

    [Fact]
    public async Task Headers_without_an_end_are_too_large()
    {
        await using var bait = Server($"HTTP/1.1 200 OK\r\nX-Long: {new string('a', 64 * 1024)}\r\n\r\n");
        Assert.Equal(new CallEnd.Failed(CallWords.TooLarge), await internet.Get("http://a.example/"));
    }

    [Theory]
    [InlineData(null, 15)]
    [InlineData(0, 15)]
    [InlineData(5, 5)]
    [InlineData(30, 30)]
    [InlineData(3600, 30)]
    public async Task A_server_that_says_nothing_is_waited_for_so_long(int? asked, int seconds)
    {
        var heard = new TaskCompletionSource();
        await using var bait = Server(
            (_, _, cancel) =>
            {
                heard.SetResult();
                return Task.Delay(Timeout.Infinite, cancel);
            }
        );

        await TimesOut(heard, asked, seconds, bait);
    }

    [Fact]
    public async Task A_server_that_trickles_gets_no_more_time()
    {
        var heard = new TaskCompletionSource();
        await using var bait = Server(
            async (_, stream, cancel) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"u8.ToArray(), cancel);
                heard.SetResult();
                await Task.Delay(Timeout.Infinite, cancel);
            }
        );

        await TimesOut(heard, null, 15, bait);
    }

    [Fact]
    public async Task Redirects_share_one_time()
    {
        var second = new TaskCompletionSource();
        await using var bait = Server(
            async (request, stream, cancel) =>
            {
                if (request.StartsWith("GET /slow", StringComparison.Ordinal))
                {
                    second.SetResult();
                    await Task.Delay(Timeout.Infinite, cancel);
                }
                clock.Advance(TimeSpan.FromSeconds(10));
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Bait.Redirect(302, "/slow")), cancel);
            }
        );

        await TimesOut(second, null, 5, bait);
    }

    [Fact]
    public async Task A_name_without_address_and_a_door_that_nobody_opens_are_unreachable()
    {
        internet.Name("nobody.example", []).Name("far.example", ["93.184.216.40"]);
        Assert.Equal(new CallEnd.Failed(CallWords.Unreachable), await internet.Get("http://nobody.example/"));
        Assert.Equal(new CallEnd.Failed(CallWords.Unreachable), await internet.Get("http://far.example/"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task What_is_no_answer_is_unreachable_and_a_post_is_not_sent_twice(string answer)
    {
        await using var bait = Server(answer);
        Assert.Equal(new CallEnd.Failed(CallWords.Unreachable), await internet.Call("POST", "http://a.example/"));
        Assert.Equal(1, bait.Connections);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_unreachable_and_its_issuer_is_not_fetched()
    {
        await using var issuer = new Bait(Bait.Http("200 OK"));
        using var certificate = Certificate($"http://127.0.0.1:{issuer.Port}/ca.crt");
        await using var bait = Known(new Bait(Giving([]), certificate));

        Assert.Equal(new CallEnd.Failed(CallWords.Unreachable), await internet.Get("https://a.example/"));

        Assert.Equal(1, bait.Connections);
        Assert.Empty(bait.Requests);
        Assert.Equal(0, issuer.Connections);
    }

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1", "\u00fc")]
    [InlineData("text/plain; charset=\"utf-8\"", "\ufffd")]
    [InlineData("text/plain; charset=utf-7", "\ufffd")]
    [InlineData("text/plain; charset=nonsense", "\ufffd")]
    [InlineData("nonsense", "\ufffd")]
    public async Task Text_is_read_in_the_charset_it_names(string type, string expected)
    {
        await using var bait = Server(Giving(Bait.Http([0xfc], $"Content-Type: {type}")));
        Assert.Equal(expected, Assert.IsType<CallEnd.Answered>(await internet.Get("http://a.example/")).Body);
    }

    [Fact]
    public async Task Who_gives_up_is_told_so()
    {
        using var impatience = new CancellationTokenSource();
        await using var bait = Server((_, _, cancel) => impatience.CancelAsync());
        using var open = new HttpCaller([$"127.0.0.1:{bait.Port}"], TimeProvider.System);
        var call = new OutCall("GET", $"http://127.0.0.1:{bait.Port}/", new Dictionary<string, string>(), null);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open.Make(call, impatience.Token));
    }

    private async Task TimesOut(TaskCompletionSource heard, int? asked, int seconds, Bait bait)
    {
        using var slow = new Internet { Clock = clock };
        slow.Server("a.example", "93.184.216.34", bait);
        var call = slow.Call("GET", "http://a.example/", null, asked is { } s ? TimeSpan.FromSeconds(s) : null);
        await heard.Task.WaitAsync(Cancel);

        clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new CallEnd.Failed(CallWords.Timeout), await call);
    }

    private Bait Server(params string[] responses) => Known(new Bait(responses));

    private Bait Server(Func<string, Stream, CancellationToken, Task> behave) => Known(new Bait(behave));

    private Bait Server(byte[] response) => Server(Giving(response));

    private Bait Known(Bait bait)
    {
        internet.Server("a.example", "93.184.216.34", bait);
        return bait;
    }

    private static Func<string, Stream, CancellationToken, Task> Giving(byte[] response) =>
        (_, stream, cancel) => stream.WriteAsync(response, cancel).AsTask();

    /// <summary>Of an issuer that is nowhere but at the address it names.</summary>
    private static X509Certificate2 Certificate(string issuer)
    {
        var now = DateTimeOffset.UtcNow;
        using var theirs = RSA.Create(2048);
        var above = new CertificateRequest("CN=Issuer", theirs, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        above.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = above.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var mine = RSA.Create(2048);
        var wanted = new CertificateRequest("CN=a.example", mine, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("a.example");
        wanted.CertificateExtensions.Add(names.Build());
        wanted.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [issuer]));
        using var given = wanted.Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3]);
        using var whole = given.CopyWithPrivateKey(mine);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    private static byte[] Packed(string coding, int zeros)
    {
        using var packed = new MemoryStream();
        using (
            Stream pack = coding switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
                "br" => new BrotliStream(packed, CompressionLevel.Fastest),
                _ => new ZLibStream(packed, CompressionLevel.Fastest),
            }
        )
        {
            var block = new byte[64 * 1024];
            Array.Fill(block, (byte)'a');
            for (var i = 0; i < zeros; i += block.Length)
                pack.Write(block);
        }
        return packed.ToArray();
    }
}
