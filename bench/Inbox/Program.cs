// How long the list of the inbox takes over many conversations: a private PostgreSQL, the queries of the product.
using System.Diagnostics;
using Npgsql;
using WhatsAppBot.PrivatePostgres;
using WhatsAppBot.Storage;

var conversations = args.Length > 0 ? int.Parse(args[0], null) : 100_000;
const int Tries = 60;
const string Workspace = "bench";

var folder = Directory.CreateTempSubdirectory("bench-inbox-");
try
{
    await using var cluster = await PrivateCluster.Start(
        new PrivateClusterOptions(Path.Combine(folder.FullName, "pg"))
        {
            Settings = PrivateClusterOptions.ProductSettings,
        },
        CancellationToken.None
    );
    var connection = await cluster.Database("bench", CancellationToken.None);
    await Migrations.Apply(connection);
    await using var source = NpgsqlDataSource.Create($"{connection};Command Timeout=0");
    await using var database = new Database(connection);
    var list = new InboxList(database);
    var words = new MessageWords(database);

    await Do(source, Generated(conversations));
    var began = Stopwatch.GetTimestamp();
    while (await words.TakeUp(CancellationToken.None)) { }
    Console.WriteLine(
        $"taken up into the search: {conversations * 3} messages in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"
    );
    await Do(source, "vacuum analyze");

    foreach (
        var (what, filter) in new (string, InboxFilter)[]
        {
            ("all, newest", new()),
            ("bot", new(InboxView.Bot)),
            ("unassigned", new(InboxView.Unassigned)),
            ("mine", new(InboxView.Mine)),
            ("snoozed", new(InboxView.Snoozed)),
            ("resolved", new(Status: WhatsAppBot.Storage.ConversationStatus.Resolved)),
            ("one queue", new(Queue: "q3")),
            ("a common label", new(Label: "l1")),
            ("a rare label", new(Label: "rare")),
            ("waiting longest", new(Sort: InboxSort.Waiting)),
            ("waiting longest, unassigned", new(InboxView.Unassigned, InboxSort.Waiting)),
            ("window closing soonest", new(Sort: InboxSort.Window)),
            ("window closing soonest, mine", new(InboxView.Mine, InboxSort.Window)),
            ("search: a word that all use", new(Search: "hola")),
            ("search: a rare word", new(Search: "rareza 17")),
            ("search: a name", new(Search: "oscar")),
            ("search: a number", new(Search: "49151000123")),
            ("search: nothing has it", new(Search: "zzzzz")),
            ("search: common word among mine", new(InboxView.Mine, Search: "hola")),
        }
    )
        await Timed(what, () => list.Page(Workspace, "u7", filter, null, 50, CancellationToken.None));
    // another person each time, so that no answer of before serves
    var person = 0;
    await Timed("counts", () => list.Counts(Workspace, $"u{person++}", CancellationToken.None));
}
finally
{
    folder.Delete(recursive: true);
}

static async Task Do(NpgsqlDataSource source, string sql)
{
    await using var command = source.CreateCommand(sql);
    await command.ExecuteNonQueryAsync();
}

static async Task Timed(string what, Func<Task> ask)
{
    var took = new List<double>();
    for (var i = 0; i < Tries; i++)
    {
        var began = Stopwatch.GetTimestamp();
        await ask();
        took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
    took.Sort();
    Console.WriteLine($"{what, -34} p50 {took[Tries / 2], 7:0.0} ms   p95 {took[Tries * 95 / 100], 7:0.0} ms");
}

static string Generated(int conversations) =>
    $"""
        insert into workspaces (id, name) values ('{Workspace}', 'Bench');
        insert into contacts (workspace_id, name, phone)
        select '{Workspace}', (array['Óscar', 'Ana', 'Bruno', 'Carla', 'Zoë'])[1 + i % 5] || ' ' || md5(i::text), (49151000000 + i)::text
        from generate_series(1, {conversations}) i;
        insert into conversations (workspace_id, channel_id, contact_id, seq, version, owner, assignee_id, assignee_name, queue, status, unread,
            window_closes_at, waiting_since, labels, last_seq, last_kind, last_text, last_direction, last_status, last_at)
        select '{Workspace}', 1, id, 3, 3, case when id % 3 = 0 then 0 when id % 3 = 1 then 1 else 2 end,
            case when id % 3 = 1 then 'u' || id % 50 end, case when id % 3 = 1 then 'U' end, case when id % 3 = 2 then 'q' || id % 7 end,
            case when id % 11 = 0 then 1 when id % 23 = 0 then 2 else 0 end, id % 4, now() + (id % 2880 - 1440) * interval '1 minute',
            case when id % 3 > 0 then now() - id * interval '1 second' end,
            case when id % 10 = 0 then array['l1'] when id % 5000 = 0 then array['rare'] else '{"{}"}' end,
            3, 'text', 'hola', 0, 100, now() - id * interval '3 seconds'
        from contacts;
        insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status, created_at)
        select c.id, s, s, '{Workspace}', 1, 0, 'text', 'Hola, ¿qué tal? Mensaje ' || s || ' rareza ' || c.id, '{"{}"}', '{"{}"}', 100, now()
        from conversations c, generate_series(1, 3) s;
        """;
