using System.Text.Json.Serialization;

namespace WhatsAppBot.Simulator;

/// <summary>Lines of the log. A <paramref name="Last"/> below what was seen before says that the log began anew.</summary>
internal sealed record LogView(
    IReadOnlyList<LogLine> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Next,
    long Last
);

/// <summary>What went over the wire, for tests, load drivers and the page.</summary>
internal static class LogApi
{
    private const int Usual = 1_000;
    private const int Most = 10_000;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/log", Read);

    private static IResult Read(long? after, int? limit, int? tail, TrafficLog log)
    {
        if (after < 0 || limit is < 1 or > Most || tail is < 1 or > Most)
        {
            return Problems.BadInput($"after must not be negative, limit and tail must be 1 to {Most}");
        }

        var most = limit ?? tail ?? Usual;
        var last = log.Last;

        if (tail is { } newest)
        {
            after = Math.Max(0, last - newest);
        }

        var lines = log.After(after ?? 0, most + 1);
        var page = lines.Take(most).ToList();
        return ControlJson.Answer(new(page, lines.Count > most ? page[^1].N : null, last), ControlJson.Default.LogView);
    }
}
