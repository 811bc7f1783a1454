using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Sending;

/// <summary>
/// A pending send with what its conversation knows: to whom, and until when free-form messages are allowed. Prepaid: a permit of the channel was taken
/// before it was committed. An answer: a turn of this silo has just made it, and it is no broadcast's.
/// </summary>
internal sealed record Delivery(
    PendingSend Send,
    Recipient To,
    DateTimeOffset? WindowClosesAt,
    bool Prepaid = false,
    bool IsAnswer = false
);
