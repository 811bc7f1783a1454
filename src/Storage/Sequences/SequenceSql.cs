using System.Text.Json;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>The columns of a sequence, and how to write and read them.</summary>
internal static class SequenceSql
{
    public const string Columns = """
        s.id, s.workspace_id, s.channel_id, s.name, s.state, s.steps, s.stop, s.enter, s.plan, s.created_by, s.created_at,
            array(select b.id from broadcasts b where b.sequence_id = s.id order by b.sequence_step)
        """;

    public static void Write(NpgsqlParameterCollection parameters, SequenceDraft draft)
    {
        parameters.Value(draft.ChannelId);
        parameters.Text(draft.Name);
        parameters.Text(JsonSerializer.Serialize(draft.Steps, StorageJson.Default.IReadOnlyListSequenceStep));
        parameters.Text(JsonSerializer.Serialize(draft.Stop, StorageJson.Default.SequenceStop));
        parameters.Text(draft.Enter is { } enter ? StorageJson.Of(enter) : null);
        parameters.Text(draft.Plan is { } plan ? StorageJson.Of(plan) : null);
    }

    public static Sequence Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetInt64(2),
            row.GetString(3),
            (SequenceState)row.GetInt16(4),
            JsonSerializer.Deserialize(row.GetString(5), StorageJson.Default.IReadOnlyListSequenceStep) ?? [],
            JsonSerializer.Deserialize(row.GetString(6), StorageJson.Default.SequenceStop) ?? new SequenceStop(),
            row.TextOrNull(7) is { } enter ? StorageJson.ReadAudience(enter) : null,
            row.TextOrNull(8) is { } plan ? JsonSerializer.Deserialize(plan, StorageJson.Default.BroadcastPlan) : null,
            row.GetString(9),
            row.Time(10),
            row.GetFieldValue<long[]>(11)
        );

    public static async Task<IReadOnlyList<Sequence>> All(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var row = await command.ExecuteReaderAsync(cancel);
        var all = new List<Sequence>();
        while (await row.ReadAsync(cancel))
            all.Add(Read(row));
        return all;
    }
}
