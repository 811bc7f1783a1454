using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace WhatsAppBot.Simulator;

/// <summary>When a person reads what was delivered: while looking, on request, or without ever telling.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reading>))]
public enum Reading
{
    [JsonStringEnumMemberName("auto")]
    Auto,

    [JsonStringEnumMemberName("manual")]
    Manual,

    [JsonStringEnumMemberName("never")]
    Never,
}

/// <summary>Something that just happened on a phone: a message, a status or the business typing.</summary>
internal abstract record PhoneEvent
{
    /// <summary>A message went or came.</summary>
    public sealed record Message(ChatMessage What) : PhoneEvent;

    /// <summary>A message of the phone came further.</summary>
    public sealed record Status(string Id, Step Step) : PhoneEvent;

    /// <summary>The business is typing.</summary>
    public sealed record Typing : PhoneEvent;
}

/// <summary>One person's chat with one business number. All that changes changes under <see cref="Gate"/>.</summary>
internal sealed class Chat(string phone, string userId)
{
    public const int Most = 1_000;

    private readonly Queue<ChatMessage> messages = new();
    private readonly List<Channel<PhoneEvent>> watchers = [];
    private long lastN;

    public Lock Gate { get; } = new();
    public string Phone { get; } = phone;

    /// <summary>The business-scoped user id, the only name of a person who hides the phone number.</summary>
    public string UserId { get; } = userId;
    public string? Name { get; set; }
    public bool Online { get; set; } = true;
    public Reading Reading { get; set; }
    public bool UsernameOnly { get; set; }

    /// <summary>The person wants to hear nothing of this business.</summary>
    public bool Blocked { get; set; }
    public bool OnWhatsApp { get; set; } = PhoneFormat.Accepts(phone);

    /// <summary>When the person wrote last; the customer service window hangs on it.</summary>
    public DateTimeOffset? WroteAt { get; set; }

    /// <summary>What is left of the messages that may go to this person.</summary>
    public Bucket? Pair { get; set; }

    /// <summary>Forgotten for good: whoever still holds it must look it up again.</summary>
    public bool Gone { get; private set; }
    public ChatMessage? Last { get; private set; }

    public string DisplayName => Name ?? $"Person {Phone[Math.Max(0, Phone.Length - 4)..]}";
    public string Username => $"person{UserId[^Math.Min(6, UserId.Length)..]}";
    public bool Looking => watchers.Count > 0;
    public IEnumerable<ChatMessage> Messages => messages;

    /// <summary>How often the person has set up WhatsApp anew.</summary>
    public int Setups { get; set; }

    /// <summary>Stands for the person's key: another after each new set-up.</summary>
    public string IdentityHash => IdentityOf(UserId, Setups);

    // somebody without a phone is known by the user id alone; a number that cannot be a phone is not on WhatsApp
    private bool LikeAnybody =>
        Online
        && !Blocked
        && Setups == 0
        && Reading == Reading.Auto
        && (Phone.Length == 0 || (OnWhatsApp == PhoneFormat.Accepts(Phone) && !UsernameOnly));

    public static string IdentityOf(string userId, int setups) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{userId}/{setups}")).AsSpan(0, 9));

    public static string UserIdOf(string phone, string wabaId)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{wabaId}/{phone}"));
        var number = BitConverter.ToUInt64(digest) % 90_000_000_000_000_000 + 10_000_000_000_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"US.{number}");
    }

    /// <summary>Keeps the message as the newest; returns what had to go for it.</summary>
    public ChatMessage? Add(ChatMessage message)
    {
        message.N = ++lastN;
        messages.Enqueue(message);
        Last = message;
        Tell(new PhoneEvent.Message(message));
        return messages.Count > Most ? messages.Dequeue() : null;
    }

    /// <summary>Drops the messages up to number n; the chat itself goes when nothing is left to remember.</summary>
    public IEnumerable<ChatMessage> Forget(long n)
    {
        var dropped = new List<ChatMessage>();

        while (messages.TryPeek(out var oldest) && oldest.N <= n)
        {
            dropped.Add(messages.Dequeue());
        }

        Gone |= messages.Count == 0 && !Looking && LikeAnybody;
        return dropped;
    }

    /// <summary>Ends the chat for good, also for those who watch it.</summary>
    public void End()
    {
        Gone = true;
        watchers.ForEach(watcher => watcher.Writer.TryComplete());
    }

    public ChatMessage? Find(string id) => messages.FirstOrDefault(message => message.Id == id);

    public ChannelReader<PhoneEvent> Watch(out Action stop)
    {
        var channel = Channel.CreateBounded<PhoneEvent>(
            new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        watchers.Add(channel);
        stop = () =>
        {
            lock (Gate)
            {
                watchers.Remove(channel);
            }
        };
        return channel.Reader;
    }

    public void Tell(PhoneEvent happened)
    {
        foreach (var watcher in watchers)
        {
            watcher.Writer.TryWrite(happened);
        }
    }
}
