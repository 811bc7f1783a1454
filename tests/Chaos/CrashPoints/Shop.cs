using System.Collections.Concurrent;
using Npgsql;
using WhatsAppBot.Chaos.Storm;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Chaos.CrashPoints;

/// <summary>Somebody else's server, which a flow calls to order something: a call that must not be made twice.</summary>
internal sealed class Shop : IDisposable
{
    public const string Phones = "49157";
    public const string Word = "order";

    private const string Ordered = "ordered";
    private const string NotKnown = "whether it is ordered is not known";

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Outside _server;

    public Shop() =>
        _server = new Outside(call => _asked.Enqueue(call.Url?.AbsolutePath.Trim('/').Replace("%2B", "") ?? ""));

    public string Host => _server.Host;

    public SeedFlow Flow =>
        new(
            "order",
            "Order",
            $$"""
            {
              "schemaVersion": 1,
              "nodes": [
                { "id": "word", "type": "trigger", "data": { "name": "Order", "kind": "keyword", "keywords": ["{{Word}}"] } },
                { "id": "echo", "type": "message", "data": { "name": "Echo", "text": "echo [[ input ]]" } },
                { "id": "call", "type": "api", "data": { "name": "Order it", "method": "POST", "url": "http://{{Host}}/[[ contact.phone | url_encode ]]" } },
                { "id": "done", "type": "message", "data": { "name": "Done", "text": "{{Ordered}}" } },
                { "id": "lost", "type": "message", "data": { "name": "Lost", "text": "{{NotKnown}}" } }
              ],
              "edges": [
                { "id": "a", "source": "word", "target": "echo" },
                { "id": "b", "source": "echo", "target": "call" },
                { "id": "c", "source": "call", "target": "done" },
                { "id": "d", "source": "call", "target": "lost", "sourceHandle": "error" }
              ]
            }
            """.Replace("[[", "{{", StringComparison.Ordinal).Replace("]]", "}}", StringComparison.Ordinal)
        );

    /// <summary>Everybody is told one end of their order, once; nobody's is placed twice, and who is told that it is ordered has ordered.</summary>
    public async Task<Promise> Orders(NpgsqlDataSource database, CancellationToken cancel)
    {
        var told = await Invariants.Rows(
            database,
            $"""
            select p.phone || ':' || coalesce(string_agg(m.text, ' and '), 'nothing')
            from contacts p join conversations c on c.contact_id = p.id
            left join messages m on m.conversation_id = c.id and m.text in ('{Ordered}', '{NotKnown}')
            where p.phone like '{Phones}%' group by p.phone
            """,
            cancel
        );
        var placed = _asked.GroupBy(phone => phone).ToDictionary(one => one.Key, one => one.Count());
        var wrong = new List<string>();
        foreach (var one in told)
        {
            var (phone, end) = (one[..one.IndexOf(':')], one[(one.IndexOf(':') + 1)..]);
            var times = placed.GetValueOrDefault(phone);
            if (end is not (Ordered or NotKnown))
                wrong.Add($"{phone} was told {end}");
            if (times > 1 || (end == Ordered && times == 0))
                wrong.Add($"{phone} was told {end}, and it was ordered {times} times");
        }
        return new Promise("I2", $"{told.Count} calls of flows", wrong);
    }

    public void Dispose() => _server.Dispose();
}
