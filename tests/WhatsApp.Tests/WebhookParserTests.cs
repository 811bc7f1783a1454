using System.Text;
using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class WebhookParserTests
{
    private static readonly DateTimeOffset Arrival = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string> Payloads => Golden.Names("payloads");

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Reads_each_shape_as_its_file_says(string payload)
    {
        var file = File.ReadAllBytes(Path.Combine(Golden.Folder("payloads"), payload + ".json"));
        var post = JsonDocument.Parse(file).RootElement.GetProperty("post").GetRawText();

        var delivery = WebhookParser.Parse(Encoding.UTF8.GetBytes(post), Arrival);

        Assert.NotNull(delivery);
        Golden.Check("payloads", payload, EventJson.Of(delivery));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("{\"object\":\"whatsapp_business_account\",\"entry\":[")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":\"\\ud800\"} x")]
    public void Says_null_of_what_is_no_object(string body) =>
        Assert.Null(WebhookParser.Parse(Encoding.UTF8.GetBytes(body), Arrival));

    [Theory]
    [InlineData("[")]
    [InlineData("{\"entry\":")]
    public void Says_null_of_a_depth_bomb(string level) =>
        Assert.Null(
            WebhookParser.Parse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(level, 100_000))), Arrival)
        );

    [Fact]
    public void Reads_a_body_with_broken_utf8()
    {
        var body = Message("\"x?y\"");
        body[body.AsSpan().IndexOf("x?y"u8) + 1] = 0xFF;

        var message = Assert.IsType<MessageArrived>(Assert.Single(WebhookParser.Parse(body, Arrival)!.Events));

        Assert.Equal("x\ufffdy", message.Message.Content.Plain);
        Assert.True(System.Text.Unicode.Utf8.IsValid(message.Raw.Span));
    }

    [Fact]
    public void Hands_out_the_items_own_bytes_without_a_copy()
    {
        var body = Message("\"hi\"");

        var message = Assert.IsType<MessageArrived>(Assert.Single(WebhookParser.Parse(body, Arrival)!.Events));

        Assert.True(body.AsSpan().Overlaps(message.Raw.Span));
        Assert.StartsWith("{\"from\"", Encoding.UTF8.GetString(message.Raw.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_the_last_of_doubled_members()
    {
        var body = Message("\"first\"},\"text\":{\"body\":\"last\"");

        var message = Assert.IsType<MessageArrived>(Assert.Single(WebhookParser.Parse(body, Arrival)!.Events));

        Assert.Equal(new TextContent("last"), message.Message.Content);
    }

    [Fact]
    public void Keeps_a_number_no_database_holds_as_text()
    {
        var body = Message("\"x\"}, \"type\":\"hologram\", \"hologram\":{\"size\":1e999999");

        var message = Assert.IsType<MessageArrived>(Assert.Single(WebhookParser.Parse(body, Arrival)!.Events));

        var raw = Assert.IsType<UnknownContent>(message.Message.Content).Raw!.Value;
        Assert.Equal("1e999999", raw.GetProperty("hologram").GetProperty("size").GetString());
    }

    [Fact]
    public void Skips_an_id_that_no_index_can_hold()
    {
        var body = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Message("\"x\"")).Replace("wamid.1", new string('w', 513), StringComparison.Ordinal)
        );

        var skipped = Assert.IsType<ItemSkipped>(Assert.Single(WebhookParser.Parse(body, Arrival)!.Events));

        Assert.Equal("message without a usable id", skipped.Reason);
    }

    [Fact]
    public void Reads_a_batch_of_a_thousand()
    {
        var items = string.Join(
            ',',
            Enumerable
                .Range(0, 1000)
                .Select(i => $$$"""{"from":"49155{{{i}}}","id":"wamid.{{{i}}}","text":{"body":"{{{i}}}"}}""")
        );
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{{{items}}}]}}]}]}"""
        );

        var events = WebhookParser.Parse(body, Arrival)!.Events;

        Assert.Equal(
            Enumerable.Range(0, 1000).Select(i => $"wamid.{i}"),
            events.Cast<MessageArrived>().Select(e => e.Message.Wamid)
        );
    }

    private static byte[] Message(string text) =>
        Encoding.UTF8.GetBytes(
            "{\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\",\"value\":{\"messages\":[{\"from\":\"4915550001\","
                + "\"id\":\"wamid.1\",\"timestamp\":\"1767225600\",\"type\":\"text\",\"text\":{\"body\":"
                + text
                + "}}]}}]}]}"
        );
}
