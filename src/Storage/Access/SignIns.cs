using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A workspace that somebody may enter, and as what.</summary>
public sealed record Membership(string WorkspaceId, string WorkspaceName, Role Role);

/// <summary>Somebody who is signed in, with every workspace that is open to them now.</summary>
public sealed record SignedIn(string UserId, string Email, string Name, IReadOnlyList<Membership> Memberships);

/// <summary>The sign-ins of people: cookie sessions, kept by the hash of their token, the same on every node.</summary>
public sealed class SignIns(Database database)
{
    /// <summary>How long a sign-in lives without being used.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(7);

    /// <summary>How long a sign-in lives at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public async Task Begin(
        byte[] token,
        string user,
        Actor actor,
        CancellationToken cancel,
        string? device = null,
        string? address = null
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var insert = batch.Add(
            "insert into sign_ins (token_hash, user_id, expires_at, device, address) values ($1, $2, now() + $3, $4, $5)"
        );
        insert.Value(token);
        insert.Text(user);
        insert.Value(Longest);
        insert.Text(device);
        insert.Text(address);
        batch.Audit(new AuditEntry(null, actor, "session.begin", user));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Who is signed in by these tokens, in the order given; null where nobody is (any more). Notes that they were seen.</summary>
    public async Task<IReadOnlyList<SignedIn?>> Find(IReadOnlyList<byte[]> tokens, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        // written at most once a minute: being asked is frequent
        var seen = batch.Add(
            "update sign_ins set seen_at = now() where token_hash = any ($1) and seen_at between now() - $2 and now() - interval '1 minute'"
        );
        seen.Bytes(tokens, token => token);
        seen.Value(Idle);
        var find = batch.Add(
            """
            select g.at, u.id, u.email, u.name, w.id, w.name, m.role
            from unnest($1::bytea[]) with ordinality as g (token_hash, at)
            join sign_ins s on s.token_hash = g.token_hash and s.expires_at > now() and s.seen_at > now() - $2
            join users u on u.id = s.user_id
            left join members m on m.user_id = u.id and m.suspended_at is null
            left join workspaces w on w.id = m.workspace_id
            order by g.at, w.created_at, w.id
            """
        );
        find.Bytes(tokens, token => token);
        find.Value(Idle);

        var found = new SignedIn?[tokens.Count];
        await using var row = await batch.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var at = (int)row.GetInt64(0) - 1;
            var person = found[at] ?? new SignedIn(row.GetString(1), row.GetString(2), row.GetString(3), []);
            found[at] = row.IsDBNull(4)
                ? person
                : person with
                {
                    Memberships =
                    [
                        .. person.Memberships,
                        new Membership(row.GetString(4), row.GetString(5), (Role)row.GetInt16(6)),
                    ],
                };
        }
        return found;
    }

    public async Task End(byte[] token, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch
            .Change(
                "delete from sign_ins where token_hash = $7 returning user_id",
                new AuditEntry(null, actor, "session.end", actor.Id)
            )
            .Value(token);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The workspaces that are open to a person.</summary>
    public async Task<IReadOnlyList<Membership>> Memberships(string user, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select w.id, w.name, m.role from members m join workspaces w on w.id = m.workspace_id
            where m.user_id = $1 and m.suspended_at is null order by w.created_at, w.id
            """
        );
        ask.Parameters.Text(user);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<Membership>();
        while (await row.ReadAsync(cancel))
            all.Add(new Membership(row.GetString(0), row.GetString(1), (Role)row.GetInt16(2)));
        return all;
    }
}
