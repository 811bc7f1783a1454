using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Chaos.Overload;

/// <summary>
/// What one look from outside found: which of the doors were open, how loaded the node says it is, and the least loaded of all, and how much memory it has.
/// </summary>
internal sealed record Look(
    DateTimeOffset At,
    TimeSpan Took,
    string Level,
    string Least,
    bool Messages,
    bool Statuses,
    bool Reports,
    long Memory
);

/// <summary>Looks at a node again and again: knocks at each door that may be closed, the one that closes last first.</summary>
internal sealed class Looks(ProcessHost node, IReadOnlyList<ProcessHost> others, Meta meta)
{
    /// <summary>From the least load to the most.</summary>
    public static readonly string[] Levels = ["calm", "busy", "crowded", "full", "over"];

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly List<Look> _all = [];
    private int _count;

    public IReadOnlyList<Look> All
    {
        get
        {
            lock (_all)
                return [.. _all];
        }
    }

    public async Task Run(CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var look = await One(http, cancel);
                lock (_all)
                    _all.Add(look);
                await Task.Delay(Every, cancel);
            }
            catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException)
            {
                // no answer in time says nothing about a door
            }
        }
    }

    /// <summary>Somebody writes: how long the answer took, or null when it was not taken.</summary>
    public async Task<double?> Asks(CancellationToken cancel)
    {
        var text = $"look {++_count}";
        var at = DateTimeOffset.UtcNow;
        try
        {
            if (await meta.Try(node.Address, "4915888888888", text, $"wamid.{text}", cancel) != 200)
                return null;
        }
        catch (Exception trouble)
            when (trouble is HttpRequestException
                || trouble is OperationCanceledException && !cancel.IsCancellationRequested
            )
        {
            return null;
        }
        await Eventually.True(
            () => meta.Posts.Any(post => post.Text == $"echo {text}"),
            "the look is answered",
            cancel
        );
        return (meta.Posts.First(post => post.Text == $"echo {text}").At - at).TotalSeconds;
    }

    private async Task<Look> One(HttpClient http, CancellationToken cancel)
    {
        var at = DateTimeOffset.UtcNow;
        var number = ++_count;
        var messages =
            await meta.Try(node.Address, "4915777777777", $"look {number}", $"wamid.look.{number}", cancel) == 200;
        using var told = await http.SendAsync(MetaWire.Signed(node.Address, Status(number)), cancel);
        using var report = await http.GetAsync(
            new Uri(node.Address, "/api/v1/workspaces/demo/contacts/count?filter="),
            cancel
        );
        var level = await Level(http, node, cancel);
        var levels = new List<string> { level };
        foreach (var other in others)
            levels.Add(await Level(http, other, cancel));
        return new Look(
            at,
            DateTimeOffset.UtcNow - at,
            level,
            levels.MinBy(one => Array.IndexOf(Levels, one)) ?? level,
            messages,
            told.IsSuccessStatusCode,
            (int)report.StatusCode != 503,
            Memory()
        );
    }

    private static async Task<string> Level(HttpClient http, ProcessHost node, CancellationToken cancel)
    {
        var health = await http.GetFromJsonAsync<JsonElement>(new Uri(node.Address, "/health/ready"), cancel);
        var load = health.GetProperty("checks").GetProperty("load").GetString() ?? "";
        return load.Replace("Healthy ", "", StringComparison.Ordinal).Split(',')[0];
    }

    /// <summary>Of a message that we do not know: it is put aside.</summary>
    private static byte[] Status(int number) =>
        MetaWire.Change(
            "statuses",
            new JsonObject
            {
                ["id"] = $"wamid.unknown.{number}",
                ["status"] = "sent",
                ["timestamp"] = MetaWire.Seconds(),
                ["recipient_id"] = "4915777777777",
            }
        );

    /// <summary>In MB, as the system counts it.</summary>
    private long Memory() =>
        File.ReadLines($"/proc/{node.Id}/status")
            .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024)
            .FirstOrDefault();
}
