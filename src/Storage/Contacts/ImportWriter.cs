using System.Text.Json.Nodes;
using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>
/// Stores some rows of an import and how far it is in one transaction: after a crash the next node goes on where the last commit was, and no row counts twice.
/// </summary>
public sealed class ImportWriter(Database database)
{
    /// <summary>False: another node has taken over, or it was cancelled; nothing was written.</summary>
    public async Task<bool> Write(ImportBite bite, CancellationToken cancel)
    {
        var workspace = bite.Import.Workspace;
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ContactRows.Hold(connection, workspace, cancel);

        var owners = await Owners(connection, workspace, bite.Rows, cancel);
        var rejected = bite.Rejected.ToList();
        var fresh = new List<ImportRow>();
        var known = new Dictionary<long, ImportRow>();
        var skipped = 0;
        foreach (var row in bite.Rows)
        {
            var byPhone = row.Phone is null ? null : owners.Find(0, PhoneKey.Of(row.Phone));
            var byBsuid = row.Bsuid is null ? null : owners.Find(1, row.Bsuid);
            if (byPhone is not null && byBsuid is not null && byPhone != byBsuid)
                rejected.Add(Reject(row, "The number and the BSUID belong to two contacts."));
            else if ((byPhone ?? byBsuid) is not { } owner)
                fresh.Add(row);
            else if (!bite.UpdateExisting)
                skipped++;
            else if (!known.TryAdd(owner, row))
                rejected.Add(Reject(row, "An earlier row is of the same contact."));
        }

        var was = await ContactRows.Take(connection, workspace, [.. known.Keys], cancel);
        var now = was.Select(one => (Contact: Changed(one, known[one.Id], out var log), Log: log, Was: one)).ToArray();
        var changed = now.Where(one => !ReferenceEquals(one.Contact, one.Was)).ToArray();

        await using var batch = new NpgsqlBatch(connection);
        var made = Insert(batch, workspace, fresh, await Ids(connection, fresh.Count, cancel));
        if (changed.Length > 0)
            ContactRows.Write(batch, [.. changed.Select(one => one.Contact)]);
        foreach (var (id, row) in known.OrderBy(one => one.Key))
            Identities.Add(batch, workspace, id, row.Phone, row.Bsuid);
        ContactRows.KnowTags(batch, workspace, bite.Rows.SelectMany(row => row.Change.Tag));
        ContactLog.Write(
            batch,
            workspace,
            bite.Import.Actor,
            [
                .. made.Select(one => new LogLine(one.Id, "imported", new JsonObject { ["import"] = bite.Import.Id })),
                .. changed.Select(one => new LogLine(one.Contact.Id, "imported", one.Log)),
            ]
        );
        KeepRejects(batch, bite.Import.Id, rejected);
        Advance(batch, bite, fresh.Count, known.Count, skipped, rejected.Count);

        await using (var row = await batch.ExecuteReaderAsync(cancel))
        {
            var advanced = false;
            do
            {
                while (await row.ReadAsync(cancel))
                    advanced = true;
            } while (await row.NextResultAsync(cancel));
            if (!advanced)
                return false;
        }
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>With the number or the BSUID that it lacked, too.</summary>
    private static StoredContact Changed(StoredContact was, ImportRow row, out JsonObject log)
    {
        var now = row.Change.Apply(was, DateTimeOffset.UtcNow, out log);
        if (was.Phone is null && row.Phone is not null)
        {
            now = now with { Phone = row.Phone };
            log["phone"] = new JsonObject { ["from"] = null, ["to"] = row.Phone };
        }
        if (was.Bsuid is null && row.Bsuid is not null)
        {
            now = now with { Bsuid = row.Bsuid };
            log["bsuid"] = new JsonObject { ["from"] = null, ["to"] = row.Bsuid };
        }
        return now;
    }

    private static RejectedRow Reject(ImportRow row, string reason) => new(row.Row, row.Line, reason, row.Cells);

    private sealed class Ownership : Dictionary<(short Kind, string Value), long>
    {
        public long? Find(short kind, string value) => TryGetValue((kind, value), out var owner) ? owner : null;
    }

    private static async Task<Ownership> Owners(
        NpgsqlConnection connection,
        string workspace,
        IReadOnlyList<ImportRow> rows,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlCommand(
            """
            select i.kind, i.value, i.contact_id
            from unnest($2::smallint[], $3::text[]) as w (kind, value)
            join contact_identities i on i.workspace_id = $1 and i.kind = w.kind and i.value = w.value
            """,
            connection
        );
        var asked = rows.SelectMany(row =>
                ((short Kind, string? Value)[])[(0, row.Phone is null ? null : PhoneKey.Of(row.Phone)), (1, row.Bsuid)]
            )
            .Where(one => one.Value is not null)
            .ToArray();
        ask.Parameters.Text(workspace);
        ask.Parameters.Smallints(asked, one => one.Kind);
        ask.Parameters.Texts(asked, one => one.Value);
        var owners = new Ownership();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            owners[(row.GetInt16(0), row.GetString(1))] = row.GetInt64(2);
        return owners;
    }

    private static async Task<long[]> Ids(NpgsqlConnection connection, int count, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand(
            "select nextval(pg_get_serial_sequence('contacts', 'id')) from generate_series(1, $1)",
            connection
        );
        ask.Parameters.Value(count);
        var ids = new List<long>(count);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            ids.Add(row.GetInt64(0));
        return [.. ids];
    }

    private static StoredContact[] Insert(
        NpgsqlBatch batch,
        string workspace,
        IReadOnlyList<ImportRow> rows,
        long[] ids
    )
    {
        var at = DateTimeOffset.UtcNow;
        var made = rows.Select(
                (row, i) =>
                    row.Change.Apply(
                        new StoredContact(
                            ids[i],
                            null,
                            false,
                            row.Phone,
                            row.Bsuid,
                            null,
                            [],
                            "{}",
                            null,
                            null,
                            null,
                            at,
                            at,
                            1
                        ),
                        at,
                        out _
                    )
            )
            .ToArray();
        var sql = batch.Add(
            """
            insert into contacts (id, workspace_id, name, named_by, phone, bsuid, language, tags, fields, opted_in_at, opted_in_source,
                opted_out_at, opted_out_source, blocked_at)
            select n.id, $1, n.name, n.named_by, n.phone, n.bsuid, n.language, array(select jsonb_array_elements_text(n.tags::jsonb)), n.fields::jsonb,
                n.opted_in_at, n.opted_in_source, n.opted_out_at, n.opted_out_source, n.blocked_at
            from unnest($2::bigint[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[],
                    $11::text[], $12::timestamptz[], $13::text[], $14::timestamptz[])
                as n (id, name, named_by, phone, bsuid, language, tags, fields, opted_in_at, opted_in_source, opted_out_at, opted_out_source, blocked_at)
            """
        );
        sql.Text(workspace);
        sql.Bigints(made, one => one.Id);
        sql.Texts(made, one => one.Name);
        sql.Smallints(made, one => (short)(one.NamedByPerson ? 1 : 0));
        sql.Texts(made, one => one.Phone);
        sql.Texts(made, one => one.Bsuid);
        sql.Texts(made, one => one.Language);
        sql.Texts(made, one => ContactRows.TagsJson(one.Tags));
        sql.Texts(made, one => one.Fields);
        sql.Times(made, one => one.OptedIn?.At);
        sql.Texts(made, one => one.OptedIn?.Source);
        sql.Times(made, one => one.OptedOut?.At);
        sql.Texts(made, one => one.OptedOut?.Source);
        sql.Times(made, one => one.BlockedAt);

        var ways = batch.Add(
            """
            insert into contact_identities (workspace_id, kind, value, contact_id)
            select $1, w.kind, w.value, w.id from unnest($2::smallint[], $3::text[], $4::bigint[]) as w (kind, value, id)
            """
        );
        var keys = made.SelectMany(one =>
                ((short Kind, string? Value, long Id)[])
                    [(0, one.Phone is null ? null : PhoneKey.Of(one.Phone), one.Id), (1, one.Bsuid, one.Id)]
            )
            .Where(one => one.Value is not null)
            .ToArray();
        ways.Text(workspace);
        ways.Smallints(keys, one => one.Kind);
        ways.Texts(keys, one => one.Value);
        ways.Bigints(keys, one => one.Id);
        return made;
    }

    private static void KeepRejects(NpgsqlBatch batch, long import, IReadOnlyList<RejectedRow> rejected)
    {
        var sql = batch.Add(
            """
            insert into contact_import_rejects (import_id, row, line, reason, cells)
            select $1, r.row, r.line, r.reason, array(select jsonb_array_elements_text(r.cells::jsonb))
            from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[]) as r (row, line, reason, cells)
            """
        );
        sql.Value(import);
        sql.Bigints(rejected, one => one.Row);
        sql.Bigints(rejected, one => one.Line);
        sql.Texts(rejected, one => one.Reason);
        sql.Texts(rejected, one => ContactRows.TagsJson([.. one.Cells.Select(CleanText.Of)]));
    }

    private static void Advance(NpgsqlBatch batch, ImportBite bite, int created, int updated, int skipped, int rejected)
    {
        var sql = batch.Add(
            """
            update contact_imports set taken = $4, created = created + $5, updated = updated + $6, skipped = skipped + $7,
                rejected = rejected + $8, lease_until = now() + interval '30 seconds'
            where id = $1 and holder = $2 and state = 1 and taken = $3
            returning id
            """
        );
        sql.Value(bite.Import.Id);
        sql.Value(bite.Holder);
        sql.Value(bite.From);
        sql.Value(bite.Taken);
        sql.Value((long)created);
        sql.Value((long)updated);
        sql.Value((long)skipped);
        sql.Value((long)rejected);
    }
}
