using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace WhatsAppBot.Storage;

/// <summary>The columns of a broadcast, and how to write and read them.</summary>
internal static class BroadcastSql
{
    // the audience may be a list of many thousand: only those who ask for it read it
    public const string Columns = """
        id, workspace_id, channel_id, title, state, reason, detail, code, content, null, live_session, per_second, safety_percent,
        safety_after, shards, starts_at, created_by, created_at, started_at, frozen_at, ended_at, audience_size, excluded,
        plan, variants, hold_out, goal_node, local_at, sequence_id, taken_up_at,
        reason_channel_id
        """;

    public static async Task<Broadcast?> One(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? Read(row) : null;
    }

    public static void Draft(
        NpgsqlParameterCollection parameters,
        BroadcastDraft draft,
        string content,
        string audience
    )
    {
        parameters.Value(draft.ChannelId);
        parameters.Text(draft.Title);
        parameters.Text(content);
        parameters.Text(audience);
        parameters.Value((short)draft.LiveSession);
        Number(parameters, draft.PerSecond);
        Number(parameters, draft.SafetyPercent);
        parameters.Value(draft.SafetyAfter);
        parameters.Text(draft.Plan is { } plan ? StorageJson.Of(plan) : null);
        parameters.Text(draft.Variants is { Count: > 0 } variants ? StorageJson.Of(variants) : null);
        parameters.Value(draft.HoldOut);
        parameters.Text(draft.GoalNode);
    }

    public static void Number(NpgsqlParameterCollection parameters, int? number) =>
        parameters.Add(
            new NpgsqlParameter { Value = (object?)number ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }
        );

    public static Broadcast Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetInt64(2),
            row.GetString(3),
            (BroadcastState)row.GetInt16(4),
            row.TextOrNull(5),
            row.TextOrNull(6),
            row.IntOrNull(7),
            StorageJson.ReadBroadcastContent(row.GetString(8)),
            row.TextOrNull(9) is { } audience ? StorageJson.ReadAudience(audience) : null,
            (LiveSessionPolicy)row.GetInt16(10),
            row.IntOrNull(11),
            row.IntOrNull(12),
            row.GetInt32(13),
            row.GetInt32(14),
            row.TimeOrNull(15),
            row.GetString(16),
            row.Time(17),
            row.TimeOrNull(18),
            row.TimeOrNull(19),
            row.TimeOrNull(20),
            row.IntOrNull(21),
            row.TextOrNull(22) is { } excluded
                ? JsonSerializer.Deserialize(excluded, StorageJson.Default.DictionaryStringInt32)
                : null,
            row.TextOrNull(23) is { } plan ? JsonSerializer.Deserialize(plan, StorageJson.Default.BroadcastPlan) : null,
            StorageJson.ReadVariants(row.TextOrNull(24)),
            row.GetInt32(25),
            row.TextOrNull(26),
            row.IsDBNull(27) ? null : row.GetDateTime(27),
            row.LongOrNull(28),
            row.IsDBNull(29) ? null : row.GetFieldValue<DateTimeOffset[]>(29),
            row.LongOrNull(30)
        );
}
