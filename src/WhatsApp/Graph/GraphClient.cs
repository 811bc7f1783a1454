using Microsoft.Extensions.Logging;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Sends messages through Meta's Graph API.</summary>
public sealed class GraphClient(HttpClient http, GraphOptions options, ILogger<GraphClient> log)
{
    public Task<SendResult> Send(
        GraphChannel from,
        Recipient to,
        Content content,
        string? replyTo,
        string callbackData,
        CancellationToken cancel
    ) => throw new NotImplementedException($"{http} {options} {log}");

    public Task<SendResult> MarkRead(GraphChannel from, string wamid, bool typing, CancellationToken cancel) =>
        throw new NotImplementedException();
}
