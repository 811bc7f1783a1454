using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>Takes updates and sees to it that each address gets them, signed, until it says 200.</summary>
internal sealed class WebhookSender(
    World world,
    WebhookPost post,
    WebhookDice dice,
    TrafficLog log,
    Later later,
    IOptions<SimulatorOptions> options
)
{
    private readonly ConcurrentDictionary<string, WebhookQueue> queues = new();

    public void Send(Update update)
    {
        if (world.UrlFor(update.Number, update.Field) is not { } url)
        {
            update.Tried?.TrySetResult();
            return;
        }

        var mood = dice.Mood;
        var queue = queues.GetOrAdd(url, _ => new WebhookQueue(url, post, dice, log, later, options.Value.Webhooks));
        var now = update with { At = later.Now };

        if (dice.Hits(mood.Disorder))
        {
            later.Do(TimeSpan.FromMilliseconds(mood.HoldMs), () => queue.Add(now with { At = later.Now }));
        }
        else
        {
            queue.Add(now);
        }

        if (dice.Hits(mood.Duplicates))
        {
            queue.Add(now with { Tried = null });
        }
    }

    /// <summary>Tells about an account or number something that is no message.</summary>
    public void Tell(BusinessNumber number, string field, byte[] value) =>
        Send(
            new Update(
                number,
                $"{number.WabaId}/{field}",
                value,
                new LogLine
                {
                    Kind = Traffic.Webhook,
                    PhoneNumberId = number.PhoneNumberId,
                    Number = number.Number,
                    What = field,
                }
            )
            {
                Field = field,
            }
        );

    /// <summary>Forgets all that has not been posted yet.</summary>
    public void Reset()
    {
        foreach (var (url, queue) in queues)
        {
            queues.TryRemove(url, out _);
            queue.Close();
        }
    }
}
