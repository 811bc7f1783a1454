using System.Globalization;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Which share of an audience gets which variant, and which is held out. It hangs on the ids of broadcast and contact alone, so that whoever asks again
/// finds the same. Those held out are recipients who are skipped: the audience still adds up.
/// </summary>
internal sealed record Shares(IReadOnlyList<BroadcastVariant>? Variants, int HoldOut)
{
    /// <summary>The reason of those who are held out, and the key they are counted under.</summary>
    public const string HeldOut = "hold_out";

    // no hash of PostgreSQL's own, which another version may reckon otherwise; what tells the hold-out does not tell the variant
    private const string Bucket =
        "('x' || substr(encode(sha256(($2::text || ':' || contact_id::text)::bytea), 'hex'), 1, 8))::bit(32)::bigint";
    private const int Parts = 10_000;

    /// <summary>Of the same hash, and independent of the one that tells variants and hold-out.</summary>
    public const string OtherBucket =
        "('x' || substr(encode(sha256(($2::text || ':' || contact_id::text)::bytea), 'hex'), 9, 8))::bit(32)::bigint";

    /// <summary>Variant, state and reason of <c>contact_id</c> for broadcast $2, as columns of a query.</summary>
    public string Write(NpgsqlParameterCollection parameters)
    {
        var variant = "null::text";
        if (Variants is { Count: > 0 } variants)
        {
            parameters.Texts(variants, one => one.Key);
            var keys = parameters.Count;
            // where each begins; a weight of nothing begins where the next does, and so gets nobody
            var sum = 0;
            var starts = new List<int>(variants.Count);
            foreach (var one in variants)
            {
                starts.Add(sum);
                sum += one.Weight;
            }
            parameters.Ints(starts, start => start);
            variant = string.Create(
                CultureInfo.InvariantCulture,
                $"(${keys}::text[])[width_bucket(({Bucket} / {Parts} % {sum})::int, ${parameters.Count}::int[])]"
            );
        }
        if (HoldOut <= 0)
            return $"{variant}, 0, null";

        var isHeld = string.Create(CultureInfo.InvariantCulture, $"{Bucket} % {Parts} < {HoldOut * (Parts / 100)}");
        return $"case when {isHeld} then '{HeldOut}' else {variant} end, case when {isHeld} then 30 else 0 end, case when {isHeld} then '{HeldOut}' end";
    }
}
