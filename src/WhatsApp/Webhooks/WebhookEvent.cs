using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>All that one POST of Meta told, in its order: at most some 1,000 things about several accounts and numbers.</summary>
public sealed record WebhookDelivery(IReadOnlyList<WebhookEvent> Events);

/// <summary>
/// One thing a webhook told. <paramref name="PhoneNumberId"/> is Meta's id of the business number; account-wide news has none.
/// Every <c>Raw</c> is valid UTF-8 JSON without NUL and without lone surrogates; as a rule it is a slice of the parsed body,
/// so it lives as long as the caller's buffer.
/// </summary>
public abstract record WebhookEvent(string WabaId, string? PhoneNumberId);

/// <summary>A contact wrote. <paramref name="Raw"/> is the message item alone.</summary>
public sealed record MessageArrived(
    string WabaId,
    string? PhoneNumberId,
    Sender Sender,
    InboundMessage Message,
    ReadOnlyMemory<byte> Raw
) : WebhookEvent(WabaId, PhoneNumberId);

/// <summary>
/// A message of ours came further: sent, delivered, read, played or failed. Statuses come in any order, may skip steps, and may come before
/// the answer to the send. <paramref name="Pricing"/> is Meta's JSON, empty when there was none.
/// </summary>
public sealed record StatusArrived(
    string WabaId,
    string? PhoneNumberId,
    string Wamid,
    MessageStatus Status,
    DateTimeOffset At,
    string? RecipientPhone,
    string? RecipientBsuid,
    string? CallbackData,
    MessageError? Error,
    ReadOnlyMemory<byte> Pricing
) : WebhookEvent(WabaId, PhoneNumberId);

/// <summary>
/// Something in <c>statuses</c> that moves no message: a payment, a call, or a word we do not know. Safe to ignore.
/// </summary>
public sealed record OtherStatusArrived(
    string WabaId,
    string? PhoneNumberId,
    string Type,
    string Status,
    ReadOnlyMemory<byte> Raw
) : WebhookEvent(WabaId, PhoneNumberId);

/// <summary>Somebody at the business wrote to <paramref name="Contact"/> from the phone that shares our number (coexistence).</summary>
public sealed record EchoArrived(
    string WabaId,
    string? PhoneNumberId,
    Sender Contact,
    InboundMessage Message,
    ReadOnlyMemory<byte> Raw
) : WebhookEvent(WabaId, PhoneNumberId);

/// <summary>Meta reports an error of the account, the app or the number, not of one message.</summary>
public sealed record AccountTrouble(string WabaId, string? PhoneNumberId, MessageError Error, ReadOnlyMemory<byte> Raw)
    : WebhookEvent(WabaId, PhoneNumberId);

/// <summary>
/// News of any other field (templates, quality, account, preferences …). <paramref name="Raw"/> is the change's <c>value</c>,
/// <paramref name="At"/> the entry's time where Meta gave one.
/// </summary>
public sealed record FieldChanged(
    string WabaId,
    string? PhoneNumberId,
    string Field,
    ReadOnlyMemory<byte> Raw,
    DateTimeOffset? At = null
) : WebhookEvent(WabaId, PhoneNumberId);

/// <summary>A part that lacks what would make it usable; kept so that nothing is lost silently.</summary>
public sealed record ItemSkipped(string WabaId, string? PhoneNumberId, string Reason, ReadOnlyMemory<byte> Raw)
    : WebhookEvent(WabaId, PhoneNumberId);
