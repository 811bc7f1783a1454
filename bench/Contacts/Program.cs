// How long lists take over a million contacts, and an import of 100,000 rows: a private PostgreSQL, one node, real HTTP.
// Arguments: how many contacts, how many rows, and a part of the names of the questions to ask (all).
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using WhatsAppBot.Load;
using WhatsAppBot.PrivatePostgres;
using WhatsAppBot.Storage;

var contacts = args.Length > 0 ? int.Parse(args[0], null) : 1_000_000;
var rows = args.Length > 1 ? int.Parse(args[1], null) : 100_000;
var only = args.Length > 2 ? args[2] : "";
const string Repository = "WhatsAppBot.sln";
var repository = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(repository.FullName, Repository)))
    repository = repository.Parent ?? throw new InvalidOperationException("run it from a source tree");

var http = new HttpClient();
var source = NpgsqlDataSource.Create("Host=127.0.0.1");
var folder = Directory.CreateTempSubdirectory("bench-contacts-");
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
    source = NpgsqlDataSource.Create($"{connection};Command Timeout=0");
    using var node = await HostProcess.Start(
        "Node",
        repository.FullName,
        "Release",
        new Dictionary<string, string>
        {
            ["ConnectionStrings__Main"] = connection,
            ["Demo__Enabled"] = "true",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["WhatsApp__GraphBaseUrl"] = "http://127.0.0.1:9",
        }
    );
    http = new HttpClient { BaseAddress = new Uri(node.Address), Timeout = TimeSpan.FromMinutes(10) };
    await Measure("generating", async () => await Do(Generated(contacts)));
    await Measure("vacuum", async () => await Do("vacuum analyze"));

    const string All = "/api/v1/workspaces/demo/contacts";
    await http.PutAsync("/api/v1/workspaces/demo/fields/plan", Json("""{"title":"Plan","type":"text"}"""));
    await http.PutAsync("/api/v1/workspaces/demo/fields/visits", Json("""{"title":"Visits","type":"number"}"""));
    foreach (var (what, question) in Questions.Where(one => one.What.Contains(only)))
        await Timed(
            what,
            () =>
                All
                + question
                    .Replace("{n}", $"{Random.Shared.Next(contacts)}")
                    .Replace("{w}", Word())
                    .Replace("{last}", Names.Last[Random.Shared.Next(Names.Last.Length)])
        );

    var clock = Stopwatch.StartNew();
    var read = 0L;
    await using (var export = await http.GetStreamAsync($"{All}/export"))
    {
        var buffer = new byte[1 << 16];
        for (int length; (length = await export.ReadAsync(buffer)) > 0; )
            read += length;
    }
    Console.WriteLine(
        $"export of everyone: {read >> 20} MB in {clock.Elapsed.TotalSeconds:0.0} s, node's peak {node.MemoryMb("VmHWM")} MB"
    );

    await Import(All, rows);
}
finally
{
    http.Dispose();
    await source.DisposeAsync();
    folder.Delete(recursive: true);
}

async Task Import(string all, int count)
{
    var file = new StringBuilder("phone,name,tags,visits\n");
    for (var i = 0; i < count; i++)
        file.Append(null, $"+4917{i:000000000},Imported {Word()} {i},imported;t{i % 10},{i % 50}\n");
    var upload = await (
        await http.PostAsync($"{all}/import", new StringContent(file.ToString()))
    ).Content.ReadFromJsonAsync<JsonElement>();
    var id = upload.GetProperty("id").GetInt64();
    var clock = Stopwatch.StartNew();
    var start = await http.PostAsync(
        $"{all}/import/{id}/start",
        Json(
            """{"columns":[{"name":"phone","to":"phone"},{"name":"name","to":"name"},{"name":"tags","to":"tags"},{"name":"visits","to":"fields.visits"}]}"""
        )
    );
    start.EnsureSuccessStatusCode();
    while (true)
    {
        var now = await http.GetFromJsonAsync<JsonElement>($"{all}/import/{id}");
        if (now.GetProperty("state").GetString() != "running")
        {
            Console.WriteLine(
                $"import of {count} rows: {clock.Elapsed.TotalSeconds:0.0} s, {now.GetProperty("state")}, created {now.GetProperty("created")}, rejected {now.GetProperty("rejected")}"
            );
            return;
        }
        await Task.Delay(200);
    }
}

async Task Timed(string what, Func<string> address)
{
    const int Times = 60;
    var taken = new List<double>();
    for (var i = 0; i < Times + 5; i++)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await http.GetAsync(address());
        await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{what}: {answer.StatusCode}");
        if (i >= 5)
            taken.Add(clock.Elapsed.TotalMilliseconds);
    }
    taken.Sort();
    Console.WriteLine($"{what, -44} p50 {taken[Times / 2], 7:0.0} ms  p95 {taken[Times * 95 / 100], 7:0.0} ms");
}

async Task Measure(string what, Func<Task> work)
{
    var clock = Stopwatch.StartNew();
    await work();
    Console.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:0.0} s");
}

async Task Do(string sql)
{
    foreach (var one in sql.Split(";\n"))
    {
        await using var command = source.CreateCommand(one);
        await command.ExecuteNonQueryAsync();
    }
}

static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

static string Word() => Names.All[Random.Shared.Next(Names.All.Length)];

