using System.Net;

namespace WhatsAppBot.CallingOut.Tests;

public sealed class PrivateAddressTests : IAsyncLifetime
{
    private readonly Bait bait = new(Bait.Http("200 OK", "secret"));
    private readonly Internet internet = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        internet.Dispose();
        await bait.DisposeAsync();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0x7F.1")]
    [InlineData("017700000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("0177.0x0.0.1")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1.")]
    [InlineData("%31%32%37.0.0.1")]
    [InlineData("127。0。0。1")]
    [InlineData("①②⑦.0.0.1")]
    [InlineData("localhost")]
    [InlineData("LocalHost.")]
    [InlineData("[::1]")]
    [InlineData("[0:0:0:0:0:0:0:1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[0:0:0:0:0:ffff:7f00:0001]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[64:ff9b:1::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[2001:0:7f00:1::]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fe80::1%25lo]")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("2852039166")]
    [InlineData("0xa9fea9fe")]
    [InlineData("[::ffff:169.254.169.254]")]
    [InlineData("[::ffff:a9fe:a9fe]")]
    public async Task No_spelling_of_a_private_address_is_dialled(string host)
    {
        var end = Assert.IsType<CallEnd.Failed>(await internet.Get($"http://{host}:{bait.Port}/"));

        Assert.NotEqual(CallWords.Timeout, end.Word);
        Assert.Empty(internet.Dialled);
        Assert.Equal(0, bait.Connections);
    }

    [Fact]
    public async Task The_real_caller_refuses_it_too()
    {
        using var caller = new HttpCaller([], TimeProvider.System);
        foreach (var host in (string[])["127.0.0.1", "localhost", "2130706433"])
        {
            var call = new OutCall("GET", $"http://{host}:{bait.Port}/", new Dictionary<string, string>(), null);
            Assert.Equal(
                new CallEnd.Failed(CallWords.Refused),
                await caller.Make(call, TestContext.Current.CancellationToken)
            );
        }
        Assert.Equal(0, bait.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    public async Task A_name_that_stands_for_a_private_address_is_refused(string address)
    {
        internet.Name("inside.example", [address]);
        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await internet.Get($"http://inside.example:{bait.Port}/"));
        Assert.Empty(internet.Dialled);
    }

    [Fact]
    public async Task One_private_address_among_public_ones_spoils_the_name()
    {
        internet.Name("mixed.example", ["93.184.216.34", "127.0.0.1"]);
        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await internet.Get($"http://mixed.example:{bait.Port}/"));
        Assert.Empty(internet.Dialled);
        Assert.Equal(0, bait.Connections);
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_is_asked_once_a_connection_and_dialled_where_it_was_checked()
    {
        await using var outside = new Bait(Bait.Http("200 OK", "outside"));
        internet.Server("rebind.example", "93.184.216.34", outside);
        internet.Name("rebind.example", ["93.184.216.34"], ["127.0.0.1"]);
        var url = $"http://rebind.example:{bait.Port}/";

        Assert.Equal("outside", Assert.IsType<CallEnd.Answered>(await internet.Get(url)).Body);
        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await internet.Get(url));

        Assert.Equal([$"93.184.216.34:{bait.Port}"], internet.Dialled);
        Assert.Equal(2, internet.Resolved.Count);
        Assert.Equal(0, bait.Connections);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://inside.example:{0}/")]
    [InlineData("//127.0.0.1:{0}/")]
    public async Task A_redirect_to_a_private_address_is_refused(string to)
    {
        await using var outside = new Bait(
            Bait.Redirect(302, string.Format(System.Globalization.CultureInfo.InvariantCulture, to, bait.Port))
        );
        internet.Server("outside.example", "93.184.216.34", outside).Name("inside.example", ["192.168.0.7"]);

        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await internet.Get("http://outside.example/"));
        Assert.Equal(1, outside.Connections);
        Assert.Equal(0, bait.Connections);
    }

    [Fact]
    public async Task A_host_that_is_named_may_be_private()
    {
        using var open = new Internet { Allowed = ["localhost", $"127.0.0.1:{bait.Port}"] };

        Assert.Equal(200, Assert.IsType<CallEnd.Answered>(await open.Get($"http://127.0.0.1:{bait.Port}/")).Status);
        Assert.IsType<CallEnd.Answered>(await open.Get($"http://LOCALHOST:{bait.Port}/"));
        Assert.Equal(2, bait.Connections);
    }

    [Fact]
    public async Task Naming_one_port_allows_no_other_and_naming_a_host_no_other_name_of_it()
    {
        await using var other = new Bait(Bait.Http("200 OK"));
        using var open = new Internet { Allowed = [$"127.0.0.1:{other.Port}", "[::1]:80", "trusted.example"] };
        open.Name("untrusted.example", ["127.0.0.1"]);

        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await open.Get($"http://127.0.0.1:{bait.Port}/"));
        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await open.Get($"http://localhost:{other.Port}/"));
        Assert.Equal(new CallEnd.Failed(CallWords.Refused), await open.Get($"http://untrusted.example:{other.Port}/"));
        Assert.Equal(0, bait.Connections + other.Connections);
    }

    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255")]
    [InlineData("10.0.0.0", "10.255.255.255")]
    [InlineData("100.64.0.0", "100.127.255.255")]
    [InlineData("127.0.0.0", "127.255.255.255")]
    [InlineData("168.63.129.16", "168.63.129.16")]
    [InlineData("169.254.0.0", "169.254.255.255")]
    [InlineData("172.16.0.0", "172.31.255.255")]
    [InlineData("192.0.0.0", "192.0.0.255")]
    [InlineData("192.0.2.0", "192.0.2.255")]
    [InlineData("192.88.99.0", "192.88.99.255")]
    [InlineData("192.168.0.0", "192.168.255.255")]
    [InlineData("198.18.0.0", "198.19.255.255")]
    [InlineData("198.51.100.0", "198.51.100.255")]
    [InlineData("203.0.113.0", "203.0.113.255")]
    [InlineData("224.0.0.0", "239.255.255.255")]
    [InlineData("240.0.0.0", "255.255.255.255")]
    [InlineData("::", "::ffff:ffff:ffff")]
    [InlineData("64:ff9b::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("100::", "100::ffff:ffff:ffff:ffff")]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("5f00::", "5f00:ffff::1")]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2a00:1450::5efe:a00:1", "2a00:1450::200:5efe:a00:1")]
    public void A_reserved_range_is_reserved_from_end_to_end(string first, string last)
    {
        Assert.True(ReservedAddresses.Contains(IPAddress.Parse(first)));
        Assert.True(ReservedAddresses.Contains(IPAddress.Parse(last)));
    }

    [Theory]
    [InlineData("1.0.0.0")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:200::1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::200e")]
    public void A_public_address_beside_it_is_not(string address) =>
        Assert.False(ReservedAddresses.Contains(IPAddress.Parse(address)));
}
