using Orleans.Concurrency;

namespace WhatsAppBot.Grains.Abstractions;

/// <summary>
/// One campaign; the key is its id. Its row in the database is the truth of where it stands: each wish is one guarded update, and a wish that does not fit
/// changes nothing. Progress is counted from the recipients.
/// </summary>
[Alias("wb.broadcast")]
public interface IBroadcastGrain : IGrainWithIntegerKey
{
    /// <summary>Begins now, or at a time: for all at once, or for each contact when their clock shows it. The audience is frozen when it begins.</summary>
    [Alias("start")]
    Task<StepAnswer> Start(DateTimeOffset? at, bool localTime = false);

    /// <summary>No send of it begins later than 2 s after the answer.</summary>
    [Alias("pause")]
    Task<StepAnswer> Pause();

    /// <summary>Goes on where it stopped.</summary>
    [Alias("resume")]
    Task<StepAnswer> Resume();

    /// <summary>Ends it for everybody who has not got it. As fast as a pause.</summary>
    [Alias("cancel")]
    Task<StepAnswer> Cancel();

    /// <summary>Tries the failed of one code anew, or (null) all that may be tried anew.</summary>
    [Alias("retry")]
    Task<StepAnswer> Retry(int? code);

    /// <summary>At most so many a second; null: as fast as the channel. Holds within a second.</summary>
    [Alias("rate")]
    Task<StepAnswer> Rate(int? perSecond);

    /// <summary>How far it is, at most some seconds old. Null: there is no such broadcast.</summary>
    [Alias("progress")]
    Task<ProgressNow?> Progress();

    /// <summary>What it would come to if it began now. Null: there is no such broadcast.</summary>
    [Alias("estimate")]
    Task<EstimateNow?> Estimate();

    /// <summary>Your time may have come, or you may be running: look. Nobody waits for the answer; any number of times a second.</summary>
    [Alias("poke"), OneWay]
    Task Poke();

    /// <summary>A send of yours showed that the others have no chance now.</summary>
    [Alias("trouble"), OneWay]
    Task Trouble(BroadcastTrouble trouble);
}

/// <summary>A part of a broadcast's audience; the key is the broadcast's id times eight and the part's number.</summary>
[Alias("wb.broadcast-shard")]
public interface IBroadcastShardGrain : IGrainWithIntegerKey
{
    /// <summary>Hand over for the next seconds, at most so many a second (null: as the channel allows). Not asked again, you stop.</summary>
    [Alias("run"), OneWay]
    Task Run(double? perSecond);

    /// <summary>Hand over nobody any more.</summary>
    [Alias("stop"), OneWay]
    Task Stop();
}

/// <summary>Why a broadcast has to stop: one word, Meta's code and words, and the number it met them at.</summary>
[GenerateSerializer, Immutable, Alias("wb.broadcast-trouble")]
public sealed record BroadcastTrouble(
    [property: Id(0)] string Reason,
    [property: Id(1)] int? Code,
    [property: Id(2)] string? Detail,
    [property: Id(3)] long? ChannelId = null
);

/// <summary>The progress as the JSON that screens get.</summary>
[GenerateSerializer, Immutable, Alias("wb.progress-now")]
public sealed record ProgressNow([property: Id(0)] byte[] Json);

/// <summary>The estimate as the JSON that screens get.</summary>
[GenerateSerializer, Immutable, Alias("wb.estimate-now")]
public sealed record EstimateNow([property: Id(0)] byte[] Json);

/// <summary>One recipient is to get the broadcast; without a number it is a test, which is no recipient.</summary>
[GenerateSerializer, Immutable, Alias("wb.bulk-send")]
public sealed record BulkSend(
    [property: Id(0)] long BroadcastId,
    [property: Id(1)] int? Ord,
    [property: Id(2)] int Attempt,
    [property: Id(3)] string? Values,
    [property: Id(4)] Guid ClientId,
    [property: Id(5)] string? Variant = null
);

/// <summary>How handing over went.</summary>
[GenerateSerializer, Alias("wb.bulk-outcome")]
public enum BulkOutcome
{
    /// <summary>Committed; it is on its way.</summary>
    Handed = 0,

    /// <summary>Somebody was faster, or the broadcast runs no more.</summary>
    NotWaiting = 1,

    /// <summary>This recipient does not get it, for a reason.</summary>
    Skipped = 2,

    /// <summary>Not now: come back to this recipient.</summary>
    Later = 3,

    /// <summary>Nobody can get it now, for a reason.</summary>
    Impossible = 4,
}

/// <summary>How handing over went, and why.</summary>
[GenerateSerializer, Immutable, Alias("wb.bulk-result")]
public sealed record BulkResult(
    [property: Id(0)] BulkOutcome Outcome,
    [property: Id(1)] string? Reason = null,
    [property: Id(2)] long Seq = 0
);
