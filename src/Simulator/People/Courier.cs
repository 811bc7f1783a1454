using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>Carries accepted messages up the ladder: sent, delivered, read, or failed; a step is told once and in order.</summary>
internal sealed class Courier(WebhookSender webhooks, FaultBook faults, Later later, IOptions<SimulatorOptions> options)
{
    /// <summary>What the send comes to. Call it inside the chat's gate, right after the message was kept.</summary>
    public void Start(Line line, Chat chat, ChatMessage message, Trouble trouble, TaskCompletionSource? told)
    {
        if (line.Number.Statuses == StatusRule.None || trouble.NoStatus)
        {
            told?.TrySetResult();
            return;
        }

        var wait = trouble.StatusDelay;
        var sent = told is null ? TimeSpan.FromMilliseconds(options.Value.SentAfterMs) + wait : TimeSpan.Zero;
        message.InWindow = chat.WroteAt is { } wrote && later.Now - wrote < OpenWindows.Length;

        if (Refusal(line, chat, message, trouble) is { } error)
        {
            message.Lost = true;
            later.Do(sent, () => Locked(chat, () => Fail(line, chat, message, error, told)));
            return;
        }

        later.Do(sent, () => Locked(chat, () => Climb(line, chat, message, Step.Sent, told)));

        if (message.Type != "reaction")
        {
            later.Do(
                TimeSpan.FromMilliseconds(options.Value.DeliveredAfterMs) + wait,
                () => Locked(chat, () => Reach(line, chat, message))
            );
        }
    }

    /// <summary>The person looks at the chat: all that reached the phone is read.</summary>
    public int Read(Line line, Chat chat)
    {
        lock (chat.Gate)
        {
            var unread = chat
                .Messages.Where(message => message is { Direction: Way.Out, Status: Step.Delivered })
                .ToList();
            unread.ForEach(message => Climb(line, chat, message, Step.Read));
            return unread.Count;
        }
    }

    /// <summary>The phone is back: what waited for it reaches it.</summary>
    public void Deliver(Line line, Chat chat)
    {
        lock (chat.Gate)
        {
            foreach (
                var message in chat
                    .Messages.Where(message => message is { Direction: Way.Out, Status: Step.Sent })
                    .ToList()
            )
            {
                Reach(line, chat, message);
            }
        }
    }

    private MetaError? Refusal(Line line, Chat chat, ChatMessage message, Trouble trouble)
    {
        if (trouble.FailLater is { Code: { } code } rule)
        {
            return MetaError.Of(code, rule.Message, rule.Details);
        }

        if (!chat.OnWhatsApp || trouble.Unknown || (chat.Blocked && options.Value.BlockedFails))
        {
            return MetaError.Undeliverable;
        }

        if (trouble.Held is { Code: { } dropped })
        {
            return MetaError.Of(dropped, null, null);
        }

        if (message.Type == "reaction" && !line.Number.Lenient && chat.Find(message.ContextId ?? "") is null)
        {
            return MetaError.Of(131009, null, "The message to react to is not there, or is older than 30 days");
        }

        // trust lets it pass, but nobody knows of a window: the price is that of a message outside one
        var open = message.InWindow || (chat.WroteAt is null && line.Number.TrustUnseen);
        return trouble.Error ?? (open || message.Template is not null ? null : MetaError.WindowClosed);
    }

    private void Reach(Line line, Chat chat, ChatMessage message)
    {
        if (!chat.Online || chat.Blocked || message.Type == "reaction" || message.Status >= Step.Delivered)
        {
            return;
        }

        Climb(line, chat, message, Step.Delivered);
        ReadSoon(line, chat, message);
    }

    private void ReadSoon(Line line, Chat chat, ChatMessage message)
    {
        if (chat.Reading != Reading.Auto || (options.Value.ReadAfterMs is null && !chat.Looking))
        {
            return;
        }

        var after = TimeSpan.FromMilliseconds(
            chat.Looking ? options.Value.LookingReadsAfterMs : options.Value.ReadAfterMs ?? 0
        );
        later.Do(after, () => Locked(chat, () => Climb(line, chat, message, Step.Read)));
    }

    private void Climb(Line line, Chat chat, ChatMessage message, Step to, TaskCompletionSource? told = null)
    {
        if (message.Status >= to || (to == Step.Read && chat.Reading == Reading.Never))
        {
            told?.TrySetResult();
            return;
        }

        for (var step = message.Status + 1; step <= to; step++)
        {
            Tell(line, chat, message, step, null, told);
            message.Priced |= step == Step.Delivered;
        }
    }

    private void Fail(Line line, Chat chat, ChatMessage message, MetaError error, TaskCompletionSource? told)
    {
        message.Error = $"{error.Code} {error.Title}: {error.Details}";
        Tell(line, chat, message, Step.Failed, error, told);
    }

    private void Tell(
        Line line,
        Chat chat,
        ChatMessage message,
        Step step,
        MetaError? error,
        TaskCompletionSource? told
    )
    {
        message.Status = step;
        chat.Tell(new PhoneEvent.Status(message.Id, step));

        var who = chat.UsernameOnly ? chat.UserId : chat.Phone;
        var update = new Update(
            line.Number,
            $"{line.Number.PhoneNumberId}/{chat.UserId}",
            WebhookWriter.Status(line.Number, chat, message, step, error, later.Now),
            new LogLine
            {
                Kind = Traffic.Webhook,
                PhoneNumberId = line.Number.PhoneNumberId,
                Number = line.Number.Number,
                Recipient = who,
                Wamid = message.Id,
                CallbackData = message.CallbackData,
                What = step.ToString().ToLowerInvariant(),
                ErrorCode = error?.Code,
            }
        );

        for (var copy = Copies(line, chat); copy > 1; copy--)
        {
            webhooks.Send(update);
        }

        webhooks.Send(update with { Tried = told });
    }

    private int Copies(Line line, Chat chat) =>
        faults.Any ? faults.Copies(line.Number.PhoneNumberId, [chat.Phone, chat.UserId]) : 1;

    private static void Locked(Chat chat, Action what)
    {
        lock (chat.Gate)
        {
            what();
        }
    }
}
