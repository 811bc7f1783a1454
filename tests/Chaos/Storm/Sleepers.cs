using System.Globalization;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Chaos.Storm;

/// <summary>People who start a flow that waits a while: each says one word, and is rung once.</summary>
internal static class Sleepers
{
    public const string Phones = "49154";

    /// <summary>Those who come when all is well again.</summary>
    public const string CalmPhones = "491545";
    public const string Rang = "rang";
    public const int Seconds = 4;

    public static readonly SeedFlow Flow = new(
        "later",
        "Later",
        $$"""
        {
          "schemaVersion": 1,
          "nodes": [
            { "id": "word", "type": "trigger", "data": { "name": "Later", "kind": "keyword", "keywords": ["later"] } },
            { "id": "echo", "type": "message", "data": { "name": "Echo", "text": "echo [[ input ]]" } },
            { "id": "wait", "type": "delay", "data": { "name": "Wait", "seconds": {{Seconds}} } },
            { "id": "ring", "type": "message", "data": { "name": "Ring", "text": "{{Rang}}" } }
          ],
          "edges": [
            { "id": "a", "source": "word", "target": "echo" },
            { "id": "b", "source": "echo", "target": "wait" },
            { "id": "c", "source": "wait", "target": "ring" }
          ]
        }
        """.Replace("[[", "{{", StringComparison.Ordinal).Replace("]]", "}}", StringComparison.Ordinal)
    );

    /// <summary>A new one every now and then.</summary>
    public static async Task Come(Meta meta, Dice dice, DateTimeOffset until, CancellationToken cancel)
    {
        var all = new List<Task>();
        for (var i = 0; DateTimeOffset.UtcNow < until; i++)
        {
            all.Add(meta.Say((4915400000000 + i).ToString(CultureInfo.InvariantCulture), $"later {i}", cancel));
            await Task.Delay(dice.Between(0.2, 1), cancel);
        }
        await Task.WhenAll(all);
    }

    /// <summary>Ten a second when nothing is harmed any more.</summary>
    public static async Task ComeInCalm(Meta meta, int people, CancellationToken cancel)
    {
        var all = new List<Task>();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < people; i++)
        {
            all.Add(meta.Say((4915450000000 + i).ToString(CultureInfo.InvariantCulture), $"later {i}", cancel));
            await beat.WaitForNextTickAsync(cancel);
        }
        await Task.WhenAll(all);
    }
}
