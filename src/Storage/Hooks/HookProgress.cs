using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>Tells how far broadcasts are: at most one event for a broadcast and a span of time, whichever silo makes it.</summary>
public sealed class HookProgress(Database database)
{
    /// <summary>The broadcasts whose progress a webhook wants: those that run, and those that ended within the hour and whose statuses still come.</summary>
    public async Task<IReadOnlyList<Broadcast>> Wanted(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select {BroadcastSql.Columns} from broadcasts
            where started_at is not null and frozen_at is not null and (ended_at is null or ended_at > now() - interval '1 hour')
                and workspace_id in (select w.workspace_id from webhooks w where w.state = 0 and 'broadcast.progress' = any(w.kinds))
            order by id limit 100
            """
        );
        var found = new List<Broadcast>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            found.Add(BroadcastSql.Read(row));
        return found;
    }

    /// <summary>Whether the broadcast has been told of in this span.</summary>
    public async Task<bool> Has(Broadcast broadcast, long span, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select exists (select 1 from webhook_events where event_id = $1 and workspace_id = $2)"
        );
        ask.Parameters.Text(Id(broadcast.Id, span));
        ask.Parameters.Text(broadcast.WorkspaceId);
        return await ask.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Tells it to every webhook that wants it; once, also if two silos come at the same time.</summary>
    public async Task Tell(BroadcastProgress progress, long span, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var tell = new List<string>();
        await using (
            var ask = new NpgsqlCommand(
                "select id from webhooks where workspace_id = $1 and state = 0 and 'broadcast.progress' = any(kinds)",
                connection
            )
        )
        {
            ask.Parameters.Text(progress.Workspace);
            await using var row = await ask.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                tell.Add(row.GetString(0));
        }
        var body = new HookBody(
            Id(progress.Id, span),
            HookKinds.BroadcastProgress,
            HookBody.Newest,
            progress.Workspace,
            progress.At,
            Progress: progress
        );
        await HookWriting.Add(
            connection,
            [new HookEvent(0, -progress.Id, body)],
            [
                [.. tell],
            ],
            cancel
        );
        await transaction.CommitAsync(cancel);
    }

    private static string Id(long broadcast, long span) => $"{HookKinds.BroadcastProgress}:{broadcast}:{span}";
}
