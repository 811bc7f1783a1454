using System.Text.Json;

namespace WhatsAppBot.Messages;

/// <summary>Who wrote: a phone number (digits, no plus), a business-scoped user id, or both. Never neither.</summary>
public sealed record Sender(string? Phone, string? Bsuid, string? ProfileName = null, string? Username = null);

/// <summary>The message that an inbound one answers or forwards.</summary>
public sealed record InboundContext(string? Wamid, bool Forwarded = false, JsonElement? ReferredProduct = null);

/// <summary>The ad or post that brought the contact here; <paramref name="Raw"/> keeps all that Meta sent.</summary>
public sealed record Referral(
    string? SourceType,
    string? SourceId,
    string? SourceUrl,
    string? Headline,
    JsonElement? Raw = null
);

/// <summary>One message from a contact, as the webhook told it. <paramref name="SentAt"/> is Meta's clock, whole seconds.</summary>
public sealed record InboundMessage(
    string Wamid,
    DateTimeOffset SentAt,
    Content Content,
    InboundContext? Context = null,
    Referral? Referral = null
);
