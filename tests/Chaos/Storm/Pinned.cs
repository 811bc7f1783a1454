using System.Globalization;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Chaos.Storm;

/// <summary>People who are in the middle of a flow of three steps while new versions of it are published.</summary>
internal sealed class Pinned(string connection, NpgsqlDataSource database)
{
    private const string Phones = "49155";
    private const string Id = "pinned";

    private int _version = 1;
    private int _people;

    public static readonly SeedFlow Flow = new(Id, "Pinned", Document(1));

    /// <summary>A new version every few seconds, whatever becomes of the nodes.</summary>
    public async Task Publish(Dice dice, DateTimeOffset until, CancellationToken cancel)
    {
        await using var storage = new Storage.Database(connection);
        var (book, life) = (new FlowBook(storage), new FlowLife(storage));
        while (DateTimeOffset.UtcNow < until)
        {
            await Task.Delay(dice.Between(2, 5), cancel);
            var document = Document(_version + 1);
            try
            {
                await book.Save("demo", Id, null, document, new DraftNotes(0, 0), cancel);
                if (await book.Draft("demo", Id, cancel) is not { } draft)
                    throw new InvalidOperationException("The flow is gone.");
                // they stay where they are: that is what is promised
                if (await life.Publish("demo", Id, draft.Revision, document, Inside.Finish, cancel) is not null)
                    _version++;
            }
            catch (NpgsqlException)
            {
                // the database is away: later
            }
        }
    }

    /// <summary>A new one every now and then, who says three things with pauses between them.</summary>
    public async Task Come(Meta meta, Dice dice, DateTimeOffset until, CancellationToken cancel)
    {
        var all = new List<Task>();
        while (DateTimeOffset.UtcNow < until)
        {
            all.Add(Talk(_people++, dice.Between(1, 5), dice.Between(1, 5)));
            await Task.Delay(dice.Between(0.3, 1.2), cancel);
        }
        await Task.WhenAll(all);

        async Task Talk(int person, TimeSpan first, TimeSpan second)
        {
            var phone = (4915500000000 + person).ToString(CultureInfo.InvariantCulture);
            await meta.Say(phone, $"pin {person}", cancel);
            await Task.Delay(first, cancel);
            await meta.Say(phone, $"again {person}", cancel);
            await Task.Delay(second, cancel);
            await meta.Say(phone, $"last {person}", cancel);
        }
    }

    /// <summary>I16: whoever began with a version goes through all its steps with that one.</summary>
    public async Task<Promise> Judge(CancellationToken cancel)
    {
        var mixed = await Invariants.Rows(
            database,
            $"""
            select conversation_id || ' went through versions ' || string_agg(distinct flow_version::text, ', ')
            from turns where flow_id = '{Id}' and session_id is not null
            group by conversation_id, session_id having count(distinct flow_version) > 1
            """,
            cancel
        );
        var wrong = await Invariants.Rows(
            database,
            $"""
            select p.phone || ' heard ' || coalesce(string_agg(m.text, ', ' order by m.seq), 'nothing')
            from contacts p join conversations c on c.contact_id = p.id
            left join messages m on m.conversation_id = c.id and m.direction = 1 and m.text like 'step % of version %'
            where p.phone like '{Phones}%'
            group by p.phone
            having count(m.text) <> 3 or count(distinct split_part(m.text, ' ', 5)) <> 1
            """,
            cancel
        );
        return new Promise("I16", $"{_people} sessions, {_version} versions", [.. mixed, .. wrong]);
    }

    private static string Document(int version) =>
        $$"""
            {
              "schemaVersion": 1,
              "nodes": [
                { "id": "word", "type": "trigger", "data": { "name": "Pin", "kind": "keyword", "keywords": ["pin"] } },
                { "id": "echo1", "type": "message", "data": { "name": "Echo", "text": "echo [[ input ]]" } },
                { "id": "ask1", "type": "ask", "data": { "name": "One", "text": "step 1 of version {{version}}", "answer": "text", "saveAs": "one" } },
                { "id": "echo2", "type": "message", "data": { "name": "Echo", "text": "echo [[ one ]]" } },
                { "id": "ask2", "type": "ask", "data": { "name": "Two", "text": "step 2 of version {{version}}", "answer": "text", "saveAs": "two" } },
                { "id": "echo3", "type": "message", "data": { "name": "Echo", "text": "echo [[ two ]]" } },
                { "id": "end", "type": "message", "data": { "name": "Three", "text": "step 3 of version {{version}}" } }
              ],
              "edges": [
                { "id": "a", "source": "word", "target": "echo1" },
                { "id": "b", "source": "echo1", "target": "ask1" },
                { "id": "c", "source": "ask1", "target": "echo2" },
                { "id": "d", "source": "echo2", "target": "ask2" },
                { "id": "e", "source": "ask2", "target": "echo3" },
                { "id": "f", "source": "echo3", "target": "end" }
              ]
            }
            """.Replace("[[", "{{", StringComparison.Ordinal).Replace("]]", "}}", StringComparison.Ordinal);
}
