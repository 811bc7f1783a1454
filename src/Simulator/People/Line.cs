using System.Collections.Concurrent;

namespace WhatsAppBot.Simulator;

/// <summary>A business number with the chats that hang on it.</summary>
internal sealed class Line(BusinessNumber number, Account account, Later later)
{
    private readonly ConcurrentDictionary<string, Chat> chats = new();
    private readonly ConcurrentDictionary<string, Chat> byUserId = new();
    private readonly OpenWindows windows = new(later);

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

        var userId = Chat.UserIdOf(phone, Number.WabaId);
        var chat = chats.GetOrAdd(phone, new Chat(phone, userId) { WroteAt = windows.Find(userId)?.At });
        byUserId[chat.UserId] = chat;
        return chat;
    }

    public Chat? Find(string phone) => chats.GetValueOrDefault(phone);

    public Chat? FindUserId(string userId) => byUserId.GetValueOrDefault(userId);

    /// <summary>
    /// The chat of a business-scoped user id. Somebody nobody has met is not on WhatsApp, unless the number trusts that the
    /// platform has met them.
    /// </summary>
    public Chat WithUserId(string userId) =>
        FindUserId(userId)
        ?? (
            windows.Find(userId) is { } window ? With(window.Phone)
            : Number.TrustUnseen
                ? byUserId.GetOrAdd(userId, new Chat("", userId) { UsernameOnly = true, OnWhatsApp = true })
            : new Chat("", userId) { UsernameOnly = true, OnWhatsApp = false }
        );

    /// <summary>Forgets a chat, but for the window that the person has opened.</summary>
    public void Remove(Chat chat)
    {
        if (chat is { WroteAt: { } at, Phone.Length: > 0 })
        {
            windows.Keep(chat.UserId, new OpenWindow(chat.Phone, at));
        }

        chats.TryRemove(new KeyValuePair<string, Chat>(chat.Phone, chat));
        byUserId.TryRemove(new KeyValuePair<string, Chat>(chat.UserId, chat));
    }
}
