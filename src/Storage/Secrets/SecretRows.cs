using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Brings every secret of the database under the newest key: what stands in clear is sealed, what an older key sealed is sealed anew. Many
/// processes may do it at once, and again at each start.
/// </summary>
public static class SecretRows
{
    private static readonly (string Table, string Column)[] Places =
    [
        ("connections", "app_secret"),
        ("connections", "previous_app_secret"),
        ("connections", "verify_token"),
        ("connections", "access_token"),
        ("users", "totp"),
        ("webhooks", "secret"),
        ("webhooks", "previous_secret"),
    ];

    /// <exception cref="SecretException">A secret does not open with the keys that are configured.</exception>
    public static async Task Seal(string connectionString, Secrets secrets, CancellationToken cancel = default)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await using var connection = await source.OpenConnectionAsync(cancel);
        foreach (var (table, column) in Places)
        {
            foreach (var (id, text) in await Rows(connection, table, column, cancel))
            {
                var place = new SecretPlace(table, id, column);
                var secret = Opened(secrets, place, text);
                if (secrets.IsCurrent(text))
                    continue;

                // only if nobody was faster
                await using var update = new NpgsqlCommand(
                    $"update {table} set {column} = $3 where id = $1 and {column} = $2",
                    connection
                );
                update.Parameters.Text(id);
                update.Parameters.Text(text);
                update.Parameters.Text(secrets.Seal(place, secret));
                await update.ExecuteNonQueryAsync(cancel);
            }
        }
    }

    private static string Opened(Secrets secrets, SecretPlace place, string text)
    {
        try
        {
            return secrets.Open(place, text);
        }
        catch (SecretException trouble)
        {
            throw new SecretException($"{trouble.Message} Look at Secrets__Key and Secrets__OldKeys.", trouble);
        }
    }

    private static async Task<List<(string Id, string Text)>> Rows(
        NpgsqlConnection connection,
        string table,
        string column,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlCommand(
            $"select id, {column} from {table} where {column} is not null",
            connection
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var rows = new List<(string, string)>();
        while (await row.ReadAsync(cancel))
            rows.Add((row.GetString(0), row.GetString(1)));
        return rows;
    }
}
