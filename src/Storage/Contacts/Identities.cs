using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>Numbers and BSUIDs, and to whom they lead. Numbers are compared by <see cref="PhoneKey"/>, as on the webhook's way.</summary>
internal static class Identities
{
    /// <summary>
    /// Before anything else in a transaction after which an identity leads elsewhere or nowhere: waits for the arrivals under way,
    /// and makes every node forget the ways it knows.
    /// </summary>
    public static async Task HoldWays(NpgsqlConnection connection, bool needed, CancellationToken cancel)
    {
        if (!needed)
            return;
        await using var batch = new NpgsqlBatch(connection);
        Locks.Ways(batch);
        batch.Add("update contact_revision set revision = revision + 1");
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Who has one of them, other than <paramref name="self"/>.</summary>
    public static async Task<DeskResult.Taken?> Owner(
        NpgsqlConnection connection,
        string workspace,
        string? phone,
        string? bsuid,
        long? self,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlCommand(
            """
            select kind, contact_id from contact_identities
            where workspace_id = $1 and ((kind = 0 and value = $2) or (kind = 1 and value = $3)) and contact_id is distinct from $4
            order by kind limit 1
            """,
            connection
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(phone is null ? null : PhoneKey.Of(phone));
        ask.Parameters.Text(bsuid);
        ask.Parameters.Value(self ?? 0);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new DeskResult.Taken(row.GetInt16(0) == 0 ? "phone" : "bsuid", row.GetInt64(1))
            : null;
    }

    public static void Add(NpgsqlBatch batch, string workspace, long contact, string? phone, string? bsuid)
    {
        var sql = batch.Add(
            """
            insert into contact_identities (workspace_id, kind, value, contact_id)
            select $1, i.kind, i.value, $2 from (values (0::smallint, $3), (1::smallint, $4)) as i (kind, value) where i.value is not null
            on conflict do nothing
            """
        );
        sql.Text(workspace);
        sql.Value(contact);
        sql.Text(phone is null ? null : PhoneKey.Of(phone));
        sql.Text(bsuid);
    }

    public static void Remove(NpgsqlBatch batch, string workspace, string? phone, string? bsuid)
    {
        var sql = batch.Add(
            "delete from contact_identities where workspace_id = $1 and ((kind = 0 and value = $2) or (kind = 1 and value = $3))"
        );
        sql.Text(workspace);
        sql.Text(phone is null ? null : PhoneKey.Of(phone));
        sql.Text(bsuid);
    }
}
