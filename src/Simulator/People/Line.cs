using System.Collections.Concurrent;

namespace WhatsAppBot.Simulator;

/// <summary>A business number with the chats that hang on it.</summary>
internal sealed class Line(BusinessNumber number, Account account, Later later)
{
    private readonly ConcurrentDictionary<string, Chat> chats = new();
    private readonly ConcurrentDictionary<string, Chat> byUserId = new();

    public BusinessNumber Number { get; set; } = number;
    public Account Account { get; set; } = account;
    public NumberState State { get; } = new(later);
    public Throughput Throughput { get; } = new();
    public IEnumerable<Chat> Chats => chats.Values;

    /// <summary>The chat with this phone, made when there is none.</summary>
    public Chat With(string phone)
    {
        if (chats.TryGetValue(phone, out var known))
        {
            return known;
        }

        var chat = chats.GetOrAdd(phone, new Chat(phone, Chat.UserIdOf(phone, Number.WabaId)));
        byUserId[chat.UserId] = chat;
        return chat;
    }

    public Chat? Find(string phone) => chats.GetValueOrDefault(phone);

    /// <summary>The chat of a business-scoped user id; somebody nobody has met is not on WhatsApp.</summary>
    public Chat WithUserId(string userId) =>
        byUserId.GetValueOrDefault(userId) ?? new Chat("", userId) { OnWhatsApp = false, UsernameOnly = true };

    public void Remove(Chat chat)
    {
        chats.TryRemove(new KeyValuePair<string, Chat>(chat.Phone, chat));
        byUserId.TryRemove(new KeyValuePair<string, Chat>(chat.UserId, chat));
    }
}
