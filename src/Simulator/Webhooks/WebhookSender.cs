using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>Takes updates and sees to it that each address gets them, signed, until it says 200.</summary>
internal sealed class WebhookSender(WebhookPost post, TrafficLog log, Later later, IOptions<SimulatorOptions> options)
{
    private readonly ConcurrentDictionary<string, WebhookQueue> queues = new();

    public void Send(Update update)
    {
        if (update.Number.WebhookUrl is not { } url)
        {
            update.Tried?.TrySetResult();
            return;
        }

        var queue = queues.GetOrAdd(url, _ => new WebhookQueue(url, post, log, later, options.Value.Webhooks));
        queue.Add(update with { At = later.Now });
    }

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
