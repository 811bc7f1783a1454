using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A connection as people see it; of its secrets only the last four letters.</summary>
public sealed record ConnectionState(
    string Id,
    string WorkspaceId,
    string Name,
    string? WabaId,
    string VerifyToken,
    string AppSecretEnd,
    string? PreviousAppSecretEnd,
    string AccessTokenEnd,
    DateTimeOffset CreatedAt,
    DateTimeOffset? HandshakeAt,
    DateTimeOffset? SignedAt,
    DateTimeOffset? BadlySignedAt,
    DateTimeOffset? TokenRefusedAt
);

/// <summary>What a connection starts with.</summary>
public sealed record NewConnection(
    string Id,
    string WorkspaceId,
    string Name,
    string? WabaId,
    string AppSecret,
    string VerifyToken,
    string AccessToken
);

/// <summary>What is to change; null stays as it is. A new app secret keeps the old one valid beside it, until it is ended.</summary>
public sealed record ConnectionChange(
    string? Name = null,
    string? WabaId = null,
    string? AppSecret = null,
    bool EndPreviousSecret = false,
    string? AccessToken = null
);

/// <summary>What was seen of Meta at a connection's address.</summary>
public enum Sighting
{
    Handshake,
    Signed,
    BadlySigned,
}

/// <summary>Adds and changes connections and channels. Secrets go in sealed and never come out whole, but to those who send.</summary>
public sealed class Connections(Database database, Secrets secrets)
{
    private const string Table = "connections";

