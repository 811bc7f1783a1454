using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Removes what has had its time: sign-ins, links, counts of tries, answers kept for a day.</summary>
public sealed class AccessPurge(Database database)
{
    public async Task Run(CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("delete from sign_ins where expires_at < now() or seen_at < now() - $1").Value(SignIns.Idle);
        batch.Add("delete from setup_links where expires_at < now()");
        batch.Add("delete from invitations where expires_at < now() - interval '30 days'");
        batch.Add("delete from sign_in_tries where window_end < now()");
        batch.Add("delete from idempotency_keys where created_at < now() - interval '24 hours'");
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
