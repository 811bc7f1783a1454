using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Inbox;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>Pages of broadcasts, sequences and who is in them.</summary>
internal static class Paging
{
    public const int Most = 200;

    /// <summary>What is wrong with it, or where the page begins: <paramref name="start"/> on the first one.</summary>
    public static ProblemHttpResult? Fault(
        int limit,
        string? cursor,
        long start,
        out long from,
        long most = long.MaxValue
    )
    {
        from = start;
        if (limit is < 1 or > Most)
            return Problems.BadRequest("limit", $"limit is 1 to {Most}.");
        if (cursor is null)
            return null;
        if (!Cursor.TryParse(cursor, out var found) || found.Id > most)
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");
        from = found.Id;
        return null;
    }

    /// <summary>Where the next page begins; null after the last one.</summary>
    public static string? Next(int count, int limit, DateTimeOffset at, long id) =>
        count == limit ? new Cursor(at, id).ToString() : null;
}
