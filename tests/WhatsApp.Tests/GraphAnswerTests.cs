using System.Net;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class GraphAnswerTests
{
    private static readonly GraphChannel Channel = new("100000000000001", "secret-token");
    private const string SecretText = "nobody may read this";

    [Theory]
    [InlineData("""{"messages":[{"id":"wamid.1"}]}""", null, null, false)]
    [InlineData(
        """{"messaging_product":"whatsapp","contacts":[{"input":"+49","wa_id":"49","user_id":"DE.1"}],"messages":[{"id":"wamid.1","message_status":"accepted"}]}""",
        "49",
        "DE.1",
        false
    )]
    [InlineData("""{"contacts":[{"wa_id":""}],"messages":[{"id":"wamid.1"}]}""", null, null, false)]
    [InlineData(
        """{"contacts":[],"messages":[{"id":"wamid.1","message_status":"held_for_quality_assessment"}]}""",
        null,
        null,
        true
    )]
    public async Task Reads_what_meta_took(string answer, string? waId, string? userId, bool held) =>
        Assert.Equal(new Sent("wamid.1", waId, userId, held), await Send(HttpStatusCode.OK, answer));

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<html>hello</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"messages":[]}""")]
    [InlineData(200, """{"messages":[{}]}""")]
    [InlineData(200, """{"messages":{"id":"wamid.1"}}""")]
    [InlineData(200, """{"messages":[{"id":"wamid.1"}]""")]
    [InlineData(500, "")]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(503, """{"error":"busy"}""")]
    [InlineData(504, """{"error":{"message":"no code"}}""")]
    [InlineData(408, "")]
    public async Task Does_not_know_when_the_answer_is_not_graphs(int status, string answer) =>
        Assert.Equal(new Unknown($"HTTP {status} without a Graph answer"), await Send((HttpStatusCode)status, answer));

    [Fact]
    public async Task Does_not_know_when_the_answer_is_huge() =>
        Assert.IsType<Unknown>(
            await Send(HttpStatusCode.OK, """{"messages":[{"id":"wamid.1"}]}""" + new string(' ', 70_000))
        );

    [Theory]
    [InlineData(400, "")]
    [InlineData(401, "<html>proxy wants a password</html>")]
    [InlineData(404, "not found")]
    [InlineData(302, "")]
    public async Task Stops_the_number_when_something_else_refuses(int status, string answer)
    {
        var refused = Assert.IsType<Refused>(await Send((HttpStatusCode)status, answer));

        Assert.Equal((ErrorTable.NoCode, RefusalScope.Number), (refused.Error.Code, refused.Scope));
    }

    [Fact]
    public async Task Waits_when_something_in_between_throttles()
    {
        var later = Assert.IsType<TryLater>(await Send((HttpStatusCode)429, "slow down", TimeSpan.FromSeconds(30)));

        Assert.Equal((TimeSpan.FromSeconds(30), LaterScope.Number), (later.After, later.Scope));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 30)]
    [InlineData(86_400, 900)]
    public async Task Waits_as_long_as_asked_within_reason(int asked, int waits)
    {
        var later = Assert.IsType<TryLater>(
            await Send(HttpStatusCode.BadRequest, """{"error":{"code":130429}}""", TimeSpan.FromSeconds(asked))
        );

        Assert.Equal(TimeSpan.FromSeconds(waits), later.After);
    }

    [Theory]
    [InlineData("""{"error":{"code":131009,"message":"m","error_data":{"details":"d"}}}""", 131009, "m", "d")]
    [InlineData("""{"error":{"code":"131009","message":"m","error_data":"d"}}""", 131009, "m", "d")]
    [InlineData("""{"error":{"code":190,"message":"m"}}""", 190, "m", null)]
    [InlineData("""{"error":{"code":100,"message":"m","error_user_title":"t","error_user_msg":"u"}}""", 100, "t", "u")]
    [InlineData("""{"error":{"code":190,"message":"\ud800\u0000"}}""", 190, "\ufffd\ufffd", null)]
    public async Task Reads_metas_errors(string answer, int code, string title, string? details) =>
        Assert.Equal(
            new MessageError(code, title, details),
            Assert.IsType<Refused>(await Send(HttpStatusCode.BadRequest, answer)).Error
        );

    [Theory]
    [InlineData(
        """{"error":{"code":100,"error_subcode":33,"message":"Unsupported post request"}}""",
        RefusalScope.Number
    )]
    [InlineData("""{"error":{"code":100,"message":"(#100) The parameter to is required."}}""", RefusalScope.Recipient)]
    [InlineData(
        """{"error":{"code":100,"message":"Invalid parameter","error_data":{"details":"Recipient is odd"}}}""",
        RefusalScope.Recipient
    )]
    [InlineData("""{"error":{"code":100,"message":"Param text must be a JSON object."}}""", RefusalScope.Content)]
    public async Task Finds_out_whom_an_invalid_parameter_concerns(string answer, RefusalScope scope) =>
        Assert.Equal(scope, Assert.IsType<Refused>(await Send(HttpStatusCode.BadRequest, answer)).Scope);

    [Theory]
    [InlineData("""{"success":false}""")]
    [InlineData("")]
    public async Task Does_not_know_whether_it_was_marked_as_read(string answer) =>
        Assert.IsType<Unknown>(
            await new RecordingMeta(HttpStatusCode.OK, answer)
                .Client()
                .MarkRead(Channel, "wamid.IN1", typing: true, TestContext.Current.CancellationToken)
        );

    [Theory]
    [InlineData(400, """{"error":{"code":131026,"message":"nobody may read this","fbtrace_id":"Atrace"}}""", "Atrace")]
    [InlineData(400, """{"error":{"code":130429,"message":"nobody may read this","fbtrace_id":"Atrace"}}""", "Atrace")]
    [InlineData(502, "nobody may read this", "502")]
    public async Task Logs_code_and_trace_but_no_token_text_or_phone(int status, string answer, string shown)
    {
        var log = new ListLog();
        await new RecordingMeta((HttpStatusCode)status, answer)
            .Client(log)
            .Send(
                Channel,
                new Recipient("4915550001", null),
                new TextContent(SecretText),
                null,
                "m.1.2.1",
                TestContext.Current.CancellationToken
            );

        var line = Assert.Single(log.Lines);
        Assert.Contains(shown, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", line, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretText, line, StringComparison.Ordinal);
        Assert.DoesNotContain("4915550001", line, StringComparison.Ordinal);
    }

    private static Task<SendResult> Send(HttpStatusCode status, string answer, TimeSpan? retryAfter = null) =>
        new RecordingMeta(status, answer) { RetryAfter = retryAfter }
            .Client()
            .Send(
                Channel,
                new Recipient("4915550001", null),
                new TextContent("hi"),
                null,
                "m.1.2.1",
                TestContext.Current.CancellationToken
            );

    private sealed class ListLog : ILogger<GraphClient>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception));
    }
}
