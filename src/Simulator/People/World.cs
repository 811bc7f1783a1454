using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>Everything the pretend Meta knows: numbers, chats, messages. It lives in memory and forgets the oldest.</summary>
public sealed class World
{
    private readonly SimulatorOptions options;
    private readonly ConcurrentDictionary<string, Line> lines = new();
    private readonly ConcurrentDictionary<string, Chat> byWamid = new();
    private readonly Queue<(Line Line, Chat Chat, long N)> order = new();

    public World(IOptions<SimulatorOptions> options)
    {
        this.options = options.Value;
        Seed();
    }

    public IEnumerable<BusinessNumber> Numbers => lines.Values.Select(line => line.Number);

    /// <summary>Creates or changes a number; false says it is a new one.</summary>
    public bool Put(BusinessNumber number)
    {
        if (number.Mistake() is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(number));
        }

        if (lines.TryGetValue(number.PhoneNumberId, out var known) || !lines.TryAdd(number.PhoneNumberId, new(number)))
        {
            (known ?? lines[number.PhoneNumberId]).Number = number;
            return true;
        }

        return false;
    }

    internal Line? Line(string phoneNumberId) => lines.GetValueOrDefault(phoneNumberId);

    internal Chat? ChatOf(string wamid) => byWamid.GetValueOrDefault(wamid);

    internal bool Knows(string token) =>
        lines.Values.Any(line => line.Number.AccessToken is null || line.Number.AccessToken == token);

    /// <summary>Keeps a message; what is said in the chat meanwhile waits, so that the order of the chat is the order of its webhooks.</summary>
    /// <returns>False when the chat was forgotten in between: look it up again.</returns>
    internal bool Keep(Line line, Chat chat, ChatMessage message, Action? then = null)
    {
        lock (chat.Gate)
        {
            if (chat.Gone)
            {
                return false;
            }

            byWamid[message.Id] = chat;

            if (chat.Add(message) is { } dropped)
            {
                byWamid.TryRemove(dropped.Id, out _);
            }

            then?.Invoke();
        }

        Trim(line, chat, message.N);
        return true;
    }

    internal void Reset()
    {
        var before = lines.Values.ToList();

        lock (order)
        {
            order.Clear();
            byWamid.Clear();
            lines.Clear();
            Seed();
        }

        foreach (var line in before)
        {
            foreach (var chat in line.Chats)
            {
                lock (chat.Gate)
                {
                    chat.End();
                }

                line.Remove(chat);
            }
        }
    }

    private void Seed()
    {
        foreach (var number in options.Numbers)
        {
            lines[number.PhoneNumberId] = new Line(number);
        }
    }

    private void Trim(Line line, Chat chat, long n)
    {
        (Line Line, Chat Chat, long N) oldest;

        lock (order)
        {
            order.Enqueue((line, chat, n));

            if (order.Count <= options.MaxMessages)
            {
                return;
            }

            oldest = order.Dequeue();
        }

        lock (oldest.Chat.Gate)
        {
            foreach (var dropped in oldest.Chat.Forget(oldest.N))
            {
                byWamid.TryRemove(dropped.Id, out _);
            }

            if (oldest.Chat.Gone)
            {
                oldest.Line.Remove(oldest.Chat);
            }
        }
    }
}
