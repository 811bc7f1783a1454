namespace WhatsAppBot.CallingOut.Tests;

public sealed class InvalidCallTests : IDisposable
{
    private readonly Internet internet = new();

    public void Dispose() => internet.Dispose();

    [Theory]
    [InlineData("GET", "ftp://a.example/")]
    [InlineData("GET", "file:///etc/passwd")]
    [InlineData("GET", "a.example")]
    [InlineData("GET", "/path")]
    [InlineData("GET", "")]
    [InlineData("GET", "http://")]
    [InlineData("GET", "http://user@a.example/")]
    [InlineData("GET", "http://user:secret@a.example/")]
    [InlineData("GET", "http://a.example/\r\nX-Evil: 1")]
    [InlineData("GET", "http://a.example/\n")]
    [InlineData("GET", "http://a.example/\0")]
    [InlineData("GET", "http://a.example:99999/")]
    [InlineData("GET", "http://a.example:0/")]
    [InlineData("CONNECT", "http://a.example/")]
    [InlineData("TRACE", "http://a.example/")]
    [InlineData("GET\r\nX: 1", "http://a.example/")]
    [InlineData("", "http://a.example/")]
    public async Task What_is_no_call_is_invalid_and_reaches_nobody(string method, string url)
    {
        await using var bait = new Bait(Bait.Http("200 OK"));
        internet.Server("a.example", "93.184.216.34", bait);
        Assert.Equal(new CallEnd.Failed(CallWords.Invalid), await internet.Call(method, url));
        Assert.Equal(0, bait.Connections);
    }

    [Theory]
    [InlineData("Host", "other.example")]
    [InlineData("host", "other.example")]
    [InlineData("Content-Length", "5")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Connection", "Upgrade")]
    [InlineData("Upgrade", "websocket")]
    [InlineData("Expect", "100-continue")]
    [InlineData("Proxy-Authorization", "Basic x")]
    [InlineData("TE", "trailers")]
    [InlineData("X-A", "1\r\nX-Evil: 1")]
    [InlineData("X-A", "1\nX-Evil: 1")]
    [InlineData("X-A", "1\0")]
    [InlineData("X-A", "ü")]
    [InlineData("X-A\r\nX-Evil", "1")]
    [InlineData("X A", "1")]
    [InlineData("X-A:", "1")]
    [InlineData("", "1")]
    public async Task A_header_that_is_not_the_callers_to_set_is_invalid(string name, string value)
    {
        await using var bait = new Bait(Bait.Http("200 OK"));
        internet.Server("a.example", "93.184.216.34", bait);
        Assert.Equal(
            new CallEnd.Failed(CallWords.Invalid),
            await internet.Call("POST", "http://a.example/", "hello", null, (name, value))
        );
        Assert.Equal(0, bait.Connections);
    }

    [Fact]
    public async Task Too_many_headers_and_too_large_a_body_are_invalid()
    {
        await using var bait = new Bait(Bait.Http("200 OK"));
        internet.Server("a.example", "93.184.216.34", bait);
        var many = Enumerable.Range(0, 65).Select(i => ($"X-{i}", "1")).ToArray();

        Assert.Equal(
            new CallEnd.Failed(CallWords.Invalid),
            await internet.Call("GET", "http://a.example/", null, null, many)
        );
        Assert.Equal(
            new CallEnd.Failed(CallWords.Invalid),
            await internet.Call("POST", "http://a.example/", new string('a', 256 * 1024 + 1))
        );
        Assert.Equal(0, bait.Connections);
    }
}
