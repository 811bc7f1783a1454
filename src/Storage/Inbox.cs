using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>What an inbox row holds.</summary>
public enum InboxKind : short
{
    /// <summary>A message of the contact: an <see cref="InboundMessage"/>.</summary>
    Message = 0,

    /// <summary>A send of the bot that failed: a <see cref="SendFailure"/>.</summary>
    SendFailure = 1,

    /// <summary>A call of a flow that is over: a <see cref="Storage.CallAnswer"/>.</summary>
    CallAnswer = 2,
}

/// <summary>A message to be put into the inbox of whoever wrote it.</summary>
public sealed record Arrival(string WorkspaceId, long ChannelId, Sender Sender, string Wamid, byte[] Body);

/// <summary>A row of a conversation's inbox. Rows are handled in the order of their ids.</summary>
public sealed record InboxRow(long ConversationId, long Id, InboxKind Kind, byte[] Body);

/// <summary>A send of the bot that failed, put into the inbox so that the session hears of it exactly once.</summary>
public sealed record SendFailure(string SessionId, string NodeId, MessageError Error, string? FlowId = null)
{
    /// <summary>Reads what the status writer put into the inbox.</summary>
    public static SendFailure Read(byte[] body) =>
        JsonSerializer.Deserialize(body, StorageJson.Default.SendFailure)
        ?? throw new JsonException("An inbox row holds an object.");
}
