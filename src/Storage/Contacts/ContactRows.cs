using System.Text.Json.Nodes;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>
/// The one way contacts that exist are changed. Inside a transaction that holds the workspace's strangers: takes the conversations first (as turns do), then
/// the rows. A changed contact's conversations get a new version, so that a live grain throws away what it knew of the contact.
/// </summary>
internal static class ContactRows
{
    /// <summary>Takes the lock that all writers of a workspace's contacts share.</summary>
    public static async Task Hold(NpgsqlConnection connection, string workspace, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        Locks.Strangers(batch, [workspace]);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The contacts of these ids that exist, held until the transaction ends.</summary>
    public static async Task<IReadOnlyList<StoredContact>> Take(
        NpgsqlConnection connection,
        string workspace,
        IReadOnlyList<long> ids,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        var talks = batch.Add(
            """
            select pg_advisory_xact_lock(v.id) from (
                select id from conversations where workspace_id = $1 and contact_id = any($2::bigint[]) order by id) v
            """
        );
        talks.Text(workspace);
        talks.Bigints(ids, id => id);
        var rows = batch.Add(
            $"""
            select {ContactSql.Columns} from contacts c
            where c.workspace_id = $1 and c.id = any($2::bigint[]) and c.merged_into is null order by c.id for update
            """
        );
        rows.Text(workspace);
        rows.Bigints(ids, id => id);

        await using var row = await batch.ExecuteReaderAsync(cancel);
        await row.NextResultAsync(cancel);
        var found = new List<StoredContact>(ids.Count);
        while (await row.ReadAsync(cancel))
            found.Add(ContactSql.Read(row));
        return found;
    }

    public static void Write(NpgsqlBatch batch, IReadOnlyList<StoredContact> contacts)
    {
        var sql = batch.Add(
            """
            update contacts c set name = n.name, named_by = n.named_by, phone = n.phone, bsuid = n.bsuid, language = n.language,
                tags = array(select jsonb_array_elements_text(n.tags::jsonb)), fields = n.fields::jsonb,
                opted_in_at = n.opted_in_at, opted_in_source = n.opted_in_source, opted_out_at = n.opted_out_at, opted_out_source = n.opted_out_source,
                blocked_at = n.blocked_at, updated_at = now(), version = c.version + 1
            from unnest($1::bigint[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::text[],
                    $11::timestamptz[], $12::text[], $13::timestamptz[])
                as n (id, name, named_by, phone, bsuid, language, tags, fields, opted_in_at, opted_in_source, opted_out_at, opted_out_source, blocked_at)
            where c.id = n.id
            """
        );
        sql.Bigints(contacts, one => one.Id);
        sql.Texts(contacts, one => one.Name);
        sql.Smallints(contacts, one => (short)(one.NamedByPerson ? 1 : 0));
        sql.Texts(contacts, one => one.Phone);
        sql.Texts(contacts, one => one.Bsuid);
        sql.Texts(contacts, one => one.Language);
        sql.Texts(contacts, one => TagsJson(one.Tags));
        sql.Texts(contacts, one => one.Fields);
        sql.Times(contacts, one => one.OptedIn?.At);
        sql.Texts(contacts, one => one.OptedIn?.Source);
        sql.Times(contacts, one => one.OptedOut?.At);
        sql.Texts(contacts, one => one.OptedOut?.Source);
        sql.Times(contacts, one => one.BlockedAt);

        batch
            .Add("update conversations set version = version + 1 where contact_id = any($1::bigint[])")
            .Bigints(contacts, one => one.Id);
    }

    /// <summary>Tags that are new to the workspace stand in its list from now on.</summary>
    public static void KnowTags(NpgsqlBatch batch, string workspace, IEnumerable<string> tags)
    {
        var names = tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
            return;
        var sql = batch.Add(
            "insert into tags (workspace_id, name) select $1, t.name from unnest($2::text[]) as t (name) on conflict do nothing"
        );
        sql.Text(workspace);
        sql.Texts(names, name => name);
    }

    public static string TagsJson(IReadOnlyList<string> tags) =>
        new JsonArray([.. tags.Select(tag => (JsonNode?)tag)]).ToJsonString();
}
