using System.Threading.RateLimiting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>How fast each key may ask: a bucket of tokens per key and node, which forgets keys that are not used.</summary>
internal sealed class KeyLimits : IDisposable
{
    /// <summary>A sixth of the minute's requests may come at once.</summary>
    private const int Parts = 6;

    private readonly PartitionedRateLimiter<Caller> buckets = PartitionedRateLimiter.Create<Caller, string>(caller =>
        caller.PerMinute is { } most
            ? RateLimitPartition.GetTokenBucketLimiter(
                $"{caller.Id} {most}",
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = Math.Max(1, most / Parts),
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1) / most,
                    QueueLimit = 0,
                    AutoReplenishment = true,
                }
            )
            : RateLimitPartition.GetNoLimiter("none")
    );

    /// <summary>Takes a token; how long to wait when there is none.</summary>
    public TimeSpan? Wait(Caller caller)
    {
        if (caller.PerMinute is null)
            return null;

        using var lease = buckets.AttemptAcquire(caller);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => buckets.Dispose();
}
