using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class GraphTransportTests : IDisposable
{
    private static readonly GraphChannel Channel = new("100000000000001", "secret-token");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly HttpClient http = GraphHttp.CreateClient();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Sends_over_a_real_socket()
    {
        await using var meta = LoopbackMeta.Answering(LoopbackMeta.Http("200 OK", RecordingMeta.Accepted));

        Assert.Equal(new Sent("wamid.OUT1", null, null, Held: false), await Send(meta.Url, Patience));
    }

    [Fact]
    public async Task Writes_nothing_when_it_is_not_to_be_sent_any_more_once_there_is_a_connection()
    {
        await using var meta = LoopbackMeta.Answering(LoopbackMeta.Http("200 OK", RecordingMeta.Accepted));

        var later = Assert.IsType<TryLater>(await Send(meta.Url, Patience, mayBegin: () => false));

        Assert.Equal((LaterScope.Recipient, TimeSpan.Zero), (later.Scope, later.After));
    }

    [Fact]
    public async Task May_try_again_when_the_connection_is_refused()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        var later = Assert.IsType<TryLater>(await Send(new Uri($"http://127.0.0.1:{port}"), Patience));

        Assert.Equal((LaterScope.Account, "ConnectionError"), (later.Scope, later.Error.Details));
    }

    [Fact]
    public async Task May_try_again_when_the_name_is_unknown() =>
        Assert.IsType<TryLater>(await Send(new Uri("http://no-such-host.invalid"), Patience));

    [Fact]
    public async Task May_try_again_when_there_is_no_tls_at_the_other_end()
    {
        using var plain = new TcpListener(IPAddress.Loopback, 0);
        plain.Start();
        var answering = AnswerGarbage(plain);

        var result = await Send(new Uri($"https://127.0.0.1:{((IPEndPoint)plain.LocalEndpoint).Port}"), Patience);

        await answering;
        Assert.Equal("SecureConnectionError", Assert.IsType<TryLater>(result).Error.Details);
    }

    [Fact]
    public async Task May_try_again_when_time_ran_out_before_a_byte_was_written()
    {
        using var handler = new NeverConnecting();
        using var client = new HttpClient(handler);

        var later = Assert.IsType<TryLater>(await Send(new Uri("http://meta.example"), TimeSpan.Zero, client: client));

        Assert.Equal("timed out", later.Error.Details);
    }

    [Fact]
    public async Task Does_not_know_when_the_connection_is_reset_after_the_request()
    {
        await using var meta = LoopbackMeta.Resetting();

        Assert.IsType<Unknown>(await Send(meta.Url, Patience));
        Assert.Equal(1, meta.Requests);
    }

    [Fact]
    public async Task Does_not_know_when_time_runs_out_after_the_request()
    {
        await using var meta = LoopbackMeta.Silent();

        var clock = new FakeTimeProvider();

        var sending = Send(meta.Url, Patience, clock: clock);
        await meta.FirstRequest.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        clock.Advance(Patience);

        Assert.Equal(new Unknown("timed out after the request was written"), await sending);
        Assert.Equal(1, meta.Requests);
    }

    [Fact]
    public async Task Does_not_know_when_it_is_cancelled_after_the_request()
    {
        await using var meta = LoopbackMeta.Silent();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var sending = Send(meta.Url, Patience, cancel.Token);
        await meta.FirstRequest.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        Assert.Equal(new Unknown("cancelled after the request was written"), await sending);
    }

    [Fact]
    public async Task May_try_again_when_it_was_cancelled_before()
    {
        await using var meta = LoopbackMeta.Silent();

        var later = Assert.IsType<TryLater>(await Send(meta.Url, Patience, new CancellationToken(canceled: true)));

        Assert.Equal("cancelled", later.Error.Details);
        Assert.Equal(0, meta.Requests);
    }

    [Fact]
    public async Task Does_not_know_when_a_gateway_answers_in_html()
    {
        await using var meta = LoopbackMeta.Answering(LoopbackMeta.Http("502 Bad Gateway", "<html>Bad Gateway</html>"));

        Assert.Equal(new Unknown("HTTP 502 without a Graph answer"), await Send(meta.Url, Patience));
    }

    [Fact]
    public async Task Does_not_know_when_the_answer_is_empty()
    {
        await using var meta = LoopbackMeta.Answering(LoopbackMeta.Http("200 OK", ""));

        Assert.Equal(new Unknown("HTTP 200 without a Graph answer"), await Send(meta.Url, Patience));
    }

    [Fact]
    public async Task Does_not_know_when_the_answer_breaks_off()
    {
        await using var meta = LoopbackMeta.Answering("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"messages\":[");

        Assert.IsType<Unknown>(await Send(meta.Url, Patience));
    }

    [Fact]
    public async Task Does_not_know_when_the_answer_is_no_http()
    {
        await using var meta = LoopbackMeta.Answering("220 smtp.example ESMTP\r\n\r\n");

        Assert.IsType<Unknown>(await Send(meta.Url, Patience));
    }

    [Fact]
    public async Task Follows_no_redirect()
    {
        await using var meta = LoopbackMeta.Answering(
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
        );

        Assert.IsType<Refused>(await Send(meta.Url, Patience));
        Assert.Equal(1, meta.Requests);
    }

    private async Task<SendResult> Send(
        Uri url,
        TimeSpan timeout,
        CancellationToken? cancel = null,
        HttpClient? client = null,
        TimeProvider? clock = null,
        Func<bool>? mayBegin = null
    ) =>
        await new GraphClient(
            client ?? http,
            new GraphOptions { BaseUrl = url, Timeout = timeout },
            NullLogger<GraphClient>.Instance,
            clock
        ).Send(
            Channel,
            new Recipient("4915550001", null),
            new TextContent("hi"),
            null,
            "m.1.2.1",
            cancel ?? TestContext.Current.CancellationToken,
            mayBegin
        );

    private static async Task AnswerGarbage(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await socket.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken);
        await socket.SendAsync("not a handshake, surely\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        socket.Shutdown(SocketShutdown.Both);
    }

    private sealed class NeverConnecting : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new HttpResponseMessage();
        }
    }
}
