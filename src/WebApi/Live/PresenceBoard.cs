using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Live;

/// <summary>Who is at which conversation, as the live streams tell it: so that who comes later sees it too, and who falls silent goes.</summary>
internal sealed class PresenceBoard(IHubContext<InboxHub> hub, ILogger<PresenceBoard> log) : SteadyBeat(Every, log)
{
    public static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(long Conversation, string Person), (PresenceChanged News, long At)> seen =
        new();

    public void Note(PresenceChanged news)
    {
        var key = (news.ConversationId, news.Person.Id);
        if (news.State == PresenceState.Gone)
            seen.TryRemove(key, out _);
        else
            seen[key] = (news, Environment.TickCount64);
    }

    public IReadOnlyList<PresenceChanged> At(string workspace, long? conversation) =>
        [
            .. seen
                .Values.Select(one => one.News)
                .Where(news =>
                    news.Workspace == workspace && (conversation is null || news.ConversationId == conversation)
                )
                .OrderBy(news => news.ConversationId)
                .ThenBy(news => news.Person.Id, StringComparer.Ordinal),
        ];

    protected override async Task Beat(CancellationToken cancel)
    {
        foreach (var (key, (news, at)) in seen)
        {
            if (
                Environment.TickCount64 - at < GoneAfter.TotalMilliseconds
                || !seen.TryRemove(new KeyValuePair<(long, string), (PresenceChanged, long)>(key, (news, at)))
            )
                continue;
            await hub
                .Clients.Group(InboxHub.Group(news.Workspace))
                .SendAsync("presence", news with { State = PresenceState.Gone }, cancel);
        }
    }
}
