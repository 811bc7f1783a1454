using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos.CrashPoints;

/// <summary>Another program that is told of every message by an outgoing webhook.</summary>
internal sealed class Subscriber : IDisposable
{
    private const string Wanted = """
        select case m.direction when 0 then 'message.received:' else 'message.created:' end || m.conversation_id || ':' || m.seq
        from messages m where m.direction in (0, 1)
        """;

    private readonly ConcurrentQueue<string> _told = new();
    private readonly Outside _server;

    public Subscriber() =>
        _server = new Outside(call => _told.Enqueue(call.Headers["WhatsAppBot-Event-Id"] ?? "without an id"));

    public string Host => _server.Host;

    /// <summary>From now on it is told.</summary>
    public async Task Join(Insistent api, CancellationToken cancel)
    {
        using var joined = await api.Post(
            "webhooks",
            new { url = $"http://{Host}/", kinds = new[] { "message.received", "message.created" } },
            cancel
        );
        Assert.Equal(HttpStatusCode.Created, joined.StatusCode);
    }

    /// <summary>Nothing is left to be told.</summary>
    public static async Task<bool> KnowsAll(NpgsqlDataSource database, CancellationToken cancel) =>
        await Invariants.Rows(
            database,
            $"""
            select 'not made' from ({Wanted} except all select event_id from webhook_events) as w (id)
            union all
            select 'not posted' from webhook_deliveries where state = 0
            """,
            cancel
        )
            is [];

    /// <summary>Every message is told, in the order of its conversation, under one id; again only by whoever cannot know that it was told before.</summary>
    public async Task<Promise> Judge(NpgsqlDataSource database, int deaths, CancellationToken cancel)
    {
        var wanted = await Invariants.Rows(database, Wanted, cancel);
        var made = await Invariants.Rows(database, "select event_id from webhook_events order by lane, id", cancel);
        var told = _told.Distinct().ToList();
        var wrong = new List<string>();
        wrong.AddRange(wanted.Except(made).Select(id => $"{id} was not made"));
        wrong.AddRange(made.Except(wanted).Select(id => $"{id} is of no message"));
        wrong.AddRange(made.Except(told).Select(id => $"{id} was not told"));
        wrong.AddRange(told.Except(made).Select(id => $"{id} was told, and is not on record"));
        wrong.AddRange(
            await Invariants.Rows(
                database,
                "select e.event_id || ' has state ' || d.state from webhook_deliveries d join webhook_events e on e.id = d.event where d.state <> 1",
                cancel
            )
        );
        // an attempt that nobody could note any more is made again
        var repeated = _told.GroupBy(id => id).Where(same => same.Count() > 1 + deaths);
        wrong.AddRange(repeated.Select(same => $"{same.Key} was told {same.Count()} times"));
        foreach (var lane in made.GroupBy(Lane))
        {
            if (!told.Where(id => Lane(id) == lane.Key).SequenceEqual(lane))
                wrong.Add($"conversation {lane.Key} was told out of order");
        }
        return new Promise("I2", $"{made.Count} events told, {_told.Count - told.Count} of them again", wrong);
    }

    public void Dispose() => _server.Dispose();

    private static string Lane(string id) => id.Split(':') is [_, var conversation, _] ? conversation : id;
}