    public async Task<IReadOnlyList<ConnectionState>> List(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select id, workspace_id, name, waba_id, verify_token, app_secret, previous_app_secret, access_token, created_at,
                handshake_at, signed_at, badly_signed_at, token_refused_at
            from connections where workspace_id = $1 order by created_at, id
            """
        );
        ask.Parameters.Text(workspace);
        var all = new List<ConnectionState>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            all.Add(Read(row));
        return all;
    }

    public async Task<ConnectionState?> Find(string workspace, string id, CancellationToken cancel) =>
        (await List(workspace, cancel)).FirstOrDefault(one => one.Id == id);

    /// <summary>False when the workspace has a connection of that name.</summary>
    public async Task<bool> Add(NewConnection connection, CancellationToken cancel)
    {
        await using var insert = database.Source.CreateCommand(
            """
            insert into connections (id, workspace_id, name, waba_id, app_secret, verify_token, access_token)
            select $1, $2, $3, $4, $5, $6, $7
            where not exists (select 1 from connections where workspace_id = $2 and lower(name) = lower($3))
            """
        );
        insert.Parameters.Text(connection.Id);
        insert.Parameters.Text(connection.WorkspaceId);
        insert.Parameters.Text(connection.Name);
        insert.Parameters.Text(connection.WabaId);
        insert.Parameters.Text(Sealed(connection.Id, "app_secret", connection.AppSecret));
        insert.Parameters.Text(Sealed(connection.Id, "verify_token", connection.VerifyToken));
        insert.Parameters.Text(Sealed(connection.Id, "access_token", connection.AccessToken));
        return await insert.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>False when there is no such connection in the workspace.</summary>
    public async Task<bool> Change(string workspace, string id, ConnectionChange change, CancellationToken cancel)
    {
        // a secret is bound to its column: the one that becomes the previous one is sealed anew
        var previous = change.AppSecret is null ? null : await Secret(workspace, id, "app_secret", cancel);
        await using var update = database.Source.CreateCommand(
            """
            update connections set name = coalesce($3, name), waba_id = coalesce($4, waba_id),
                app_secret = coalesce($5, app_secret),
                previous_app_secret = case when $5::text is not null then $6 when $7 then null else previous_app_secret end,
                access_token = coalesce($8, access_token),
                token_refused_at = case when $8::text is null then token_refused_at end,
                templates_synced_at = case when $4::text is null and $8::text is null then templates_synced_at end
            where workspace_id = $1 and id = $2
            """
        );
        update.Parameters.Text(workspace);
        update.Parameters.Text(id);
        update.Parameters.Text(change.Name);
        update.Parameters.Text(change.WabaId);
        update.Parameters.Text(SealedOrNull(id, "app_secret", change.AppSecret));
        update.Parameters.Text(SealedOrNull(id, "previous_app_secret", previous));
        update.Parameters.Value(change.EndPreviousSecret);
        update.Parameters.Text(SealedOrNull(id, "access_token", change.AccessToken));
        return await update.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>False when it has channels, which must go first, or is not there.</summary>
    public async Task<bool> Remove(string workspace, string id, CancellationToken cancel)
    {
        await using var delete = database.Source.CreateCommand(
            """
            delete from connections c where c.workspace_id = $1 and c.id = $2
                and not exists (select 1 from channels where connection_id = c.id)
            """
        );
        delete.Parameters.Text(workspace);
        delete.Parameters.Text(id);
        return await delete.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Notes what was seen, at most once in ten seconds: webhooks come by the thousand.</summary>
    public async Task Seen(string id, Sighting what, CancellationToken cancel)
    {
        var column = what switch
        {
            Sighting.Handshake => "handshake_at",
            Sighting.Signed => "signed_at",
            _ => "badly_signed_at",
        };
        await using var note = database.Source.CreateCommand(
            $"""
            update connections set {column} = now()
            where id = $1 and ({column} is null or {column} < now() - interval '10 seconds')
            """
        );
        note.Parameters.Text(id);
        await note.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Meta refused this token: nothing more is sent with it. A refusal of a token that was replaced meanwhile says nothing.</summary>
    public async Task TokenRefused(string id, string token, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand("select access_token from connections where id = $1");
        ask.Parameters.Text(id);
        if (
            await ask.ExecuteScalarAsync(cancel) is not string text
            || secrets.Open(new SecretPlace(Table, id, "access_token"), text) != token
        )
            return;

        await using var note = database.Source.CreateCommand(
            """
            update connections set token_refused_at = now()
            where id = $1 and access_token = $2 and token_refused_at is null
            """
        );
        note.Parameters.Text(id);
        note.Parameters.Text(text);
        await note.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The token works after all.</summary>
    public async Task TokenWorks(string id, CancellationToken cancel)
    {
        await using var note = database.Source.CreateCommand(
            "update connections set token_refused_at = null where id = $1 and token_refused_at is not null"
        );
        note.Parameters.Text(id);
        await note.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The new channel's id; null when the number is somebody's already.</summary>
    public async Task<long?> AddChannel(
        string workspace,
        string connection,
        string phoneNumberId,
        string number,
        string title,
        int messagesPerSecond,
        bool simulated,
        CancellationToken cancel
    )
    {
        await using var insert = database.Source.CreateCommand(
            """
            insert into channels (workspace_id, connection_id, phone_number_id, number, title, messages_per_second, simulated)
            select $1, id, $3, $4, $5, $6, $7 from connections where workspace_id = $1 and id = $2
            on conflict (phone_number_id) do update set archived_at = null, connection_id = excluded.connection_id, number = excluded.number,
                title = excluded.title, messages_per_second = excluded.messages_per_second, simulated = excluded.simulated
                where channels.workspace_id = $1 and channels.archived_at is not null
            returning id
            """
        );
        insert.Parameters.Text(workspace);
        insert.Parameters.Text(connection);
        insert.Parameters.Text(phoneNumberId);
        insert.Parameters.Text(number);
        insert.Parameters.Text(title);
        insert.Parameters.Value(messagesPerSecond);
        insert.Parameters.Value(simulated);
        return await insert.ExecuteScalarAsync(cancel) as long?;
    }

    /// <summary>False when there is no such channel in the workspace.</summary>
    public async Task<bool> ChangeChannel(
        string workspace,
        long id,
        string? title,
        int? messagesPerSecond,
        CancellationToken cancel
    )
    {
        await using var update = database.Source.CreateCommand(
            """
            update channels set title = coalesce($3, title), messages_per_second = coalesce($4, messages_per_second)
            where workspace_id = $1 and id = $2 and archived_at is null
            """
        );
        update.Parameters.Text(workspace);
        update.Parameters.Value(id);
        update.Parameters.Text(title);
        update.Parameters.Add(
            new NpgsqlParameter { Value = (object?)messagesPerSecond ?? DBNull.Value, DataTypeName = "integer" }
        );
        return await update.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>The channel is used no more: webhooks of its number are foreign, nothing is sent from it. Its conversations stay.</summary>
    public async Task<bool> ArchiveChannel(string workspace, long id, CancellationToken cancel)
    {
        await using var archive = database.Source.CreateCommand(
            "update channels set archived_at = now() where workspace_id = $1 and id = $2 and archived_at is null"
        );
        archive.Parameters.Text(workspace);
        archive.Parameters.Value(id);
        return await archive.ExecuteNonQueryAsync(cancel) == 1;
    }

    private async Task<string?> Secret(string workspace, string id, string column, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {column} from connections where workspace_id = $1 and id = $2"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(id);
        return await ask.ExecuteScalarAsync(cancel) is string text
            ? secrets.Open(new SecretPlace(Table, id, column), text)
            : null;
    }

    private ConnectionState Read(NpgsqlDataReader row)
    {
        var id = row.GetString(0);
        return new ConnectionState(
            id,
            row.GetString(1),
            row.GetString(2),
            row.TextOrNull(3),
            secrets.Open(new SecretPlace(Table, id, "verify_token"), row.GetString(4)),
            End(id, "app_secret", row.GetString(5)),
            row.TextOrNull(6) is { } previous ? End(id, "previous_app_secret", previous) : null,
            End(id, "access_token", row.GetString(7)),
            row.Time(8),
            row.TimeOrNull(9),
            row.TimeOrNull(10),
            row.TimeOrNull(11),
            row.TimeOrNull(12)
        );
    }

    /// <summary>Enough to tell two apart, too little to use.</summary>
    private string End(string id, string column, string text)
    {
        var secret = secrets.Open(new SecretPlace(Table, id, column), text);
        return secret.Length > 12 ? secret[^4..] : "";
    }

    private string Sealed(string id, string column, string secret) =>
        secrets.Seal(new SecretPlace(Table, id, column), secret);

    private string? SealedOrNull(string id, string column, string? secret) =>
        secret is null ? null : Sealed(id, column, secret);
}
