using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class GraphRequestTests
{
    private static readonly GraphChannel Channel = new("100000000000001", "token-1");
    private static readonly Recipient Ada = new("4915550001", null);
    private readonly RecordingMeta meta = RecordingMeta.Accepting();

    public static TheoryData<string> Requests => Golden.Names("requests");

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Writes_each_content_as_its_file_says(string name)
    {
        var file = await File.ReadAllBytesAsync(
            Path.Combine(Golden.Folder("requests"), name + ".json"),
            TestContext.Current.CancellationToken
        );
        var story = JsonDocument.Parse(file).RootElement;
        var content = story.GetProperty("content").Deserialize(MessagesJson.Default.Content)!;

        var result = await meta.Client()
            .Send(
                Channel,
                new Recipient(Member(story.GetProperty("to"), "phone"), Member(story.GetProperty("to"), "bsuid")),
                content,
                Member(story, "replyTo"),
                "m.1.2.1",
                TestContext.Current.CancellationToken
            );

        Assert.Equal(new Sent("wamid.OUT1", null, null, Held: false), result);
        Golden.Check("requests", name, JsonNode.Parse(Assert.Single(meta.Asked).Body)!);
    }

    [Fact]
    public async Task Posts_json_to_the_number_with_its_token()
    {
        await Send(new TextContent("hi"));

        var asked = Assert.Single(meta.Asked);
        Assert.Equal(HttpMethod.Post, asked.Method);
        Assert.Equal("http://meta.example/base/v25.0/100000000000001/messages", asked.Uri.AbsoluteUri);
        Assert.Equal("Bearer token-1", asked.Authorization);
        Assert.Equal("application/json", asked.ContentType);
    }

    [Fact]
    public async Task Replaces_a_lone_surrogate()
    {
        await Send(new TextContent("a\ud800b"));

        Assert.Equal("a\ufffdb", JsonNode.Parse(Assert.Single(meta.Asked).Body)!["text"]!["body"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(false, """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.IN1"}""")]
    [InlineData(
        true,
        """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.IN1","typing_indicator":{"type":"text"}}"""
    )]
    public async Task Marks_as_read(bool typing, string body)
    {
        var reader = new RecordingMeta(System.Net.HttpStatusCode.OK, """{"success":true}""");

        var result = await reader
            .Client()
            .MarkRead(Channel, "wamid.IN1", typing, TestContext.Current.CancellationToken);

        Assert.Equal(body, Assert.Single(reader.Asked).Body);
        Assert.Equal(new Sent("wamid.IN1", null, null, Held: false), result);
    }

    public static TheoryData<Content> NotSendable =>
        [
            new ReplyContent(ReplySource.Button, "a", "A"),
            new FormReplyContent("flow", "", ""),
            new OrderContent("1", null, []),
            new SystemContent("x", ""),
            new DeletedContent("wamid.1"),
            new UnknownContent("poll"),
        ];

    [Theory]
    [MemberData(nameof(NotSendable))]
    public async Task Refuses_what_only_contacts_send(Content content)
    {
        var refused = Assert.IsType<Refused>(await Send(content));

        Assert.Equal(131051, refused.Error.Code);
        Assert.Empty(meta.Asked);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("hello", null)]
    public async Task Refuses_a_recipient_that_is_nobody(string? phone, string? bsuid)
    {
        var result = await meta.Client()
            .Send(
                Channel,
                new Recipient(phone, bsuid),
                new TextContent("hi"),
                null,
                "m.1.2.1",
                TestContext.Current.CancellationToken
            );

        Assert.Equal(RefusalScope.Recipient, Assert.IsType<Refused>(result).Scope);
        Assert.Empty(meta.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tok en")]
    [InlineData("token\r\nX-Evil: 1")]
    [InlineData("tökén")]
    public async Task Stops_the_number_when_its_token_cannot_be_a_token(string token)
    {
        var result = await meta.Client()
            .Send(
                Channel with
                {
                    AccessToken = token,
                },
                Ada,
                new TextContent("hi"),
                null,
                "m.1.2.1",
                TestContext.Current.CancellationToken
            );

        var refused = Assert.IsType<Refused>(result);
        Assert.Equal((190, RefusalScope.Token), (refused.Error.Code, refused.Scope));
        Assert.Empty(meta.Asked);
    }

    [Fact]
    public void Prints_a_channel_without_its_token() =>
        Assert.DoesNotContain("token-1", $"{Channel}", StringComparison.Ordinal);

    private Task<SendResult> Send(Content content) =>
        meta.Client().Send(Channel, Ada, content, null, "m.1.2.1", TestContext.Current.CancellationToken);

    private static string? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) ? member.GetString() : null;
}
