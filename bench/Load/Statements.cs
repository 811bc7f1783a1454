using Npgsql;

namespace WhatsAppBot.Load;

/// <summary>What each statement cost PostgreSQL, by pg_stat_statements.</summary>
internal static class Statements
{
    public static async Task Begin(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var make = source.CreateCommand(
            "create extension if not exists pg_stat_statements; select pg_stat_statements_reset()"
        );
        await make.ExecuteNonQueryAsync();
    }

    public static async Task Print(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var ask = source.CreateCommand(
            """
            select calls, rows, total_exec_time, total_exec_time / calls, left(regexp_replace(query, '\s+', ' ', 'g'), 110)
            from pg_stat_statements order by total_exec_time desc limit 12
            """
        );
        await using var row = await ask.ExecuteReaderAsync();
        while (await row.ReadAsync())
            Console.WriteLine(
                $"{row.GetInt64(0), 8} calls {row.GetInt64(1), 8} rows {row.GetDouble(2), 9:F0} ms {row.GetDouble(3), 8:F3} ms each  {row.GetString(4)}"
            );
    }
}
