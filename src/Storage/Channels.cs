using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A Meta app or business account: who signs webhooks, who may send.</summary>
public sealed record Connection(
    string Id,
    string WorkspaceId,
    string Name,
    IReadOnlyList<string> AppSecrets,
    string VerifyToken,
    string AccessToken
);

/// <summary>One WhatsApp business number of a connection.</summary>
public sealed record Channel(
    long Id,
    string WorkspaceId,
    string ConnectionId,
    string PhoneNumberId,
    string Number,
    string Title,
    bool Simulated,
    int MessagesPerSecond
);

/// <summary>Connections and channels; few, read whole.</summary>
public sealed class Channels(Database database)
{
    public async Task<IReadOnlyList<Connection>> Connections(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select id, workspace_id, name, app_secret, previous_app_secret, verify_token, access_token from connections"
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<Connection>();
        while (await row.ReadAsync(cancel))
        {
            var previous = row.TextOrNull(4);
            all.Add(
                new Connection(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    previous is null ? [row.GetString(3)] : [row.GetString(3), previous],
                    row.GetString(5),
                    row.GetString(6)
                )
            );
        }
        return all;
    }

    public async Task<IReadOnlyList<Channel>> All(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select id, workspace_id, connection_id, phone_number_id, number, title, simulated, messages_per_second
            from channels where archived_at is null
            """
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<Channel>();
        while (await row.ReadAsync(cancel))
            all.Add(Read(row));
        return all;
    }

    private static Channel Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            row.GetBoolean(6),
            row.GetInt32(7)
        );
}
