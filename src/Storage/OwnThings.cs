using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A list that a person has put together.</summary>
public sealed record SavedView(string Id, string Name, string Query, int Position);

/// <summary>
/// What belongs to one person: how far they have read, what they have begun to write, their views and preferences. And what a workspace has chosen.
/// </summary>
public sealed class OwnThings(Database database)
{
    public const int MostViews = 50;

    public async Task<long> ReadTo(string user, long conversation, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select seq from read_positions where user_id = $1 and conversation_id = $2"
        );
        ask.Parameters.Text(user);
        ask.Parameters.Value(conversation);
        return await ask.ExecuteScalarAsync(cancel) as long? ?? 0;
    }

    /// <summary>Never backwards, unless it is to be <paramref name="back"/>.</summary>
    public Task<bool> Read(
        string workspace,
        string user,
        long conversation,
        long seq,
        bool back,
        CancellationToken cancel
    ) =>
        Write(
            """
            insert into read_positions as r (workspace_id, user_id, conversation_id, seq) values ($1, $2, $3, $4)
            on conflict (user_id, conversation_id) do update
                set seq = case when $5 then excluded.seq else greatest(r.seq, excluded.seq) end, at = now()
            """,
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Text(user);
                parameters.Value(conversation);
                parameters.Value(seq);
                parameters.Value(back);
            },
            cancel
        );

    /// <summary>The JSON of a draft, or null.</summary>
    public Task<string?> Draft(string user, long conversation, CancellationToken cancel) =>
        Ask(
            "select draft from reply_drafts where user_id = $1 and conversation_id = $2",
            parameters =>
            {
                parameters.Text(user);
                parameters.Value(conversation);
            },
            cancel
        );

    public Task<bool> Keep(string workspace, string user, long conversation, string draft, CancellationToken cancel) =>
        Write(
            """
            insert into reply_drafts (workspace_id, user_id, conversation_id, draft) values ($1, $2, $3, $4::json)
            on conflict (user_id, conversation_id) do update set draft = excluded.draft, updated_at = now()
            """,
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Text(user);
                parameters.Value(conversation);
                parameters.Text(draft);
            },
            cancel
        );

    public Task<bool> Forget(string user, long conversation, CancellationToken cancel) =>
        Write(
            "delete from reply_drafts where user_id = $1 and conversation_id = $2",
            parameters =>
            {
                parameters.Text(user);
                parameters.Value(conversation);
            },
            cancel
        );

    public Task<string?> Preferences(string workspace, string user, CancellationToken cancel) =>
        Ask(
            "select preferences from inbox_preferences where workspace_id = $1 and user_id = $2",
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Text(user);
            },
            cancel
        );

    public Task<bool> Prefer(string workspace, string user, string preferences, CancellationToken cancel) =>
        Write(
            """
            insert into inbox_preferences (workspace_id, user_id, preferences) values ($1, $2, $3::json)
            on conflict (workspace_id, user_id) do update set preferences = excluded.preferences
            """,
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Text(user);
                parameters.Text(preferences);
            },
            cancel
        );

    public async Task<IReadOnlyList<SavedView>> Views(string workspace, string user, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select id, name, query, position from saved_views where workspace_id = $1 and user_id = $2 order by position, created_at, id"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(user);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<SavedView>();
        while (await row.ReadAsync(cancel))
            all.Add(new SavedView(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3)));
        return all;
    }

    /// <summary>False: the person has too many.</summary>
    public Task<bool> AddView(string workspace, string user, SavedView view, CancellationToken cancel) =>
        Write(
            $"""
            insert into saved_views (id, workspace_id, user_id, name, query, position) select $3, $1, $2, $4, $5::json, $6
            where (select count(*) from saved_views where workspace_id = $1 and user_id = $2) < {MostViews}
            """,
            parameters => View(parameters, workspace, user, view),
            cancel
        );

    /// <summary>False: it is not theirs, or there is none.</summary>
    public Task<bool> ChangeView(string workspace, string user, SavedView view, CancellationToken cancel) =>
        Write(
            """
            update saved_views set name = $4, query = $5::json, position = $6 where id = $3 and workspace_id = $1 and user_id = $2
            """,
            parameters => View(parameters, workspace, user, view),
            cancel
        );

    public Task<bool> RemoveView(string workspace, string user, string id, CancellationToken cancel) =>
        Write(
            "delete from saved_views where workspace_id = $1 and user_id = $2 and id = $3",
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Text(user);
                parameters.Text(id);
            },
            cancel
        );

    public async Task<bool> ShowsTyping(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select show_typing from inbox_settings where workspace_id = $1"
        );
        ask.Parameters.Text(workspace);
        return await ask.ExecuteScalarAsync(cancel) is true;
    }

    public Task<bool> ShowTyping(string workspace, bool show, CancellationToken cancel) =>
        Write(
            """
            insert into inbox_settings (workspace_id, show_typing) values ($1, $2)
            on conflict (workspace_id) do update set show_typing = excluded.show_typing
            """,
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Value(show);
            },
            cancel
        );

    private static void View(NpgsqlParameterCollection parameters, string workspace, string user, SavedView view)
    {
        parameters.Text(workspace);
        parameters.Text(user);
        parameters.Text(view.Id);
        parameters.Text(view.Name);
        parameters.Text(view.Query);
        parameters.Value(view.Position);
    }

    private async Task<string?> Ask(string sql, Action<NpgsqlParameterCollection> fill, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(sql);
        fill(ask.Parameters);
        return await ask.ExecuteScalarAsync(cancel) as string;
    }

    private async Task<bool> Write(string sql, Action<NpgsqlParameterCollection> fill, CancellationToken cancel)
    {
        await using var write = database.Source.CreateCommand(sql);
        fill(write.Parameters);
        return await write.ExecuteNonQueryAsync(cancel) == 1;
    }
}
