using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>
/// Sends messages through Meta's Graph API, each at most once per call: it never tries again by itself. Nothing of the network is thrown;
/// a call that is cancelled ends as <see cref="TryLater"/> or <see cref="Unknown"/> too, whichever is true.
/// </summary>
public sealed partial class GraphClient(
    HttpClient http,
    GraphOptions options,
    ILogger<GraphClient> log,
    TimeProvider? clock = null
)
{
    private const int LargestAnswer = 64 * 1024;

    // the recipient's: nobody else has to slow down for it
    private static readonly TryLater NotAnyMore = new(
        TimeSpan.Zero,
        LaterScope.Recipient,
        new MessageError(ErrorTable.NoCode, "Not sent", "withheld before it was written")
    );

    private readonly string root = $"{options.BaseUrl.AbsoluteUri.TrimEnd('/')}/{options.Version.Trim('/')}/";

    /// <summary>
    /// Sends one message. <paramref name="replyTo"/> is the wamid to quote; <paramref name="callbackData"/> comes back in every status of
    /// the message and is the only way to resolve an <see cref="Unknown"/>. <paramref name="mayBegin"/> is asked once there is a connection: a no
    /// ends it as <see cref="TryLater"/>, with nothing sent.
    /// </summary>
    public async Task<SendResult> Send(
        GraphChannel from,
        Recipient to,
        Content content,
        string? replyTo,
        string callbackData,
        CancellationToken cancel,
        Func<bool>? mayBegin = null
    )
    {
        var phone = Identity.Digits(to.Phone);
        var bsuid = string.IsNullOrEmpty(to.Bsuid) ? null : to.Bsuid;
        var error =
            phone is null && bsuid is null
                ? ContentLimits.Bad("A recipient needs a phone number with country code or a user id")
                : ContentLimits.Length("Callback data", callbackData, 1, Limits.CallbackData)
                    ?? ContentLimits.Check(content);
        if (error is not null)
            return new Refused(error, RefusalScope.Recipient);

        return await Post(
            from,
            RequestBody.Message(phone, bsuid, content, replyTo, callbackData),
            null,
            cancel,
            mayBegin
        );
    }

    /// <summary>
    /// Marks an inbound message and all before it as read, and shows the typing bubble if wanted (25 s, or until the next send).
    /// <see cref="Sent"/> then carries the wamid that was given.
    /// </summary>
    public Task<SendResult> MarkRead(GraphChannel from, string wamid, bool typing, CancellationToken cancel) =>
        Post(from, RequestBody.Read(wamid, typing), wamid, cancel);

    private async Task<SendResult> Post(
        GraphChannel from,
        ReadOnlyMemory<byte> body,
        string? read,
        CancellationToken cancel,
        Func<bool>? mayBegin = null
    )
    {
        if (!IsToken(from.AccessToken))
            return new Refused(
                new MessageError(
                    190,
                    "Access token unusable",
                    "It is empty or holds other than visible ASCII characters"
                ),
                RefusalScope.Token
            );

        var began = Stopwatch.GetTimestamp();
        var answer = await Call(from, body, read, mayBegin, cancel);
        GraphMeter.Record(answer.Result, read is null ? "send" : "read", Stopwatch.GetElapsedTime(began));
        Log(from.PhoneNumberId, answer);
        return answer.Result;
    }

    private async Task<GraphAnswer> Call(
        GraphChannel from,
        ReadOnlyMemory<byte> body,
        string? read,
        Func<bool>? mayBegin,
        CancellationToken cancel
    )
    {
        using var content = new WatchedContent(body, mayBegin);
        using var time = new CancellationTokenSource(options.Timeout, clock ?? TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, time.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(from)) { Content = content };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", from.AccessToken);

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var retryAfter = response.Headers.RetryAfter?.Delta;
            var room = ArrayPool<byte>.Shared.Rent(LargestAnswer);
            try
            {
                var answer = await ReadAnswer(response, room, limit.Token);
                return GraphAnswer.Of((int)response.StatusCode, answer, retryAfter, read);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(room);
            }
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException or OperationCanceledException)
        {
            return new GraphAnswer(
                content.Withheld ? NotAnyMore : Broken(trouble, content.Begun, cancel.IsCancellationRequested)
            );
        }
    }

    // Only what nobody began to write is provably not accepted
    private static SendResult Broken(Exception trouble, bool begun, bool cancelled)
    {
        var what = trouble switch
        {
            OperationCanceledException => cancelled ? "cancelled" : "timed out",
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var kind } => kind.ToString(),
            _ => "connection lost",
        };
        if (begun)
            return new Unknown($"{what} after the request was written");

        var wait = cancelled ? TimeSpan.Zero : TimeSpan.FromSeconds(1);
        return new TryLater(
            wait,
            LaterScope.Account,
            new MessageError(ErrorTable.NoCode, "The Graph API cannot be reached", what)
        );
    }

    // empty when it is longer than any answer of Graph's
    private static async Task<ReadOnlyMemory<byte>> ReadAnswer(
        HttpResponseMessage response,
        byte[] room,
        CancellationToken cancel
    )
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var length = await stream.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancel);
        return length < room.Length ? room.AsMemory(0, length) : default;
    }

    private Uri AddressOf(GraphChannel from) => new($"{root}{Uri.EscapeDataString(from.PhoneNumberId)}/messages");

    private static bool IsToken(string token) => token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    private void Log(string phoneNumberId, GraphAnswer answer)
    {
        switch (answer.Result)
        {
            case Refused refused:
                LogRefused(log, phoneNumberId, refused.Error.Code, refused.Scope, answer.Trace);
                break;
            case TryLater later:
                LogLater(log, phoneNumberId, later.Error.Code, later.Scope, answer.Trace);
                break;
            case Unknown unknown:
                LogUnknown(log, phoneNumberId, unknown.Reason);
                break;
        }
    }

    [LoggerMessage(
        EventName = "SendRefused",
        Level = LogLevel.Information,
        Message = "Graph refused a call of number {PhoneNumberId}: code {Code}, reaches {Scope}, trace {Trace}"
    )]
    private static partial void LogRefused(
        ILogger log,
        string phoneNumberId,
        int code,
        RefusalScope scope,
        string? trace
    );

    [LoggerMessage(
        EventName = "SendLater",
        Level = LogLevel.Information,
        Message = "Graph wants a call of number {PhoneNumberId} later: code {Code}, waits {Scope}, trace {Trace}"
    )]
    private static partial void LogLater(ILogger log, string phoneNumberId, int code, LaterScope scope, string? trace);

    [LoggerMessage(
        EventName = "SendUnknown",
        Level = LogLevel.Warning,
        Message = "The outcome of a call of number {PhoneNumberId} is unknown: {Reason}"
    )]
    private static partial void LogUnknown(ILogger log, string phoneNumberId, string reason);
}
