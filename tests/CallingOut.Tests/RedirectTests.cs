namespace WhatsAppBot.CallingOut.Tests;

public sealed class RedirectTests : IDisposable
{
    private readonly Internet internet = new();

    public void Dispose() => internet.Dispose();

    [Theory]
    [InlineData("POST", 301, "GET")]
    [InlineData("POST", 302, "GET")]
    [InlineData("POST", 303, "GET")]
    [InlineData("POST", 307, "POST")]
    [InlineData("POST", 308, "POST")]
    [InlineData("PUT", 301, "PUT")]
    [InlineData("PUT", 302, "PUT")]
    [InlineData("PUT", 303, "GET")]
    [InlineData("HEAD", 303, "HEAD")]
    [InlineData("GET", 308, "GET")]
    public async Task The_method_follows_the_rules_of_the_status(string method, int status, string then)
    {
        await using var bait = new Bait(Bait.Redirect(status, "/there?x=1"), Bait.Http("200 OK"));
        internet.Server("a.example", "93.184.216.34", bait);
        var body = method is "POST" or "PUT" ? """{"a":1}""" : null;

        Assert.IsType<CallEnd.Answered>(await internet.Call(method, "http://a.example/here", body));

        var second = bait.Requests.Last();
        Assert.StartsWith($"{then} /there?x=1 HTTP/1.1\r\n", second, StringComparison.Ordinal);
        Assert.Equal(then == method && body is not null, second.Contains("""{"a":1}""", StringComparison.Ordinal));
        Assert.Equal(
            then == method && body is not null,
            second.Contains("Content-Type", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_a_fourth_is_not()
    {
        await using var three = new Bait(
            Bait.Redirect(302, "/1"),
            Bait.Redirect(302, "/2"),
            Bait.Redirect(302, "/3"),
            Bait.Http("200 OK", "there")
        );
        await using var endless = new Bait([.. Enumerable.Range(0, 10).Select(i => Bait.Redirect(302, $"/{i}"))]);
        internet.Server("three.example", "93.184.216.34", three).Server("endless.example", "93.184.216.35", endless);

        Assert.Equal("there", Assert.IsType<CallEnd.Answered>(await internet.Get("http://three.example/")).Body);
        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await internet.Get("http://endless.example/"));
        Assert.Equal(4, endless.Connections);
    }

    [Theory]
    [InlineData("http://b.example/")]
    [InlineData("http://a.example:8080/")]
    [InlineData("//b.example/")]
    public async Task Credentials_do_not_go_to_another_origin_and_do_not_come_back(string other)
    {
        await using var mine = new Bait(Bait.Redirect(307, other), Bait.Http("200 OK"));
        await using var theirs = new Bait(Bait.Redirect(307, "http://home.example/"));
        internet.Server("a.example", "93.184.216.34", mine);
        internet.Server("b.example", "93.184.216.35", theirs).Server("home.example", "93.184.216.34", mine);

        await internet.Call(
            "POST",
            "http://a.example/",
            "body",
            null,
            ("Authorization", "Bearer canary1"),
            ("Cookie", "canary2"),
            ("X-Api-Key", "canary3"),
            ("Accept", "application/json")
        );

        Assert.Equal(3, mine.Requests.First().Split("canary").Length - 1);
        Assert.Equal(
            other.Contains('b', StringComparison.Ordinal) ? 3 : 2,
            mine.Requests.Count + theirs.Requests.Count
        );
        Assert.All(
            mine.Requests.Skip(1).Concat(theirs.Requests),
            request =>
            {
                Assert.DoesNotContain("canary", request, StringComparison.Ordinal);
                Assert.Contains("Accept: application/json", request, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task Credentials_stay_within_their_origin()
    {
        await using var bait = new Bait(Bait.Redirect(302, "http://A.example/next"), Bait.Http("200 OK"));
        internet.Server("a.example", "93.184.216.34", bait);

        await internet.Call("GET", "http://a.example/", null, null, ("Authorization", "Bearer canary"));

        Assert.Contains("Bearer canary", bait.Requests.Last(), StringComparison.Ordinal);
        Assert.Equal(2, bait.Requests.Count);
    }

    [Theory]
    [InlineData("ftp://b.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://b.example/")]
    [InlineData("http://user:pass@b.example/")]
    [InlineData("http:///")]
    [InlineData("javascript:alert(1)")]
    public async Task A_redirect_to_what_is_no_good_address_is_refused(string to)
    {
        await using var bait = new Bait(Bait.Redirect(302, to));
        internet.Server("a.example", "93.184.216.34", bait).Server("b.example", "93.184.216.35", bait);

        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await internet.Get("http://a.example/"));
        Assert.Equal(1, bait.Connections);
    }

    [Fact]
    public async Task A_redirect_without_a_place_is_the_answer()
    {
        await using var bait = new Bait(Bait.Http("302 Found", "nowhere"), Bait.Http("304 Not Modified"));
        internet.Server("a.example", "93.184.216.34", bait);

        Assert.Equal(302, Assert.IsType<CallEnd.Answered>(await internet.Get("http://a.example/")).Status);
        Assert.Equal(304, Assert.IsType<CallEnd.Answered>(await internet.Get("http://a.example/")).Status);
    }
}
