using System.Text.Json.Nodes;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>What came of creating or changing a contact.</summary>
public abstract record DeskResult
{
    private DeskResult() { }

    /// <summary>It is so now.</summary>
    public sealed record Done(StoredContact Contact) : DeskResult;

    /// <summary>There is no such contact.</summary>
    public sealed record Missing : DeskResult;

    /// <summary>Somebody else changed it in between.</summary>
    public sealed record Outdated(long Version) : DeskResult;

    /// <summary>Another contact has this number or BSUID.</summary>
    public sealed record Taken(string Path, long By) : DeskResult;

    /// <summary>Nothing would be left by which it can be recognised.</summary>
    public sealed record Unknowable : DeskResult;
}

/// <summary>New ways to recognise a contact; what is not given stays.</summary>
public sealed record IdentityChange(Given<string> Phone = default, Given<string> Bsuid = default);

/// <summary>Creates and changes single contacts, with a line in the log for each.</summary>
public sealed class ContactDesk(Database database)
{
    public async Task<DeskResult> Create(
        string workspace,
        string? phone,
        string? bsuid,
        ContactEdit change,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ContactRows.Hold(connection, workspace, cancel);
        if (await Identities.Owner(connection, workspace, phone, bsuid, null, cancel) is { } taken)
            return taken;

        await using var insert = new NpgsqlCommand(
            $"insert into contacts as c (workspace_id, phone, bsuid) values ($1, $2, $3) returning {ContactSql.Columns}",
            connection
        );
        insert.Parameters.Text(workspace);
        insert.Parameters.Text(phone);
        insert.Parameters.Text(bsuid);
        StoredContact made;
        await using (var row = await insert.ExecuteReaderAsync(cancel))
        {
            await row.ReadAsync(cancel);
            made = ContactSql.Read(row);
        }

        var now = change.Apply(made, made.CreatedAt, out var log);
        await using var batch = new NpgsqlBatch(connection);
        Identities.Add(batch, workspace, made.Id, phone, bsuid);
        if (now != made)
            ContactRows.Write(batch, [now]);
        ContactRows.KnowTags(batch, workspace, now.Tags);
        ContactLog.Write(batch, workspace, actor, [new LogLine(made.Id, "created", log)]);
        await batch.ExecuteNonQueryAsync(cancel);
        return await Finish(connection, transaction, workspace, made.Id, cancel);
    }

    public async Task<DeskResult> Change(
        string workspace,
        long id,
        long? version,
        ContactEdit change,
        IdentityChange identities,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Identities.HoldWays(connection, identities != new IdentityChange(), cancel);
        await ContactRows.Hold(connection, workspace, cancel);
        if (await ContactRows.Take(connection, workspace, [id], cancel) is not [var was])
            return new DeskResult.Missing();
        if (version is { } wanted && wanted != was.Version)
            return new DeskResult.Outdated(was.Version);

        var now = change.Apply(was, DateTimeOffset.UtcNow, out var log);
        await using var batch = new NpgsqlBatch(connection);
        var phone = identities.Phone.Is && identities.Phone.Value != was.Phone;
        var bsuid = identities.Bsuid.Is && identities.Bsuid.Value != was.Bsuid;
        if (phone || bsuid)
        {
            var owner = await Identities.Owner(
                connection,
                workspace,
                phone ? identities.Phone.Value : null,
                bsuid ? identities.Bsuid.Value : null,
                id,
                cancel
            );
            if (owner is not null)
                return owner;
            if (phone)
                log["phone"] = new JsonObject { ["from"] = was.Phone, ["to"] = identities.Phone.Value };
            if (bsuid)
                log["bsuid"] = new JsonObject { ["from"] = was.Bsuid, ["to"] = identities.Bsuid.Value };
            Identities.Remove(batch, workspace, phone ? was.Phone : null, bsuid ? was.Bsuid : null);
            now = now with
            {
                Phone = phone ? identities.Phone.Value : was.Phone,
                Bsuid = bsuid ? identities.Bsuid.Value : was.Bsuid,
            };
            if (now.Phone is null && now.Bsuid is null)
                return new DeskResult.Unknowable();
            Identities.Add(batch, workspace, id, now.Phone, now.Bsuid);
        }
        if (now == was)
            return new DeskResult.Done(was);

        ContactRows.Write(batch, [now]);
        ContactRows.KnowTags(batch, workspace, now.Tags);
        ContactLog.Write(batch, workspace, actor, [new LogLine(id, "changed", log)]);
        await batch.ExecuteNonQueryAsync(cancel);
        return await Finish(connection, transaction, workspace, id, cancel);
    }

    private static async Task<DeskResult> Finish(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        string workspace,
        long id,
        CancellationToken cancel
    )
    {
        var now = await ContactRows.Take(connection, workspace, [id], cancel);
        await transaction.CommitAsync(cancel);
        return new DeskResult.Done(now[0]);
    }
}
