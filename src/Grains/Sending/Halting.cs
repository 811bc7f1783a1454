using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Sending;

/// <summary>Refusals that everybody after this one would meet, too.</summary>
internal static class Halting
{
    /// <summary>The channel's access token is refused.</summary>
    public const string Token = "token";

    /// <summary>Why a broadcast has to stop, in one word; null when it need not.</summary>
    public static string? Reason(Refused refused, PendingSend send) =>
        refused.Scope switch
        {
            RefusalScope.Token => Token,
            RefusalScope.Number => "channel",
            RefusalScope.Content when send.Content is TemplateContent => "template",
            _ => null,
        };
}
