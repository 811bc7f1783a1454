using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>An invitation into a workspace; its link works once, for one e-mail address.</summary>
public sealed record Invitation(
    string Id,
    string WorkspaceId,
    string WorkspaceName,
    string Email,
    Role Role,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
);

/// <summary>Invitations that are open: neither used, revoked nor over.</summary>
public sealed class Invitations(Database database)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private const string Open = "i.accepted_at is null and i.revoked_at is null and i.expires_at > now()";
    private const string Columns =
        "select i.id, i.workspace_id, w.name, i.email, i.role, i.created_at, i.expires_at from invitations i join workspaces w on w.id = i.workspace_id";

    /// <summary>A new one takes the place of an open one to the same address. Null when the address is a member already.</summary>
    public async Task<Invitation?> Create(
        string workspace,
        string email,
        Role role,
        byte[] token,
        Actor actor,
        CancellationToken cancel
    )
    {
        var id = Token.NewId("inv_");
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var old = batch.Add(
            $"update invitations i set revoked_at = now() where workspace_id = $1 and email_key = $2 and {Open}"
        );
        old.Text(workspace);
        old.Text(People.EmailKey(email));
        var insert = batch.Change(
            """
            insert into invitations (id, workspace_id, email, email_key, role, token_hash, invited_by, expires_at)
            select $7, $8, $9, $10, $11, $12, $13, now() + $14
            where not exists (select 1 from members m join users u on u.id = m.user_id where m.workspace_id = $8 and u.email_key = $10)
            returning id
            """,
            new AuditEntry(
                workspace,
                actor,
                "invitation.create",
                id,
                new Dictionary<string, string?>
                {
                    ["email"] = email.Trim(),
                    ["role"] = role.ToString().ToLowerInvariant(),
                }
            )
        );
        insert.Text(id);
        insert.Text(workspace);
        insert.Text(email.Trim());
        insert.Text(People.EmailKey(email));
        insert.Value((short)role);
        insert.Value(token);
        insert.Text(actor.Id);
        insert.Value(Life);
        await batch.ExecuteNonQueryAsync(cancel);
        return await ByToken(token, cancel);
    }

    public async Task<IReadOnlyList<Invitation>> List(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"{Columns} where i.workspace_id = $1 and {Open} order by i.created_at desc, i.id limit 200"
        );
        ask.Parameters.Text(workspace);
        return await Read(ask, cancel);
    }

    /// <summary>The open invitation of a link.</summary>
    public async Task<Invitation?> ByToken(byte[] token, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand($"{Columns} where i.token_hash = $1 and {Open}");
        ask.Parameters.Value(token);
        return await Read(ask, cancel) is [var found] ? found : null;
    }

    public async Task<bool> Revoke(string workspace, string id, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var change = batch.Change(
            $"update invitations i set revoked_at = now() where workspace_id = $7 and id = $8 and {Open} returning id",
            new AuditEntry(workspace, actor, "invitation.revoke", id)
        );
        change.Text(workspace);
        change.Text(id);
        return await batch.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Uses the link: makes the person, if they are new, and makes them a member. False when it was used or revoked meanwhile.</summary>
    public async Task<bool> Accept(
        byte[] token,
        Invitation invitation,
        Actor person,
        string? newPassword,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (
            var use = new NpgsqlCommand(
                $"update invitations i set accepted_at = now() where token_hash = $1 and {Open}",
                connection,
                transaction
            )
        )
        {
            use.Parameters.Value(token);
            if (await use.ExecuteNonQueryAsync(cancel) == 0)
                return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        if (newPassword is not null)
            People.Add(batch, person.Id, invitation.Email, person.Name, newPassword);
        var join = batch.Change(
            """
            insert into members (workspace_id, user_id, role) values ($7, $8, $9) on conflict do nothing returning user_id
            """,
            new AuditEntry(
                invitation.WorkspaceId,
                person,
                "member.join",
                person.Id,
                new Dictionary<string, string?>
                {
                    ["invitation"] = invitation.Id,
                    ["role"] = invitation.Role.ToString().ToLowerInvariant(),
                }
            )
        );
        join.Text(invitation.WorkspaceId);
        join.Text(person.Id);
        join.Value((short)invitation.Role);
        try
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException trouble) when (trouble.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // somebody made a person of that address by another invitation just now
            return false;
        }
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static async Task<IReadOnlyList<Invitation>> Read(NpgsqlCommand ask, CancellationToken cancel)
    {
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<Invitation>();
        while (await row.ReadAsync(cancel))
            all.Add(
                new Invitation(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    (Role)row.GetInt16(4),
                    row.Time(5),
                    row.Time(6)
                )
            );
        return all;
    }
}
