using WhatsAppBot.Simulation.Tests.Memory;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.Simulation.Tests.Likeness;

/// <summary>The real thing.</summary>
internal sealed class Sql(TestDatabase place, Database database) : IAsyncDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public InboxWriter Inbox { get; } = new(database, new ContactDirectory(database));

    public TurnWriter Turns { get; } = new(database);

    public ClaimWriter Claims { get; } = new(database);

    public SendRecordWriter Records { get; } = new(database);

    public StatusWriter Statuses { get; } = new(database);

    public Recovery Recovery { get; } = new(database);

    public Timers Timers { get; } = new(database);

    public static async Task<Sql> Make()
    {
        var place = await TestDatabase.Create(Migrate);
        var database = new Database($"{place.ConnectionString};Timeout=60;Command Timeout=120");
        await new Seeds(database).Plant(
            new Seed(Tables.Workspace, "Ours", "meta", "s", "v", "t", "111", "15550000001", "One", true, 80, []),
            Cancel
        );
        return new Sql(place, database);
    }

    public async Task<string> Left(long conversation)
    {
        await using var command = place.Source.CreateCommand(
            $"""
            select 'v' || version || ' seq ' || seq || ' rows ' || (select count(*) from inbox where conversation_id = {conversation})
                from conversations where id = {conversation}
            union all select * from (
                select seq || ' changed ' || changed_seq || ' ' || status || ' ' || coalesce(wamid, '') || ' ' || case when resent then 'resent' else '' end
                from messages where conversation_id = {conversation} order by seq) m
            union all select * from (
                select seq || ' is ' || state || ' try ' || attempt || ' ' || case when resend then 'again' else '' end
                from outbox where conversation_id = {conversation} order by seq) o
            union all select 'timer ' || generation from timers where conversation_id = {conversation}
            """
        );
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await row.ReadAsync(Cancel))
            rows.Add(row.GetString(0));
        return string.Join('\n', rows);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in (IAsyncDisposable[])[Inbox, Turns, Claims, Records, Statuses, database, place])
            await writer.DisposeAsync();
    }

    private static Task Migrate(string connectionString) => Migrations.Apply(connectionString);
}
