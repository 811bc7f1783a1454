using System.Text.Json;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Who does something: a person, an API key or the product itself.</summary>
public sealed record Actor(string Id, string Name)
{
    public static Actor Product { get; } = new("system", "WhatsAppBot");
}

/// <summary>
/// Something somebody did. The action is a word of our own such as <c>member.role</c>, the target the id of what it was done to, the detail a small
/// object without secrets and without texts of contacts.
/// </summary>
public sealed record AuditEntry(
    string? WorkspaceId,
    Actor Actor,
    string Action,
    string? Target = null,
    IReadOnlyDictionary<string, string?>? Detail = null
);

/// <summary>An entry as it stands in the log.</summary>
public sealed record AuditRow(
    long Id,
    DateTimeOffset At,
    string ActorId,
    string ActorName,
    string Action,
    string? Target,
    string? Detail
);

/// <summary>Which entries are wanted; null asks for all.</summary>
public sealed record AuditFilter(
    string? Actor = null,
    string? Action = null,
    string? Target = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);

/// <summary>The append-only log of what people and programs did.</summary>
public sealed class AuditLog(Database database)
{
    /// <summary>Where the change itself is a statement of Storage's, <see cref="AuditSql"/> writes both in one transaction; this stands alone.</summary>
    public async Task Append(AuditEntry entry, CancellationToken cancel)
    {
        await using var insert = database.Source.CreateCommand(AuditSql.Insert);
        insert.Parameters.Audit(entry);
        await insert.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>An entry in each workspace of the user; in none when there is no user, or the user is in none.</summary>
    public async Task AppendForUser(string? user, AuditEntry entry, CancellationToken cancel)
    {
        await using var insert = database.Source.CreateCommand(
            """
            insert into audit (workspace_id, actor_id, actor_name, action, target, detail)
            select coalesce(m.workspace_id, $1), $2, $3, $4, $5, $6::json
            from (select 1) one left join members m on m.user_id = $7
            """
        );
        insert.Parameters.Audit(entry);
        insert.Parameters.Text(user);
        await insert.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The newest first, those before an id.</summary>
    public async Task<IReadOnlyList<AuditRow>> List(
        string workspace,
        AuditFilter filter,
        long before,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            """
            select id, at, actor_id, actor_name, action, target, detail::text from audit
            where workspace_id = $1 and id < $2 and ($3::text is null or actor_id = $3) and ($4::text is null or action = $4)
                and ($5::text is null or target = $5) and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
            order by id desc limit $8
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(before);
        ask.Parameters.Text(filter.Actor);
        ask.Parameters.Text(filter.Action);
        ask.Parameters.Text(filter.Target);
        ask.Parameters.Time(filter.From);
        ask.Parameters.Time(filter.To);
        ask.Parameters.Value(most);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var rows = new List<AuditRow>();
        while (await row.ReadAsync(cancel))
            rows.Add(
                new AuditRow(
                    row.GetInt64(0),
                    row.Time(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.TextOrNull(5),
                    row.TextOrNull(6)
                )
            );
        return rows;
    }
}

/// <summary>Writes an entry in the transaction of the change that it tells of.</summary>
internal static class AuditSql
{
    public const string Insert =
        "insert into audit (workspace_id, actor_id, actor_name, action, target, detail) values ($1, $2, $3, $4, $5, $6::json)";

    /// <summary>The parameters of an entry, six in number, in the order of <see cref="Insert"/>.</summary>
    public static void Audit(this NpgsqlParameterCollection parameters, AuditEntry entry)
    {
        parameters.Text(entry.WorkspaceId);
        parameters.Text(entry.Actor.Id);
        parameters.Text(entry.Actor.Name);
        parameters.Text(entry.Action);
        parameters.Text(entry.Target);
        parameters.Text(
            entry.Detail is null
                ? null
                : JsonSerializer.Serialize(entry.Detail, StorageJson.Default.IReadOnlyDictionaryStringString)
        );
    }

    /// <summary>Adds the entry to a batch, which is one transaction.</summary>
    public static void Audit(this NpgsqlBatch batch, AuditEntry entry) => batch.Add(Insert).Audit(entry);

    /// <summary>
    /// Adds a change and its entry as one statement: the entry is written only if the change changed a row. <paramref name="change"/> returns something
    /// and has its parameters from $7 on.
    /// </summary>
    public static NpgsqlParameterCollection Change(this NpgsqlBatch batch, string change, AuditEntry entry)
    {
        var parameters = batch.Add(
            $"""
            with changed as ({change})
            insert into audit (workspace_id, actor_id, actor_name, action, target, detail)
            select $1, $2, $3, $4, $5, $6::json from changed
            """
        );
        parameters.Audit(entry);
        return parameters;
    }
}
