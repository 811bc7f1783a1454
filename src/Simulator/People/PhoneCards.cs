using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>A person sends contact cards, in the form that WhatsApp has for them.</summary>
internal static class PhoneCards
{
    private const int Most = 257;

    public static Written Send(PhoneAct act, Chat chat, DateTimeOffset now)
    {
        if (act.Contacts is not { Count: >= 1 and <= Most } cards || cards.Any(card => card is not JsonObject))
        {
            return Written.No($"contacts must be 1 to {Most} cards");
        }

        if (!PhoneRaw.Sound(cards))
        {
            return Written.No("a card has a name twice, or text that is not valid Unicode");
        }

        var names = cards
            .Select(card => card?["name"] is JsonObject name ? PhoneRaw.Word(name, "formatted_name") : null)
            .ToList();

        if (names.Exists(name => string.IsNullOrEmpty(name)))
        {
            return Written.No("each card needs name.formatted_name");
        }

        var bubble = PhoneAct.Bubble(chat, "contacts", now) with { Text = string.Join(", ", names) };
        return new Written(bubble, PhoneAct.Json(chat, bubble, "contacts", cards.DeepClone()), null);
    }
}
