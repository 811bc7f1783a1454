using Microsoft.Extensions.Logging;
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

/// <summary>One WhatsApp business number of a connection; nothing is sent while its token is refused.</summary>
public sealed record Channel(
    long Id,
    string WorkspaceId,
    string ConnectionId,
    string PhoneNumberId,
    string Number,
    string Title,
    bool Simulated,
    int MessagesPerSecond,
    DateTimeOffset? TokenRefusedAt
);

/// <summary>Connections and channels; few, read whole.</summary>
public sealed partial class Channels(Database database, Secrets secrets, ILogger<Channels> log) : IChannels
{
    /// <summary>All connections with their secrets opened. One whose secrets do not open is left out, and said so: it must not take the others with it.</summary>
    public async Task<IReadOnlyList<Connection>> Connections(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select id, workspace_id, name, app_secret, previous_app_secret, verify_token, access_token from connections"
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<Connection>();
        while (await row.ReadAsync(cancel))
        {
            try
            {
                all.Add(Opened(row));
            }
            catch (SecretException trouble)
            {
                DoesNotOpen(log, trouble.Message);
            }
        }
        return all;
    }

    private Connection Opened(NpgsqlDataReader row)
    {
        var id = row.GetString(0);
        string Secret(int column, string name) =>
            secrets.Open(new SecretPlace("connections", id, name), row.GetString(column));

        var newest = Secret(3, "app_secret");
        return new Connection(
            id,
            row.GetString(1),
            row.GetString(2),
            row.IsDBNull(4) ? [newest] : [newest, Secret(4, "previous_app_secret")],
            Secret(5, "verify_token"),
            Secret(6, "access_token")
        );
    }

    public async Task<IReadOnlyList<Channel>> All(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select c.id, c.workspace_id, c.connection_id, c.phone_number_id, c.number, c.title, c.simulated, c.messages_per_second,
                n.token_refused_at
            from channels c join connections n on n.id = c.connection_id
            where c.archived_at is null
            """
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<Channel>();
        while (await row.ReadAsync(cancel))
            all.Add(Read(row));
        return all;
    }

    /// <summary>Whether Meta refuses the token that the channel sends with.</summary>
    public async Task<bool> IsTokenRefused(long id, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select exists(
                select 1 from channels c join connections n on n.id = c.connection_id
                where c.id = $1 and n.token_refused_at is not null)
            """
        );
        ask.Parameters.Value(id);
        return await ask.ExecuteScalarAsync(cancel) is true;
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
            row.GetInt32(7),
            row.TimeOrNull(8)
        );

    [LoggerMessage(Level = LogLevel.Error, Message = "A connection is not used: {Reason}")]
    private static partial void DoesNotOpen(ILogger log, string reason);
}
