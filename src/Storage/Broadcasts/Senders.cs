using System.Globalization;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Which of a broadcast's numbers writes to whom: the one that the contact talked with last, so that they know who it is and an open window is used; the
/// others are shared out by how fast each number sends. It hangs on the ids alone, so that whoever asks again finds the same.
/// </summary>
internal sealed record Senders(IReadOnlyList<(long Channel, int PerSecond)> Channels)
{
    /// <summary>The channel of <c>judged.contact_id</c>, as a column of a query; null: the broadcast's own.</summary>
    public string Write(NpgsqlParameterCollection parameters)
    {
        if (Channels.Count < 2)
            return "null::bigint";

        var sum = 0;
        var starts = new List<int>(Channels.Count);
        foreach (var (_, perSecond) in Channels)
        {
            starts.Add(sum);
            sum += perSecond;
        }
        parameters.Bigints(Channels, one => one.Channel);
        var channels = parameters.Count;
        parameters.Ints(starts, start => start);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            coalesce((
                select c.channel_id from conversations c
                where c.contact_id = judged.contact_id and c.channel_id = any(${channels}) and c.last_at is not null
                order by c.last_at desc limit 1),
                (${channels}::bigint[])[width_bucket(({Shares.OtherBucket} % {sum})::int, ${parameters.Count}::int[])])
            """
        );
    }
}
