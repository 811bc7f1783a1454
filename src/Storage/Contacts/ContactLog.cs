using System.Text.Json.Nodes;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>A line to be written into the log of changes.</summary>
internal sealed record LogLine(long Contact, string Kind, JsonObject Detail);

/// <summary>Writes who changed what, in the transaction of the change.</summary>
internal static class ContactLog
{
    public static void Write(NpgsqlBatch batch, string workspace, Actor actor, IReadOnlyList<LogLine> lines)
    {
        var sql = batch.Add(
            """
            insert into contact_changes (workspace_id, contact_id, actor_id, actor_name, kind, detail)
            select $1, l.contact, $2, $3, l.kind, l.detail::json
            from unnest($4::bigint[], $5::text[], $6::text[]) as l (contact, kind, detail)
            """
        );
        sql.Text(workspace);
        sql.Text(actor.Id);
        sql.Text(actor.Name);
        sql.Bigints(lines, line => line.Contact);
        sql.Texts(lines, line => line.Kind);
        sql.Texts(lines, line => line.Detail.ToJsonString());
    }

    /// <summary>What was done to many at once, or to one who is gone. The batch answers with the line's id.</summary>
    public static void Audit(NpgsqlBatch batch, string workspace, Actor actor, string action, JsonObject detail)
    {
        var sql = batch.Add(
            """
            insert into contact_audit (workspace_id, actor_id, actor_name, action, detail) values ($1, $2, $3, $4, $5::json)
            returning id
            """
        );
        sql.Text(workspace);
        sql.Text(actor.Id);
        sql.Text(actor.Name);
        sql.Text(action);
        sql.Text(detail.ToJsonString());
    }

    /// <summary>What it has come to by now. What an erasure took out of the line meanwhile does not come back.</summary>
    public static void AuditSoFar(NpgsqlBatch batch, long line, JsonObject detail)
    {
        var sql = batch.Add("update contact_audit set detail = (detail::jsonb || $2::jsonb)::json where id = $1");
        sql.Value(line);
        sql.Text(detail.ToJsonString());
    }
}
