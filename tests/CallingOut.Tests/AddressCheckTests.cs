namespace WhatsAppBot.CallingOut.Tests;

public sealed class AddressCheckTests
{
    [Theory]
    [InlineData("https://crm.example/hooks?key=1", AddressFault.None)]
    [InlineData("http://crm.example/hooks", AddressFault.Plain)]
    [InlineData("http://localhost:8080/", AddressFault.None)]
    [InlineData("http://127.0.0.1:9/", AddressFault.None)]
    [InlineData("https://localhost:8081/", AddressFault.Private)]
    [InlineData("https://a.localhost/", AddressFault.Private)]
    [InlineData("https://10.0.0.1/", AddressFault.Private)]
    [InlineData("https://[::ffff:169.254.169.254]/", AddressFault.Private)]
    [InlineData("https://0x0a.1/", AddressFault.Private)]
    [InlineData("https://ada@crm.example/", AddressFault.Invalid)]
    [InlineData("ftp://crm.example/", AddressFault.Invalid)]
    [InlineData("crm.example", AddressFault.Invalid)]
    [InlineData("", AddressFault.Invalid)]
    public void What_can_be_told_of_an_address_is_told_before_it_is_kept(string url, AddressFault fault) =>
        Assert.Equal(fault, new AddressCheck(["localhost:8080", "127.0.0.1"]).Fault(url));
}
