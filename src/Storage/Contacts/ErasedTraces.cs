using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>
/// Takes a person out of places that are nobody's own. Looking through all of them takes long, so it is done before an erasure holds anything; what came
/// since is looked through by the erasure itself. When something fails in between, the contact is still there and can be erased again.
/// </summary>
internal sealed class ErasedTraces(Database database, string workspace, ErasedPerson person, int patience)
{
    // longer than any writer of these tables takes: what had begun and was not yet to be seen is younger than that
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(10);

    /// <summary>All that there is; the answer is how far, for <see cref="RemoveSince"/>.</summary>
    public async Task<DateTimeOffset> Remove(CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var ask = new NpgsqlCommand("select now()", connection);
        var now = (DateTime)(await ask.ExecuteScalarAsync(cancel) ?? DateTime.MinValue);
        await Remove(connection, DateTimeOffset.MinValue, cancel);
        await transaction.CommitAsync(cancel);
        return now - UnderWay;
    }

    /// <summary>What came since, in the transaction of the erasure.</summary>
    public Task RemoveSince(NpgsqlConnection connection, DateTimeOffset since, CancellationToken cancel) =>
        Remove(connection, since, cancel);

    private async Task Remove(NpgsqlConnection connection, DateTimeOffset since, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = patience };
        foreach (var statement in OfTexts)
        {
            var sql = batch.Add(statement);
            sql.Text(workspace);
            sql.Texts([.. person.Traces], one => one);
            sql.Time(since);
        }
        // whoever asks again is still told that it was done
        var kept = batch.Add(
            "update idempotency_keys set body = null where workspace_id = $1 and created_at > $2 and body is not null"
        );
        kept.Text(workspace);
        kept.Time(since);
        await batch.ExecuteNonQueryAsync(cancel);
        await RemoveFromLists(connection, since, cancel);
    }

    /// <summary>
    /// A campaign that froze its list later would make the person anew, without what they had said about being written to. Numbers are compared as
    /// elsewhere, which the database cannot.
    /// </summary>
    private async Task RemoveFromLists(NpgsqlConnection connection, DateTimeOffset since, CancellationToken cancel)
    {
        foreach (var id in await Lists(connection, since, cancel))
        {
            await using var ask = new NpgsqlCommand("select audience from broadcasts where id = $1", connection);
            ask.Parameters.Value(id);
            if (
                await ask.ExecuteScalarAsync(cancel) is not string text
                || StorageJson.ReadAudience(text) is not ListedPhones listed
            )
                continue;
            var others = listed.Recipients.Where(one => !person.Phones.Contains(PhoneKey.Of(one.Phone))).ToArray();
            if (others.Length == listed.Recipients.Count)
                continue;

            await using var write = new NpgsqlCommand(
                "update broadcasts set audience = $2::json, updated_at = now() where id = $1",
                connection
            );
            write.Parameters.Value(id);
            write.Parameters.Text(StorageJson.Of(listed with { Recipients = others }));
            await write.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>Held until the transaction ends. What was frozen has none any more; what was cancelled before still has.</summary>
    private async Task<IReadOnlyList<long>> Lists(
        NpgsqlConnection connection,
        DateTimeOffset since,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlCommand(
            """
            select id from broadcasts
            where workspace_id = $1 and updated_at > $2 and audience ->> 'kind' = 'phones' and json_array_length(audience -> 'recipients') > 0
            order by id for no key update
            """,
            connection
        );
        ask.CommandTimeout = patience;
        ask.Parameters.Text(workspace);
        ask.Parameters.Time(since);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var ids = new List<long>();
        while (await row.ReadAsync(cancel))
            ids.Add(row.GetInt64(0));
        return ids;
    }

    private static readonly string[] OfTexts =
    [
        """
            delete from quarantine q using connections n
            where n.workspace_id = $1 and q.connection_id = n.id and q.received_at > $3
                and exists (select 1 from unnest($2::text[]) as t (trace) where position(convert_to(t.trace, 'UTF8') in q.body) > 0)
            """,
        // while an import runs nobody is erased
        """
            delete from contact_import_rejects r using contact_imports i
            where i.workspace_id = $1 and r.import_id = i.id and (i.ended_at is null or i.ended_at > $3)
                and exists (
                    select 1 from unnest($2::text[]) as t (trace)
                    where position(lower(t.trace) in lower(array_to_string(r.cells, ' '))) > 0
                        or (t.trace ~ '^[0-9]{6,}$'
                            and position(right(t.trace, 8) in regexp_replace(array_to_string(r.cells, ' '), '[^0-9]', '', 'g')) > 0))
            """,
        """
            update contact_audit a set detail = '{}'
            where a.workspace_id = $1 and a.at > $3
                and exists (select 1 from unnest($2::text[]) as t (trace) where position(lower(t.trace) in lower(a.detail::text)) > 0)
            """,
    ];
}
