using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>A conversation of a contact, in one line.</summary>
public sealed record ContactConversation(
    long Id,
    long ChannelId,
    long Messages,
    DateTimeOffset? LastAt,
    string? LastText,
    string? FlowName,
    bool InFlow,
    bool OfAlias
);

/// <summary>Reads one contact with what belongs to it, and keeps its notes.</summary>
public sealed class ContactBook(Database database)
{
    public async Task<StoredContact?> Find(string workspace, long id, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {ContactSql.Columns}, {ContactSql.Seen} from contacts c where c.workspace_id = $1 and c.id = $2 and c.merged_into is null"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(id);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? ContactSql.ReadSeen(row) : null;
    }

    public Task<IReadOnlyList<Identity>> Identities(string workspace, long id, CancellationToken cancel) =>
        Read(
            "select kind, value from contact_identities where workspace_id = $1 and contact_id = $2 order by kind, value limit 100",
            workspace,
            id,
            row => new Identity(row.GetInt16(0) == 0 ? "phone" : "bsuid", row.GetString(1)),
            cancel
        );

    /// <summary>Its conversations, and those that stayed with an alias when two were merged.</summary>
    public Task<IReadOnlyList<ContactConversation>> Conversations(
        string workspace,
        long id,
        CancellationToken cancel
    ) =>
        Read(
            """
            select v.id, v.channel_id, (select count(*) from messages m where m.conversation_id = v.id and m.direction <> 2), v.last_at, v.last_text,
                v.flow_name, v.session is not null, v.contact_id <> $2
            from conversations v
            where v.workspace_id = $1 and v.contact_id in (select $2 union all select a.id from contacts a where a.merged_into = $2)
            order by v.last_at desc nulls last, v.id desc limit 100
            """,
            workspace,
            id,
            row => new ContactConversation(
                row.GetInt64(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.TimeOrNull(3),
                row.TextOrNull(4),
                row.TextOrNull(5),
                row.GetBoolean(6),
                row.GetBoolean(7)
            ),
            cancel
        );

    /// <summary>The log of changes before an id, the newest first.</summary>
    public Task<IReadOnlyList<ContactLogLine>> Changes(
        string workspace,
        long id,
        long before,
        int most,
        CancellationToken cancel
    ) =>
        Read(
            """
            select id, at, actor_id, actor_name, kind, detail from contact_changes
            where workspace_id = $1 and id < $3
                and contact_id in (select $2 union all select a.id from contacts a where a.merged_into = $2)
            order by id desc limit $4
            """,
            workspace,
            id,
            row => new ContactLogLine(
                row.GetInt64(0),
                row.Time(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5)
            ),
            cancel,
            before,
            most
        );

    public Task<IReadOnlyList<ContactNote>> Notes(string workspace, long id, CancellationToken cancel) =>
        Read(
            """
            select id, text, author_id, author_name, created_at from contact_notes
            where workspace_id = $1 and contact_id = $2 order by id desc limit 500
            """,
            workspace,
            id,
            Note,
            cancel
        );

    /// <summary>Null: no such contact.</summary>
    public async Task<ContactNote?> AddNote(
        string workspace,
        long id,
        string text,
        Actor author,
        CancellationToken cancel
    )
    {
        await using var add = database.Source.CreateCommand(
            """
            insert into contact_notes (workspace_id, contact_id, text, author_id, author_name)
            select $1, id, $3, $4, $5 from contacts where workspace_id = $1 and id = $2 and merged_into is null
            returning id, text, author_id, author_name, created_at
            """
        );
        add.Parameters.Text(workspace);
        add.Parameters.Value(id);
        add.Parameters.Text(text);
        add.Parameters.Text(author.Id);
        add.Parameters.Text(author.Name);
        await using var row = await add.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? Note(row) : null;
    }

    public async Task<bool> RemoveNote(string workspace, long id, long note, CancellationToken cancel)
    {
        await using var remove = database.Source.CreateCommand(
            "delete from contact_notes where workspace_id = $1 and contact_id = $2 and id = $3"
        );
        remove.Parameters.Text(workspace);
        remove.Parameters.Value(id);
        remove.Parameters.Value(note);
        return await remove.ExecuteNonQueryAsync(cancel) == 1;
    }

    private static ContactNote Note(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4));

    private async Task<IReadOnlyList<T>> Read<T>(
        string sql,
        string workspace,
        long id,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancel,
        long? before = null,
        int? most = null
    )
    {
        await using var ask = database.Source.CreateCommand(sql);
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(id);
        if (before is { } from)
            ask.Parameters.Value(from);
        if (most is { } limit)
            ask.Parameters.Value(limit);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var found = new List<T>();
        while (await row.ReadAsync(cancel))
            found.Add(read(row));
        return found;
    }
}
