using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Xunit;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class WebhookSignatureTests
{
    private const string Secret = "It's a Secret to Everybody";
    private const string Signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static readonly byte[] Body = "Hello, World!"u8.ToArray();

    [Fact]
    public void Accepts_the_published_vector() => Assert.True(WebhookSignature.Matches(Body, Signature, [Secret]));

    [Fact]
    public void Accepts_any_of_several_secrets() =>
        Assert.True(WebhookSignature.Matches(Body, Signature, ["the new one", Secret]));

    [Fact]
    public void Accepts_a_secret_longer_than_the_buffer()
    {
        var secret = new string('ß', 400);

        Assert.True(WebhookSignature.Matches(Body, Sign(Body, secret), [secret]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("SHA256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e177")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1g")]
    [InlineData("sha256= 57107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=857107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    public void Refuses_any_other_header(string? header) =>
        Assert.False(WebhookSignature.Matches(Body, header, [Secret]));

    [Fact]
    public void Refuses_another_secret() => Assert.False(WebhookSignature.Matches(Body, Signature, ["secret"]));

    [Fact]
    public void Refuses_when_there_is_no_secret() => Assert.False(WebhookSignature.Matches(Body, Signature, []));

    [Fact]
    public void Never_takes_an_empty_secret() => Assert.False(WebhookSignature.Matches(Body, Sign(Body, ""), [""]));

    [Fact]
    public void Signs_the_bytes_and_not_their_meaning()
    {
        var sent = """{"body":"caf\u00e9 \/"}"""u8.ToArray();
        var rewritten = """{"body":"café /"}"""u8.ToArray();

        Assert.True(WebhookSignature.Matches(sent, Sign(sent, Secret), [Secret]));
        Assert.False(WebhookSignature.Matches(rewritten, Sign(sent, Secret), [Secret]));
    }

    [Property(MaxTest = 500)]
    public bool Accepts_what_was_signed(byte[] body, NonEmptyString secret) =>
        WebhookSignature.Matches(body, Sign(body, secret.Get), [secret.Get]);

    [Property(MaxTest = 500)]
    public bool Refuses_a_changed_byte(NonEmptyArray<byte> body, PositiveInt where, byte change)
    {
        var bytes = body.Get;
        var signature = Sign(bytes, Secret);
        bytes[where.Get % bytes.Length] ^= (byte)(change | 1);
        return !WebhookSignature.Matches(bytes, signature, [Secret]);
    }

    [Property(MaxTest = 500)]
    public bool Refuses_a_cut_or_grown_body(NonEmptyArray<byte> body, byte more) =>
        !WebhookSignature.Matches(body.Get.AsSpan(..^1), Sign(body.Get, Secret), [Secret])
        && !WebhookSignature.Matches([.. body.Get, more], Sign(body.Get, Secret), [Secret]);

    private static string Sign(byte[] body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
