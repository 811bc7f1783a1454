using Npgsql;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

/// <summary><c>ops/after-restore.sql</c>: a backup that comes back on a server whose transaction ids begin lower.</summary>
public sealed class AfterRestoreTests
{
    // far above what any server of these tests will reach
    private const long OldServer = 9_000_000_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_not_counted_is_counted_and_what_was_is_not_counted_again()
    {
        await using var place = await TestDatabase.Create(connection => Migrations.Apply(connection, Cancel));
        await Run(
            place.Source,
            $$"""
            insert into workspaces (id, name) values ('w', 'W');
            insert into turns (conversation_id, version, workspace_id, session_id, flow_id, flow_version, at, input, events, written)
            select i, 1, 'w', 's' || i, 'f', 1, now(), '{}', '[{"type":"node_entered","nodeId":"n"}]', {{OldServer}} + i
            from generate_series(1, 5) as g (i);
            update flow_stats_cursor set written = {{OldServer}} + 3;
            update webhook_cursor set written = {{OldServer}} + 3
            """
        );

        await Restore(place.Source);

        // outgoing events go on from now, and are not waiting for the old server's numbers; not xmin: other tests' transactions hold it back
        Assert.Equal(
            1L,
            await Ask(
                place.Source,
                "select count(*) from webhook_cursor where written > 0 and written < pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
            )
        );

        Assert.Equal(
            2L,
            await Ask(
                place.Source,
                "select count(*) from turns where written > (select written from flow_stats_cursor)"
            )
        );
        Assert.Equal(
            2L,
            await Ask(
                place.Source,
                "select count(*) from turns where written > 0 and written < pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
            )
        );
    }

    [Fact]
    public async Task What_waited_to_be_sent_is_unknown_and_is_not_sent_by_itself()
    {
        await using var place = await TestDatabase.Create(connection => Migrations.Apply(connection, Cancel));
        await Run(
            place.Source,
            """
            insert into workspaces (id, name) values ('w', 'W');
            insert into connections (id, workspace_id, name, app_secret, verify_token, access_token) values ('k', 'w', 'K', '', '', '');
            insert into channels (id, workspace_id, connection_id, phone_number_id, number, title) values (1, 'w', 'k', '1', '1', 'T');
            insert into conversations (id, workspace_id, channel_id, contact_id, session_id) values (1, 'w', 1, 1, 's');
            insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status, created_at)
            select 1, i, i, 'w', 1, 1, 'text', 'hi', '{}', '{"type":"bot"}', case i when 1 then 0 when 2 then 1 else 30 end, now()
            from generate_series(1, 3) as g (i);
            insert into outbox (conversation_id, seq, workspace_id, channel_id, lane, state, session_id, created_at)
            values (1, 1, 'w', 1, 0, 0, 's', now() - interval '1 day'), (1, 2, 'w', 1, 0, 1, 's', now() - interval '1 day');
            insert into broadcasts (workspace_id, channel_id, title, state, content, audience, created_by, starts_at)
            values ('w', 1, 'running', 2, '{}', '{}', 'x', now() - interval '1 hour'), ('w', 1, 'missed', 1, '{}', '{}', 'x', now() - interval '1 minute'),
                ('w', 1, 'to come', 1, '{}', '{}', 'x', now() + interval '1 hour')
            """
        );

        await Restore(place.Source);

        Assert.Equal(
            "2,2,30",
            await Text(place.Source, "select string_agg(status::text, ',' order by seq) from messages")
        );
        await using var database = new Database(place.ConnectionString);
        Assert.Empty(await new Recovery(database).Reconcile(TimeSpan.FromSeconds(-1), Cancel));
        Assert.Empty(await new Recovery(database).Forgotten(TimeSpan.Zero, Cancel));
        Assert.Equal(0L, await Ask(place.Source, "select count(*) from outbox"));
        Assert.Equal(
            "3,0,1",
            await Text(place.Source, "select string_agg(state::text, ',' order by id) from broadcasts")
        );
    }

    private static async Task Restore(NpgsqlDataSource source) =>
        await Run(
            source,
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "ops", "after-restore.sql"), Cancel)
        );

    private static async Task Run(NpgsqlDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var run = new NpgsqlCommand(sql, connection, transaction);
        await run.ExecuteNonQueryAsync(Cancel);
        await transaction.CommitAsync(Cancel);
    }

    private static async Task<long> Ask(NpgsqlDataSource source, string sql)
    {
        await using var ask = source.CreateCommand(sql);
        return (long)(await ask.ExecuteScalarAsync(Cancel) ?? 0L);
    }

    private static async Task<string> Text(NpgsqlDataSource source, string sql)
    {
        await using var ask = source.CreateCommand(sql);
        return (string)(await ask.ExecuteScalarAsync(Cancel) ?? "");
    }
}
