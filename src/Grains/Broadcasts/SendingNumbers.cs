using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>A number that a broadcast goes out from, and what holds it back.</summary>
internal sealed record SendingNumber(long Id, string Title, string Number, Limiter? Limiter = null);

/// <summary>What is known at one moment and holds for all numbers of a broadcast.</summary>
internal sealed record LimitFacts(
    IReadOnlyDictionary<long, DailyRoom> Rooms,
    TimeZoneInfo Workspace,
    DateTimeOffset Now
);

/// <summary>The numbers of a broadcast: who they are, and what holds each of them back.</summary>
internal sealed class SendingNumbers(ChannelCatalog channels, IGrainFactory grains)
{
    // the report is not worth waiting for a silo that has just died
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Those that it goes out from, also those that have nobody.</summary>
    public async ValueTask<IReadOnlyList<SendingNumber>> Of(Broadcast row)
    {
        var all = new List<SendingNumber>();
        foreach (var id in row.Channels)
        {
            var found = (await channels.Find(id))?.Channel;
            all.Add(new SendingNumber(id, found?.Title ?? "", found?.Number ?? ""));
        }
        return all;
    }

    /// <summary>The same, with what holds each back.</summary>
    public async Task<IReadOnlyList<SendingNumber>> Limited(
        Broadcast row,
        IReadOnlyList<RecipientCount> counts,
        LimitFacts facts
    )
    {
        var all = new List<SendingNumber>();
        foreach (var number in await Of(row))
        {
            var theirs = counts.Where(one => (one.ChannelId ?? row.ChannelId) == number.Id).ToList();
            all.Add(number with { Limiter = await Limiter(row, number.Id, theirs, facts) });
        }
        return all;
    }

    private async Task<Limiter?> Limiter(
        Broadcast row,
        long channel,
        IReadOnlyList<RecipientCount> theirs,
        LimitFacts facts
    )
    {
        if (!theirs.Any(one => one.State is RecipientState.Waiting or RecipientState.Handed))
            return null;
        if (row.State is not (BroadcastState.Running or BroadcastState.Paused))
            return null;
        // in memory, and some seconds old at most
        var known = await channels.Find(channel);
        if (known is { IsHeld: true })
            return new Limiter("token");
        if (row.State == BroadcastState.Paused)
            return new Limiter(row.ReasonChannelId == channel && row.Reason is { } reason ? reason : "paused");

        var limiter = Limits.Of(row, theirs, facts.Rooms.GetValueOrDefault(channel), facts.Workspace, facts.Now);
        if (limiter.Until is not null || await Pace(channel) is not { } pace)
            return limiter;

        var rate = pace.Share * known?.Channel.MessagesPerSecond;
        return pace.SilentUntil is not null || pace.Share < 1 && !(row.PerSecond <= rate)
            ? new Limiter("slowed", pace.SilentUntil)
            : limiter;
    }

    /// <summary>Null: its grain does not answer, and the report says less.</summary>
    private async Task<ChannelPace?> Pace(long channel)
    {
        try
        {
            return await grains.GetGrain<IChannelGrain>(channel).Pace().WaitAsync(Patience);
        }
        catch (Exception trouble) when (trouble is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
