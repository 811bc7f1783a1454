using Npgsql;
using WhatsAppBot.Messages;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

/// <summary>A migrated database with one workspace and two numbers, as one node sees it.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Workspace = "ours";
    public const long Channel = 1;
    public const long OtherChannel = 2;

    private readonly TestDatabase place;
    private int count;

    private World(TestDatabase place)
    {
        this.place = place;
        Node = new Writers(ConnectionString);
    }

    /// <summary>The writers of the first node.</summary>
    public Writers Node { get; }

    public NpgsqlDataSource Sql => place.Source;

    /// <summary>With patience: a busy machine is not a database that is away.</summary>
    public string ConnectionString => $"{place.ConnectionString};Timeout=60;Command Timeout=120";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<World> Make()
    {
        var world = new World(await TestDatabase.Create(Migrate));
        await world.Node.Seeds.Plant(
            new Seed(Workspace, "Ours", "meta", "secret", "verify", "token", "111", "15550000001", "One", true, 80, []),
            Cancel
        );
        await world.Do(
            """
            insert into channels (workspace_id, connection_id, phone_number_id, number, title)
            values ('ours', 'meta', '222', '15550000002', 'Two')
            """
        );
        return world;
    }

    /// <summary>A word that no other call gave.</summary>
    public string Fresh(string start) => $"{start}{Interlocked.Increment(ref count)}";

    public async Task Do(string sql)
    {
        await using var command = Sql.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public async Task<T> Ask<T>(string sql)
    {
        await using var command = Sql.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancel) ?? throw new InvalidOperationException("no row"));
    }

    /// <summary>The rows of a query, each as its columns with a bar between.</summary>
    public async Task<IReadOnlyList<string>> Rows(string sql)
    {
        await using var command = Sql.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await row.ReadAsync(Cancel))
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(row.GetValue)));
        return rows;
    }

    /// <summary>Holds what the statement locks until the answer is disposed.</summary>
    public async Task<IAsyncDisposable> Hold(string sql)
    {
        var connection = await Sql.OpenConnectionAsync(Cancel);
        await using (var begin = new NpgsqlCommand("begin", connection))
            await begin.ExecuteNonQueryAsync(Cancel);
        await using (var take = new NpgsqlCommand(sql, connection))
            await take.ExecuteNonQueryAsync(Cancel);
        return new Held(connection);
    }

    /// <summary>Until so many wait for a lock.</summary>
    public Task Waits(int many = 1) =>
        Eventually.True(
            async () =>
                await Ask<long>(
                    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                ) == many,
            $"{many} wait for a lock",
            Cancel
        );

    /// <summary>A conversation of a contact nobody knew, with nothing waiting.</summary>
    public async Task<long> Conversation()
    {
        var row = await Arrive(new Sender(Fresh("4915100000"), null));
        await Do($"delete from inbox where id = {row.Id}");
        return row.ConversationId;
    }

    public async Task<InboxRow> Arrive(Sender sender) =>
        await Append(sender, Fresh("wamid.in")) ?? throw new InvalidOperationException("a fresh wamid was known");

    public Task<InboxRow?> Append(Sender sender, string wamid, long channel = Channel) =>
        Node.Inbox.TryAppend(new Arrival(Workspace, channel, sender, wamid, "{}"u8.ToArray()))
        ?? throw new InvalidOperationException("the line is full");

    /// <summary>A conversation with one outbound message of a bot whose first attempt is on record.</summary>
    public async Task<PendingSend> Attempted(string session = "s1")
    {
        var send = await Pending(session);
        return await Node.Attempt(send, Cancel) is 1
            ? send
            : throw new InvalidOperationException("the first attempt was not granted");
    }

    /// <summary>A conversation with one outbound message of a bot that is to be sent.</summary>
    public async Task<PendingSend> Pending(string session = "s1")
    {
        var conversation = await Conversation();
        var committed = await Node.Turns.Commit(
            Make(conversation, 0, state: Idle with { SessionId = session }, messages: [Said("hello", session)]),
            Cancel
        );
        return Send(conversation, committed?.FirstSeq ?? throw new InvalidOperationException("stale"), session);
    }

    public static PendingSend Send(long conversation, long seq, string? session = "s1") =>
        new(conversation, seq, Workspace, Channel, Lane.Reply, new TextContent("hello"), null, session, "n1", null);

    public static ConversationState Idle { get; } =
        new(null, null, null, Owner.Bot, null, ConversationStatus.Open, null, null, null);

    public static NewMessage Said(string text, string session = "s1", Guid? clientId = null) =>
        new(
            Direction.Outbound,
            new TextContent(text),
            new BotAuthor("f", 1, "Flow", "n1", null, session),
            MessageStatus.Queued,
            DateTimeOffset.UtcNow,
            Lane.Reply,
            ClientId: clientId,
            SessionId: session,
            NodeId: "n1"
        );

    public static NewMessage Heard(string text) =>
        new(
            Direction.Inbound,
            new TextContent(text),
            new ContactAuthor(),
            MessageStatus.Received,
            DateTimeOffset.UtcNow
        );

    public static Turn Make(
        long conversation,
        long version,
        long inbox = 0,
        ConversationState? state = null,
        TimerChange? timer = null,
        params NewMessage[] messages
    ) =>
        new(
            Workspace,
            Channel,
            conversation,
            version,
            inbox,
            state ?? Idle,
            timer ?? TimerChange.None,
            messages,
            new TurnLog(DateTimeOffset.UtcNow, "{}", "[]")
        );

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await place.DisposeAsync();
    }

    internal static Task Migrate(string connectionString) => Migrations.Apply(connectionString);

    private sealed class Held(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (var end = new NpgsqlCommand("rollback", connection))
                await end.ExecuteNonQueryAsync();
            await connection.DisposeAsync();
        }
    }
}
