using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A member of a workspace as the others see them.</summary>
public sealed record Member(
    string UserId,
    string Email,
    string Name,
    Role Role,
    bool Suspended,
    bool TwoFactor,
    DateTimeOffset Since
);

/// <summary>What became of a change of a member.</summary>
public enum MemberChange
{
    Done,

    /// <summary>There is no such member.</summary>
    Missing,

    /// <summary>Only an owner may do this to an owner, or make one.</summary>
    AboveYou,

    /// <summary>A workspace keeps at least one owner who can sign in.</summary>
    LastOwner,
}

/// <summary>Who belongs to a workspace.</summary>
public sealed class Members(Database database)
{
    public async Task<IReadOnlyList<Member>> List(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select u.id, u.email, u.name, m.role, m.suspended_at is not null, u.totp is not null and u.totp_confirmed, m.created_at
            from members m join users u on u.id = m.user_id where m.workspace_id = $1 order by m.created_at, u.id
            """
        );
        ask.Parameters.Text(workspace);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<Member>();
        while (await row.ReadAsync(cancel))
            all.Add(
                new Member(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    (Role)row.GetInt16(3),
                    row.GetBoolean(4),
                    row.GetBoolean(5),
                    row.Time(6)
                )
            );
        return all;
    }

    /// <summary>Another role, or none for now; null leaves it as it is.</summary>
    public Task<MemberChange> Change(
        string workspace,
        string user,
        Role? role,
        bool? suspended,
        Actor actor,
        Role actorRole,
        CancellationToken cancel
    )
    {
        var detail = new Dictionary<string, string?>();
        if (role is { } newRole)
            detail["role"] = newRole.ToString().ToLowerInvariant();
        if (suspended is { } now)
            detail["suspended"] = now ? "true" : "false";
        return Do(
            workspace,
            user,
            new AuditEntry(workspace, actor, "member.change", user, detail),
            actorRole,
            keepsOwner: suspended is not true && role is null or Role.Owner,
            """
            update members set role = coalesce($9, role),
                suspended_at = case $10 when true then coalesce(suspended_at, now()) when false then null else suspended_at end
            """,
            parameters =>
            {
                parameters.Add(
                    new NpgsqlParameter
                    {
                        Value = role is { } given ? (short)given : DBNull.Value,
                        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Smallint,
                    }
                );
                parameters.Add(
                    new NpgsqlParameter
                    {
                        Value = suspended is { } state ? state : DBNull.Value,
                        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean,
                    }
                );
            },
            cancel
        );
    }

    public Task<MemberChange> Remove(
        string workspace,
        string user,
        Actor actor,
        Role actorRole,
        CancellationToken cancel
    ) =>
        Do(
            workspace,
            user,
            new AuditEntry(workspace, actor, "member.remove", user),
            actorRole,
            keepsOwner: false,
            "delete from members",
            _ => { },
            cancel
        );

    private async Task<MemberChange> Do(
        string workspace,
        string user,
        AuditEntry entry,
        Role actorRole,
        bool keepsOwner,
        string change,
        Action<NpgsqlParameterCollection> more,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        // one change of a workspace's members at a time, so that two owners cannot remove each other
        await using var ask = new NpgsqlCommand(
            """
            with held as materialized (select id from workspaces where id = $1 for update)
            select id from held
            """,
            connection,
            transaction
        );
        ask.Parameters.Text(workspace);
        await ask.ExecuteNonQueryAsync(cancel);

        await using var look = new NpgsqlCommand(
            """
            select m.role, exists (select 1 from members o where o.workspace_id = $1 and o.user_id <> $2 and o.role = 3 and o.suspended_at is null)
            from members m where m.workspace_id = $1 and m.user_id = $2
            """,
            connection,
            transaction
        );
        look.Parameters.Text(workspace);
        look.Parameters.Text(user);
        Role now;
        bool otherOwner;
        await using (var row = await look.ExecuteReaderAsync(cancel))
        {
            if (!await row.ReadAsync(cancel))
                return MemberChange.Missing;
            (now, otherOwner) = ((Role)row.GetInt16(0), row.GetBoolean(1));
        }
        if (now > actorRole)
            return MemberChange.AboveYou;
        if (now == Role.Owner && !keepsOwner && !otherOwner)
            return MemberChange.LastOwner;

        await using var batch = new NpgsqlBatch(connection, transaction);
        var parameters = batch.Change($"{change} where workspace_id = $7 and user_id = $8 returning user_id", entry);
        parameters.Text(workspace);
        parameters.Text(user);
        more(parameters);
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return MemberChange.Done;
    }
}
