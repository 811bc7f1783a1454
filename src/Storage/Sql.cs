using Npgsql;
using NpgsqlTypes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>Short spellings for parameters and readers, so that a method shows its SQL and little else.</summary>
internal static class Sql
{
    extension(NpgsqlParameterCollection parameters)
    {
        public void Value<T>(T value) => parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

        public void Text(string? value) =>
            parameters.Add(
                new NpgsqlParameter { Value = (object?)Clean(value) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }
            );

        public void Smallint(short? value) => parameters.Optional(value, NpgsqlDbType.Smallint);

        public void Bigint(long? value) => parameters.Optional(value, NpgsqlDbType.Bigint);

        public void Time(DateTimeOffset? value) => parameters.Optional(value?.UtcDateTime, NpgsqlDbType.TimestampTz);

        private void Optional(object? value, NpgsqlDbType type) =>
            parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });

        public void Bigints<T>(IReadOnlyList<T> items, Func<T, long?> pick) =>
            parameters.Column(items, pick, NpgsqlDbType.Bigint);

        public void Ints<T>(IReadOnlyList<T> items, Func<T, int?> pick) =>
            parameters.Column(items, pick, NpgsqlDbType.Integer);

        public void Smallints<T>(IReadOnlyList<T> items, Func<T, short?> pick) =>
            parameters.Column(items, pick, NpgsqlDbType.Smallint);

        public void Bools<T>(IReadOnlyList<T> items, Func<T, bool> pick) =>
            parameters.Column(items, pick, NpgsqlDbType.Boolean);

        public void Texts<T>(IReadOnlyList<T> items, Func<T, string?> pick) =>
            parameters.Column(items, item => Clean(pick(item)), NpgsqlDbType.Text);

        public void Uuids<T>(IReadOnlyList<T> items, Func<T, Guid?> pick) =>
            parameters.Column(items, pick, NpgsqlDbType.Uuid);

        public void Bytes<T>(IReadOnlyList<T> items, Func<T, byte[]> pick) =>
            parameters.Column(items, pick, NpgsqlDbType.Bytea);

        public void Times<T>(IReadOnlyList<T> items, Func<T, DateTimeOffset?> pick) =>
            parameters.Column(items, item => pick(item)?.UtcDateTime, NpgsqlDbType.TimestampTz);

        private void Column<T, TValue>(IReadOnlyList<T> items, Func<T, TValue> pick, NpgsqlDbType type)
        {
            var column = new TValue[items.Count];
            for (var i = 0; i < column.Length; i++)
                column[i] = pick(items[i]);
            parameters.Add(
                new NpgsqlParameter<TValue[]> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type }
            );
        }
    }

    /// <summary>The text as a pattern of LIKE that stands for itself.</summary>
    public static string Like(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");

    // half a character of one text must not fail a whole batch
    private static string? Clean(string? text) => text is null ? null : CleanText.Of(text);

    extension(NpgsqlBatch batch)
    {
        /// <summary>Adds a statement (the batch is one transaction) and gives its parameters.</summary>
        public NpgsqlParameterCollection Add(string sql)
        {
            var command = new NpgsqlBatchCommand(sql);
            batch.BatchCommands.Add(command);
            return command.Parameters;
        }
    }

    extension(NpgsqlDataReader row)
    {
        public string? TextOrNull(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        public DateTimeOffset? TimeOrNull(int column) =>
            row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

        public DateTimeOffset Time(int column) => row.GetFieldValue<DateTimeOffset>(column);

        public long? LongOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

        public int? IntOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        public short? ShortOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt16(column);
    }
}
