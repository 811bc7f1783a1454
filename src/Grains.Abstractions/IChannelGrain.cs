namespace WhatsAppBot.Grains.Abstractions;

/// <summary>
/// One business number; the key is the channel's id. Keeps the number's rate: every send of every silo needs a permit from its bucket, replies before bulk.
/// </summary>
[Alias("wb.channel")]
public interface IChannelGrain : IGrainWithIntegerKey
{
    /// <summary>Asks for permits. What is granted is gone, used or not.</summary>
    [Alias("take")]
    Task<Permits> Take(int replies, int bulk);

    /// <summary>Meta said that the number sends too fast (130429 and its kin): halve the rate, and come back slowly.</summary>
    [Alias("throttled")]
    Task Throttled(TimeSpan pause);

    /// <summary>How fast it sends now, compared with how fast it may.</summary>
    [Alias("pace")]
    Task<ChannelPace> Pace();
}

/// <summary>The share of its rate that a number uses since Meta asked it to slow down (1: all of it), and until when it sends nothing.</summary>
[GenerateSerializer, Immutable, Alias("wb.channel-pace")]
public sealed record ChannelPace([property: Id(0)] double Share, [property: Id(1)] DateTimeOffset? SilentUntil);

/// <summary>Permits granted, and how long to wait before asking again when there were not enough.</summary>
[GenerateSerializer, Immutable, Alias("wb.permits")]
public sealed record Permits(
    [property: Id(0)] int Replies,
    [property: Id(1)] int Bulk,
    [property: Id(2)] TimeSpan AskAgainIn
);
