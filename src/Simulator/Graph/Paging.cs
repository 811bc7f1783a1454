using System.Text;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>Cuts a list into Graph's pages: cursors on both sides, <c>next</c> only when there is more.</summary>
internal static class Paging
{
    private const int Usual = 25;
    private const int Most = 1_000;

    public static Task Answer(GraphCall call, IReadOnlyList<JsonObject> all)
    {
        var asked = call.Query("limit");
        var limit = Usual;

        if (asked is not null && (!int.TryParse(asked, out limit) || limit < 1))
        {
            return call.Refuse(GraphError.Parameter("Param limit must be a number greater than 0."));
        }

        limit = Math.Min(limit, Most);
        var (start, right) = Start(call, all, limit);

        if (!right)
        {
            return call.Refuse(GraphError.Parameter("Invalid cursors values"));
        }

        var page = all.Skip(start).Take(limit).ToList();
        var answer = new JsonObject { ["data"] = new JsonArray([.. page]) };

        if (page.Count > 0)
        {
            var paging = new JsonObject
            {
                ["cursors"] = new JsonObject { ["before"] = Cursor(start), ["after"] = Cursor(start + page.Count - 1) },
            };

            if (start + page.Count < all.Count)
            {
                paging["next"] = Link(call, "after", Cursor(start + page.Count - 1), limit);
            }

            if (start > 0)
            {
                paging["previous"] = Link(call, "before", Cursor(start), limit);
            }

            answer["paging"] = paging;
        }

        return call.Answer(answer);
    }

    private static (int At, bool Right) Start(GraphCall call, IReadOnlyList<JsonObject> all, int limit)
    {
        if (call.Query("after") is { } after)
        {
            return Place(after) is { } last && last < all.Count ? (last + 1, true) : (0, false);
        }

        if (call.Query("before") is { } before)
        {
            return Place(before) is { } first ? (Math.Max(0, Math.Min(first, all.Count) - limit), true) : (0, false);
        }

        return (0, true);
    }

    private static string Cursor(int place) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"place {place}"));

    private static int? Place(string cursor)
    {
        Span<byte> bytes = stackalloc byte[48];
        return
            cursor.Length <= 64
            && Convert.TryFromBase64String(cursor, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]) is var text
            && text.StartsWith("place ", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(6), out var place)
            && place >= 0
            ? place
            : null;
    }

    private static string Link(GraphCall call, string name, string cursor, int limit)
    {
        var others = call
            .Context.Request.Query.Where(one => one.Key is not ("after" or "before" or "limit" or "access_token"))
            .Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value.ToString())}");
        var query = string.Join('&', [.. others, $"limit={limit}", $"{name}={Uri.EscapeDataString(cursor)}"]);
        return $"{call.Base}/{call.Id}/{call.Edge}?{query}";
    }
}
