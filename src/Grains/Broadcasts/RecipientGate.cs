using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Those who may be handed over now; when to ask again for others who were not put off in their rows, or null.</summary>
internal sealed record Admitted(IReadOnlyList<WaitingRecipient> Now, DateTimeOffset? AskAgainAt);

/// <summary>
/// Whom of those who wait a broadcast may reach now: by their clock and the quiet hours, and by Meta's limit of new people in a day. Whom the clock puts
/// off is put off in the row, so that nobody looks at them again before.
/// </summary>
internal sealed class RecipientGate(
    LaunchFacts facts,
    Recipients recipients,
    DailyPeople daily,
    [FromKeyedServices("app")] TimeProvider clock
)
{
    private static readonly TimeSpan LimitLook = TimeSpan.FromSeconds(5);

    /// <summary>Whoever has no place within the limit of a day, and would keep others waiting, is put off by this.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    public async Task<Admitted> Admit(Broadcast broadcast, IReadOnlyList<WaitingRecipient> waiting)
    {
        if (broadcast is { LocalAt: not null } or { Plan.QuietHours: not null })
            waiting = await AtTheirTime(broadcast, waiting);
        if (waiting.Count == 0)
            return new Admitted([], null);
        return broadcast.Channels.Count == 1
            ? await WithinTheLimit(broadcast, broadcast.ChannelId, waiting)
            : await WithinTheLimits(broadcast, waiting);
    }

    /// <summary>When it is worth looking at the part again; null: soon.</summary>
    public async Task<DateTimeOffset?> NextRound(Broadcast broadcast, ShardPlace place)
    {
        if (broadcast is { LocalAt: null, Plan.QuietHours: null } or { LocalAt: null, Plan: null })
            return null;

        var next = await recipients.NextDue(broadcast.Id, place.Start, place.End, CancellationToken.None);
        var longest = clock.GetUtcNow() + LongestRest;
        return next is null ? null
            : next < longest ? next
            : longest;
    }

    private async Task<IReadOnlyList<WaitingRecipient>> AtTheirTime(
        Broadcast broadcast,
        IReadOnlyList<WaitingRecipient> waiting
    )
    {
        var zone = await facts.TimeZone(broadcast.WorkspaceId, CancellationToken.None);
        var workspace = ContactClocks.Zone(zone) ?? TimeZoneInfo.Utc;
        var now = clock.GetUtcNow();
        var (due, later) = (new List<WaitingRecipient>(waiting.Count), new List<DeferredRecipient>());
        foreach (var one in waiting)
        {
            var contact = ContactClocks.Of(one.TimeZone, one.Phone, workspace);
            if (DueTimes.NotBefore(broadcast, contact, workspace, now) is { } at)
                later.Add(new DeferredRecipient(one.Ord, at));
            else
                due.Add(one);
        }
        if (later.Count > 0)
            await recipients.Defer(broadcast.Id, later, CancellationToken.None);
        return due;
    }

    /// <summary>Whoever has no place at one number is put off in the row: the others must not wait for them.</summary>
    private async Task<Admitted> WithinTheLimits(Broadcast broadcast, IReadOnlyList<WaitingRecipient> waiting)
    {
        var may = new HashSet<int>(waiting.Count);
        foreach (var same in waiting.GroupBy(one => one.ChannelId))
            may.UnionWith((await WithinTheLimit(broadcast, same.Key, [.. same])).Now.Select(one => one.Ord));

        // in their own order, so that all numbers send at once and not one after the other
        var now = waiting.Where(one => may.Contains(one.Ord)).ToList();
        var at = clock.GetUtcNow() + LongestRest;
        var later = waiting
            .Where(one => !may.Contains(one.Ord))
            .Select(one => new DeferredRecipient(one.Ord, at))
            .ToList();
        if (later.Count > 0)
            await recipients.Defer(broadcast.Id, later, CancellationToken.None);
        return new Admitted(now, null);
    }

    private async Task<Admitted> WithinTheLimit(
        Broadcast broadcast,
        long channel,
        IReadOnlyList<WaitingRecipient> waiting
    )
    {
        if (
            broadcast.Content is BroadcastFlow { InsideWindowOnly: true }
            || await daily.Room(channel, CancellationToken.None) is not { Limit: { } limit } room
        )
            return new Admitted(waiting, null);

        // an open window does not count, nor does who gets nothing
        var strangers = waiting.Where(one => one is { WindowOpen: false, Bar: null }).ToArray();
        if (strangers.Length == 0)
            return new Admitted(waiting, null);

        var places = await daily.Take(
            room.ConnectionId,
            limit,
            [.. strangers.Select(one => one.ContactId)],
            CancellationToken.None
        );
        var now = waiting
            .Where(one => one.WindowOpen || one.Bar is not null || places.Contains(one.ContactId))
            .ToArray();
        return new Admitted(now, now.Length == waiting.Count ? null : clock.GetUtcNow() + LimitLook);
    }
}
