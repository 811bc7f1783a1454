using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Sending;

/// <summary>A pending send with what its conversation knows: to whom, and until when free-form messages are allowed.</summary>
internal sealed record Delivery(PendingSend Send, Recipient To, DateTimeOffset? WindowClosesAt);
