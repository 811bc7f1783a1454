namespace WhatsAppBot.Simulator;

/// <summary>What holds a send back though nothing is wrong with it: the number's state and Meta's limits.</summary>
internal sealed class SendGate(Later later)
{
    private const double PairPerSecond = 1.0 / 6;
    private const int PairBurst = 45;
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public GraphError? Refusal(Line line, Recipient recipient, string type, string? identity)
    {
        if (!line.State.Registered)
        {
            return new GraphError(400, 133010, "(#133010) Account not registered");
        }

        if (line.Number.AllowedRecipients is { } allowed && !Allowed(line, allowed, recipient))
        {
            return GraphError.Of(
                131030,
                "Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again."
            );
        }

        if (identity is not null && identity != Identity(line, recipient))
        {
            return GraphError.Of(137000, "The recipient's identity key hash is not the one that was sent");
        }

        if (!line.Throughput.Take(line.Number.MessagesPerSecond, later.Now))
        {
            return GraphError.Of(
                130429,
                "Message failed to send because there were too many messages sent from this phone number in a short period of time"
            );
        }

        return Pair(line, recipient) ?? Tier(line, recipient, type);
    }

    // the list has phones, and each phone has its user id
    private static bool Allowed(Line line, IReadOnlyList<string> allowed, Recipient recipient) =>
        recipient.Phone is { } phone
            ? allowed.Contains(phone)
            : allowed.Any(one => Chat.UserIdOf(one, line.Number.WabaId) == recipient.Who);

    private static string Identity(Line line, Recipient recipient) =>
        recipient.Known(line)?.IdentityHash ?? Chat.IdentityOf(recipient.UserId(line), 0);

    private GraphError? Pair(Line line, Recipient recipient)
    {
        if (!line.Number.PairLimit)
        {
            return null;
        }

        var chat = recipient.Chat(line);

        lock (chat.Gate)
        {
            chat.Pair ??= new Bucket(PairPerSecond, PairBurst);
            return chat.Pair.Take(later.Now)
                ? null
                : GraphError.Of(
                    131056,
                    "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time."
                );
        }
    }

    // Meta's page names no code for this one; the spam limit is the nearest
    private GraphError? Tier(Line line, Recipient recipient, string type)
    {
        if (type != "template" || line.Number.DailyPeople is not { } most)
        {
            return null;
        }

        var open = recipient.Known(line)?.WroteAt is { } wrote && later.Now - wrote < Window;
        return open || line.Account.People.Take(recipient.UserId(line), most)
            ? null
            : GraphError.Of(131048, $"The messaging limit of {most} people in 24 hours is reached");
    }
}
