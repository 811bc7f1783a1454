using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>Everything the pretend Meta knows: numbers, chats, messages. It lives in memory and forgets the oldest.</summary>
public sealed class World
{
    private readonly SimulatorOptions options;
    private readonly Later later;
    private readonly ConcurrentDictionary<string, Account> accounts = new();
    private readonly ConcurrentDictionary<string, AppHook> hooks = new();
    private readonly ConcurrentDictionary<string, Line> lines = new();
    private readonly ConcurrentDictionary<string, Chat> byWamid = new();
    private readonly Queue<(Line Line, Chat Chat, long N)> order = new();

    /// <summary>Begins with the numbers of the settings.</summary>
    public World(IOptions<SimulatorOptions> options, IServiceProvider services)
    {
        this.options = options.Value;
        later = services.GetRequiredService<Later>();
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

        var account = Account(number.WabaId);

        if (
            lines.TryGetValue(number.PhoneNumberId, out var known)
            || !lines.TryAdd(number.PhoneNumberId, new(number, account, later))
        )
        {
            var line = known ?? lines[number.PhoneNumberId];
            (line.Number, line.Account) = (number, account);
            return true;
        }

        return false;
    }

    internal IEnumerable<Line> Lines => lines.Values;

    /// <summary>A line that nobody has: what stands for one where a request named none.</summary>
    internal Line Nobody => new(new BusinessNumber(), new Account("", later), later);

    internal IEnumerable<Account> Accounts => accounts.Values;

    internal IEnumerable<Line> LinesOf(Account account) =>
        lines
            .Values.Where(line => line.Account == account)
            .OrderBy(line => line.Number.PhoneNumberId, StringComparer.Ordinal);

    internal Account? FindAccount(string id) => accounts.GetValueOrDefault(id);

    /// <summary>The account that an id is of, or belongs to: the account's own, a template's or a form's.</summary>
    internal Account? AccountOf(string id) =>
        FindAccount(id)
        ?? accounts.Values.FirstOrDefault(account =>
            account.Templates.Find(id) is not null || account.Forms.Find(id) is not null
        );

    /// <summary>Whether the token may act for the account: it may for one of its numbers.</summary>
    internal bool Opens(Account account, string token) =>
        LinesOf(account).Any(line => line.Number.AccessToken is null || line.Number.AccessToken == token);

    /// <summary>The secret of an app that a number belongs to.</summary>
    internal string? Secret(string appId) =>
        lines
            .Values.FirstOrDefault(line => line.Number.AppId == appId && line.Number.AppSecret.Length > 0)
            ?.Number.AppSecret;

    internal bool HasApp(string appId) => lines.Values.Any(line => line.Number.AppId == appId);

    internal AppHook? HookOf(string appId) => hooks.GetValueOrDefault(appId);

    internal void Hook(string appId, AppHook? hook)
    {
        if (hook is null)
        {
            hooks.TryRemove(appId, out _);
            return;
        }

        hooks[appId] = hook;
    }

    /// <summary>Where a webhook goes: the number's own address, the account's, the app's; nowhere when nobody subscribed.</summary>
    internal string? UrlFor(BusinessNumber number, string field)
    {
        if (Line(number.PhoneNumberId) is not { } line)
        {
            return number.WebhookUrl;
        }

        if (!line.Account.Subscribed)
        {
            return null;
        }

        var own = field == "messages" ? line.State.OverrideUrl ?? line.Account.OverrideUrl : null;
        return own
            ?? (HookOf(number.AppId) is { } hook ? (hook.Fields.Contains(field) ? hook.Url : null) : number.WebhookUrl);
    }

    private Account Account(string wabaId) => accounts.GetOrAdd(wabaId, id => new Account(id, later));

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
            accounts.Clear();
            hooks.Clear();
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
            lines[number.PhoneNumberId] = new Line(number, Account(number.WabaId), later);
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

/// <summary>Where an app wants its webhooks, and about what.</summary>
internal sealed record AppHook(string Url, string VerifyToken, IReadOnlyCollection<string> Fields);
