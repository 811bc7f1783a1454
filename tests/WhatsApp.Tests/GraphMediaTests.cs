using System.Net;
using System.Text;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class GraphMediaTests
{
    private static readonly GraphChannel Channel = new("111", "token");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_brought_with_its_type_and_name()
    {
        var meta = new Store(_ => Json("""{"id":"media1"}"""));

        var result = await Media(meta)
            .Upload(Channel, new MemoryStream("png"u8.ToArray()), "image/png", "a.png", Cancel);

        Assert.Equal("media1", Assert.IsType<UploadResult.Kept>(result).Id);
        var request = Assert.Single(meta.Seen);
        Assert.Equal("POST http://meta.test/v25.0/111/media Bearer token", request.Line);
        Assert.Contains("messaging_product", request.Body);
        Assert.Contains("Content-Type: image/png", request.Body);
        Assert.Contains("a.png", request.Body);
    }

    [Fact]
    public async Task A_file_that_Meta_does_not_want_is_told_with_its_code()
    {
        var meta = new Store(_ => Json("""{"error":{"code":131053,"message":"no"}}""", HttpStatusCode.BadRequest));

        var result = await Media(meta).Upload(Channel, new MemoryStream([1]), "image/png", "a.png", Cancel);

        Assert.Equal(131053, Assert.IsType<UploadResult.Refused>(result).Error.Code);
    }

    [Theory]
    [InlineData("https://lookaside.fbsbx.com/whatsapp/1", true)]
    [InlineData("http://meta.test/file/1", true)]
    [InlineData("http://lookaside.fbsbx.com/whatsapp/1", false)]
    [InlineData("https://lookaside.fbsbx.com:8443/whatsapp/1", false)]
    [InlineData("https://lookaside.fbsbx.com.evil.example/1", false)]
    [InlineData("https://fbsbx.com@evil.example/1", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("nonsense", false)]
    public async Task The_token_goes_to_Metas_own_addresses_only(string url, bool follows)
    {
        var meta = new Store(request =>
            request.RequestUri?.AbsolutePath == "/v25.0/m1"
                ? Json($$"""{"url":"{{url}}","mime_type":"image/png","id":"m1"}""")
                : new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 3]) }
        );

        var result = await Media(meta).Open(Channel, "m1", Cancel);

        Assert.Equal(follows ? 2 : 1, meta.Seen.Count);
        if (follows)
        {
            using var answer = Assert.IsType<DownloadResult.Coming>(result).Answer;
            Assert.Equal([1, 2, 3], await answer.Content.ReadAsByteArrayAsync(Cancel));
        }
        else
            Assert.IsType<DownloadResult.Gone>(result);
    }

    [Fact]
    public async Task An_id_is_one_part_of_the_address_whatever_it_holds()
    {
        var meta = new Store(_ => Json("{}", HttpStatusCode.NotFound));

        Assert.IsType<DownloadResult.Gone>(await Media(meta).Open(Channel, "../111/messages?x=", Cancel));

        Assert.StartsWith("GET http://meta.test/v25.0/..%2F111%2Fmessages%3Fx%3D?", Assert.Single(meta.Seen).Line);
    }

    [Fact]
    public async Task Meta_away_is_no_exception()
    {
        var meta = new Store(_ => throw new HttpRequestException("away"));

        Assert.IsType<DownloadResult.Away>(await Media(meta).Open(Channel, "m1", Cancel));
        Assert.IsType<UploadResult.Away>(
            await Media(meta).Upload(Channel, new MemoryStream([1]), "image/png", "a.png", Cancel)
        );
    }

    [Theory]
    [InlineData("image/jpeg", MediaKind.Image)]
    [InlineData("audio/ogg; codecs=opus", MediaKind.Audio)]
    [InlineData("APPLICATION/PDF", MediaKind.Document)]
    [InlineData("text/html", null)]
    [InlineData("", null)]
    public void Only_types_that_Meta_takes_have_a_limit(string type, MediaKind? kind) =>
        Assert.Equal(kind, MediaLimits.Of(type)?.Kind);

    private static GraphMedia Media(Store meta) =>
        new(new HttpClient(meta), new GraphOptions { BaseUrl = new Uri("http://meta.test") });

    private static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private sealed class Store(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public List<(string Line, string Body)> Seen { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Seen.Add(($"{request.Method} {request.RequestUri?.OriginalString} {request.Headers.Authorization}", body));
            return answer(request);
        }
    }
}
