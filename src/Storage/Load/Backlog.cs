namespace WhatsAppBot.Storage.Load;

/// <summary>
/// What waits in the inbox of the whole cluster, as one look at two indexes tells: the newest row's number, and the row that stands behind the first
/// <see cref="Overlooked"/> of the last minute, if there is one. So many, and all that is older, may wait for reasons of their own, and must not close
/// the door for all.
/// </summary>
public sealed record Backlog(long Newest, long? Head, TimeSpan HeadAge)
{
    /// <summary>So many rows count for nothing.</summary>
    public const int Overlooked = 1000;

    /// <summary>How many wait, about: rows are numbered as they come, and are done about in that order.</summary>
    public long Depth => Head is { } head ? Math.Max(0, Newest - head) + Overlooked : 0;
}
