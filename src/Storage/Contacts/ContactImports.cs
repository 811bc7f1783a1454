using System.Runtime.CompilerServices;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>Imports as a durable job: exactly one node holds a running one, by a lease; progress is committed with the rows.</summary>
public sealed class ContactImports(Database database)
{
    private const string Columns = """
        id, workspace_id, file_name, size, state, settings, taken, created, updated, skipped, rejected, trouble, actor_id, actor_name,
        created_at, started_at, ended_at
        """;

    // cells are up to 2,000 characters
    private const int RejectedAtOnce = 200;

    public Task<IReadOnlyList<ContactImport>> List(string workspace, CancellationToken cancel) =>
        Read(
            $"select {Columns} from contact_imports where workspace_id = $1 and whole order by id desc limit 100",
            sql => sql.Text(workspace),
            cancel
        );

    public async Task<ContactImport?> Find(string workspace, long id, CancellationToken cancel) =>
        await Read(
            $"select {Columns} from contact_imports where workspace_id = $1 and id = $2 and whole",
            sql =>
            {
                sql.Text(workspace);
                sql.Value(id);
            },
            cancel
        )
            is [var one]
            ? one
            : null;

    /// <summary>False: it was started before, or went in an erasure.</summary>
    public async Task<bool> Start(string workspace, long id, string settings, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        // an erasure has made sure that no import runs which could bring the person back: it ends first
        Locks.Strangers(batch, [workspace]);
        var start = batch.Add(
            """
            update contact_imports set state = 1, settings = $3::json, started_at = now()
            where workspace_id = $1 and id = $2 and whole and state = 0
            returning id
            """
        );
        start.Text(workspace);
        start.Value(id);
        start.Text(settings);
        await using var row = await batch.ExecuteReaderAsync(cancel);
        await row.NextResultAsync(cancel);
        return await row.ReadAsync(cancel);
    }

    /// <summary>What is stored stays; the file goes. False: it is over already.</summary>
    public Task<bool> Cancel(string workspace, long id, CancellationToken cancel) =>
        End(
            "state = 4",
            "workspace_id = $1 and id = $2 and state in (0, 1)",
            sql =>
            {
                sql.Text(workspace);
                sql.Value(id);
            },
            cancel
        );

    /// <summary>The oldest running import that no living node holds, held by this one for half a minute; <see cref="ImportWriter"/> renews it.</summary>
    public async Task<ContactImport?> Claim(Guid holder, CancellationToken cancel) =>
        await Read(
            $"""
            update contact_imports set holder = $1, lease_until = now() + interval '30 seconds'
            where id = (
                select id from contact_imports where state = 1 and (lease_until is null or lease_until < now() or holder = $1)
                order by id limit 1 for update skip locked)
            returning {Columns}
            """,
            sql => sql.Value(holder),
            cancel
        )
            is [var one]
            ? one
            : null;

    public Task<bool> Finish(long id, Guid holder, string? trouble, CancellationToken cancel) =>
        End(
            "state = case when $3::text is null then 2 else 3 end, trouble = $3",
            "id = $1 and holder = $2 and state = 1",
            sql =>
            {
                sql.Value(id);
                sql.Value(holder);
                sql.Text(trouble);
            },
            cancel
        );

    /// <summary>Another node may go on at once.</summary>
    public async Task LetGo(Guid holder)
    {
        await using var let = database.Source.CreateCommand(
            "update contact_imports set lease_until = null, holder = null where holder = $1 and state = 1"
        );
        let.Parameters.Value(holder);
        await let.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>The rows that were not taken, in the file's order, a page at a time: whoever reads them slowly holds no connection.</summary>
    public async IAsyncEnumerable<RejectedRow> Rejected(long id, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<RejectedRow> page;
        var after = 0L;
        do
        {
            page = await Rejected(id, after, cancel);
            foreach (var row in page)
            {
                yield return row;
                after = row.Row;
            }
        } while (page.Count == RejectedAtOnce);
    }

    private async Task<IReadOnlyList<RejectedRow>> Rejected(long id, long after, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select row, line, reason, cells from contact_import_rejects where import_id = $1 and row > $2 order by row limit $3"
        );
        ask.Parameters.Value(id);
        ask.Parameters.Value(after);
        ask.Parameters.Value(RejectedAtOnce);
        var page = new List<RejectedRow>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            page.Add(
                new RejectedRow(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetFieldValue<string[]>(3))
            );
        return page;
    }

    private async Task<bool> End(
        string change,
        string which,
        Action<NpgsqlParameterCollection> fill,
        CancellationToken cancel
    )
    {
        await using var end = database.Source.CreateCommand(
            $"""
            with over as (
                update contact_imports set {change}, ended_at = now(), lease_until = null, holder = null where {which} returning id),
            gone as (
                delete from contact_import_parts p using over where p.import_id = over.id)
            select count(*) from over
            """
        );
        fill(end.Parameters);
        return (long)(await end.ExecuteScalarAsync(cancel) ?? 0L) == 1;
    }

    private async Task<IReadOnlyList<ContactImport>> Read(
        string sql,
        Action<NpgsqlParameterCollection> fill,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(sql);
        fill(ask.Parameters);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var found = new List<ContactImport>();
        while (await row.ReadAsync(cancel))
            found.Add(
                new ContactImport(
                    row.GetInt64(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetInt64(3),
                    (ImportState)row.GetInt16(4),
                    row.TextOrNull(5),
                    row.GetInt64(6),
                    row.GetInt64(7),
                    row.GetInt64(8),
                    row.GetInt64(9),
                    row.GetInt64(10),
                    row.TextOrNull(11),
                    new Actor(row.GetString(12), row.GetString(13)),
                    row.Time(14),
                    row.TimeOrNull(15),
                    row.TimeOrNull(16)
                )
            );
        return found;
    }
}