// Names as they are met: a few first names and last names make up most people, and which go together is chance. Every tenth has two first names. The
// tag "old" has whoever came first and nobody else, as an import would leave it.
static string Generated(int count) =>
    $"""
        select setseed(0.42);
        insert into contacts (workspace_id, name, phone, language, tags, fields, opted_out_at, created_at)
        select 'demo', (array['{string.Join("','", Names.All)}'])[1 + floor(power(random(), 1.6) * {Names.All.Length})]
                || case when i % 10 = 1 then ' ' || (array['{string.Join(
            "','",
            Names.All
        )}'])[1 + floor(random() * {Names.All.Length})] else '' end
                || ' ' || (array['{string.Join(
            "','",
            Names.Last
        )}'])[1 + floor(power(random(), 1.6) * {Names.Last.Length})]
                || case when i % 10 = 0 then ' ' || i else '' end,
            '4915' || lpad(i::text, 9, '0'), (array['es','de','en','pt', null])[1 + i % 5],
            array['t' || i % 10] || case when i % 5000 = 0 then array['rare'] when i > {count} * 0.99 then array['old'] else '{"{}"}'::text[] end,
            jsonb_build_object('plan', 'p' || i % 1000, 'visits', i % 100),
            case when i % 50 = 0 then now() end, now() - i * interval '1 second'
        from generate_series(1, {count}) i;
        insert into contact_identities (workspace_id, kind, value, contact_id) select 'demo', 0, phone, id from contacts where workspace_id = 'demo' on conflict do nothing;
        insert into conversations (workspace_id, channel_id, contact_id, last_at, window_closes_at, last_kind, last_text, last_direction, last_status, last_seq)
        select 'demo', (select min(id) from channels), id, created_at, created_at + interval '24 hours', 'text', 'hello', 0, 0, 1 from contacts where id % 3 = 0 on conflict do nothing
        """;

internal static partial class Program
{
    private static readonly (string What, string Question)[] Questions =
    [
        ("newest", ""),
        ("by name", "?sort=name"),
        ("last seen", "?sort=seen"),
        ("search of a first name", "?search={w}"),
        ("search of a first name, by name", "?sort=name&search={w}"),
        ("search of a first name, last seen", "?sort=seen&search={w}"),
        ("search of a last name, by name", "?sort=name&search={last}"),
        ("search of first and last name", "?search={w}%20{last}"),
        ("search of first and last name, by name", "?sort=name&search={w}%20{last}"),
        ("search of first and last name, last seen", "?sort=seen&search={w}%20{last}"),
        ("search of two that nobody has", "?search={w}%20{last}%20{n}0"),
        ("search of two last names, by name", "?sort=name&search={last}%20{last}"),
        ("search of a rare word", "?search={n}0"),
        ("search of a rare word, by name", "?sort=name&search={n}0"),
        ("search of a number's beginning", "?search=%2B4915000{n}"),
        ("search of a number's end", "?search={n}"),
        ("search of a first name with a rare tag", "?search={w}&" + Rule(Tag("rare"))),
        ("search of a first name with a tag, by name", "?sort=name&search={w}&" + Rule(Tag("t3"))),
        ("common tag", "?" + Rule(Tag("t3"))),
        ("tag of the oldest", "?" + Rule(Tag("old"))),
        ("tag of the oldest, last seen", "?sort=seen&" + Rule(Tag("old"))),
        ("rare tag, by name", "?sort=name&" + Rule(Tag("rare"))),
        ("field is", "?" + Rule("""{"attribute":"fields.plan","op":"is","value":"p77"}""")),
        ("field is, by name", "?sort=name&" + Rule("""{"attribute":"fields.plan","op":"is","value":"p77"}""")),
        ("field is less", "?" + Rule("""{"attribute":"fields.visits","op":"less","value":3}""")),
        ("language and not opted out", "?" + Rule(Spanish)),
        ("opted out, by name", "?sort=name&" + Rule("""{"attribute":"optedOut","op":"is","value":true}""")),
        ("wrote in the last hour", "?" + Rule(Wrote)),
        ("number is", "?" + Rule("""{"attribute":"phone","op":"is","value":"4915000000042"}""")),
        ("name contains (nobody)", "?" + Rule(Contains("lloq"))),
        ("name contains what many have", "?" + Rule(Contains("arc"))),
        ("name contains what many have, by name", "?sort=name&" + Rule(Contains("lodi"))),
        ("name contains a part of a rare name", "?" + Rule(Contains("99995"))),
        ("name contains two letters", "?" + Rule(Contains("ro"))),
        ("name contains two letters (nobody)", "?" + Rule(Contains("qx"))),
        ("has no conversation", "?" + Rule("""{"attribute":"hasConversation","op":"is","value":false}""")),
        ("count of everyone", "/count"),
        ("count of a first name", "/count?search={w}"),
        ("count of first and last name", "/count?search={w}%20{last}"),
        ("count of a common tag", "/count?" + Rule(Tag("t3"))),
        ("count of what a name contains", "/count?" + Rule(Contains("arc"))),
    ];

    private const string Spanish = """
        {"and":[{"attribute":"language","op":"is","value":"es"},{"attribute":"optedOut","op":"is","value":false}]}
        """;

    private static string Wrote =>
        $$"""{"attribute":"lastInboundAt","op":"after","value":"{{DateTimeOffset.UtcNow.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}}"}""";

    private static string Tag(string tag) => $$"""{"attribute":"tag","op":"has","value":"{{tag}}"}""";

    private static string Contains(string part) => $$"""{"attribute":"name","op":"contains","value":"{{part}}"}""";

    private static string Rule(string rule) => $"filter={Uri.EscapeDataString(rule)}";
}
