using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>Acts as somebody with a phone: what they do becomes a bubble in the chat and a signed webhook.</summary>
internal sealed class Person(World world, WebhookSender webhooks, FaultBook faults, MediaShelf shelf, Later later)
{
    /// <summary>Writes to the business; the id of the message, or what is wrong with the wish.</summary>
    public (string? Id, string? Mistake) Write(Line line, string phone, PhoneAct act)
    {
        while (true)
        {
            var chat = line.With(phone);
            Written written;

            lock (chat.Gate)
            {
                chat.Name = act.Name ?? chat.Name;
                written = act.Write(line.Number, chat, shelf, later.Now);
            }

            if (written.Mistake is not null)
            {
                return (null, written.Mistake);
            }

            if (written.Bubble is { } bubble && world.Keep(line, chat, bubble, () => Post(line, chat, written, bubble)))
            {
                return (bubble.Id, null);
            }
        }
    }

    private void Post(Line line, Chat chat, Written written, ChatMessage bubble)
    {
        chat.WroteAt = later.Now;
        line.Throughput.Take(line.Number.MessagesPerSecond, later.Now);

        if (Blocked(line, chat))
        {
            // the business wants to hear nothing of this person, and the person is not told
            return;
        }

        var who = chat.UsernameOnly ? chat.UserId : chat.Phone;
        var update = new Update(
            line.Number,
            $"{line.Number.PhoneNumberId}/{chat.UserId}",
            WebhookWriter.Message(line.Number, chat, written.Json),
            new LogLine
            {
                Kind = Traffic.Webhook,
                PhoneNumberId = line.Number.PhoneNumberId,
                Number = line.Number.Number,
                Recipient = who,
                Wamid = bubble.Id,
                What = "message",
                Text = bubble.Text,
            }
        )
        {
            Taken = () => Arrived(chat, bubble),
        };

        for (var copy = Copies(line, chat); copy > 0; copy--)
        {
            webhooks.Send(update);
        }
    }

    private int Copies(Line line, Chat chat) =>
        faults.Any ? faults.Copies(line.Number.PhoneNumberId, [chat.Phone, chat.UserId]) : 1;

    private static bool Blocked(Line line, Chat chat)
    {
        lock (line.State.Gate)
        {
            return line.State.BlockedPeople.Contains(chat.Phone);
        }
    }

    private static void Arrived(Chat chat, ChatMessage bubble)
    {
        lock (chat.Gate)
        {
            if (bubble.Status < Step.Delivered)
            {
                bubble.Status = Step.Delivered;
                chat.Tell(new PhoneEvent.Status(bubble.Id, Step.Delivered));
            }
        }
    }
}

/// <summary>What a wish came to: the bubble and the JSON of the message, or why not.</summary>
internal sealed record Written(ChatMessage? Bubble, JsonObject Json, string? Mistake)
{
    public static Written No(string mistake) => new(null, [], mistake);
}
