namespace WhatsAppBot.WhatsApp.Tests;

public sealed class WebhookHandshakeTests
{
    [Fact]
    public void Echoes_the_challenge_for_the_right_token() =>
        Assert.Equal(new Challenge("1158201444"), WebhookHandshake.Answer("subscribe", "1158201444", "tök€n", "tök€n"));

    [Theory]
    [InlineData("subscribe", "wrong")]
    [InlineData("subscribe", "token2")]
    [InlineData("subscribe", "Token")]
    [InlineData("unsubscribe", "token")]
    [InlineData("SUBSCRIBE", "token")]
    public void Forbids_another_token_or_mode(string mode, string token) =>
        Assert.IsType<Forbidden>(WebhookHandshake.Answer(mode, "1", token, "token"));

    [Theory]
    [InlineData(null, "1", "token")]
    [InlineData("subscribe", null, "token")]
    [InlineData("subscribe", "1", null)]
    [InlineData("", "1", "token")]
    [InlineData("subscribe", "", "token")]
    [InlineData("subscribe", "1", "")]
    public void Misses_what_was_not_given(string? mode, string? challenge, string? token) =>
        Assert.IsType<Missing>(WebhookHandshake.Answer(mode, challenge, token, "token"));

    [Fact]
    public void Opens_to_nobody_without_a_token_of_our_own() =>
        Assert.IsType<Forbidden>(WebhookHandshake.Answer("subscribe", "1", "x", ""));
}
