using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>A reply that people use again; its texts may hold variables.</summary>
public sealed record SavedReply(
    string Id,
    string Shortcut,
    Content Content,
    string CreatedBy,
    DateTimeOffset UpdatedAt
);

/// <summary>Saved replies of a workspace; few, read whole.</summary>
public sealed class SavedReplies(Database database)
{
    public const int MostPerWorkspace = 1_000;

    public async Task<IReadOnlyList<SavedReply>> All(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select id, shortcut, content, created_by, updated_at from saved_replies where workspace_id = $1 order by lower(shortcut)"
        );
        ask.Parameters.Text(workspace);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<SavedReply>();
        while (await row.ReadAsync(cancel))
            all.Add(
                new SavedReply(
                    row.GetString(0),
                    row.GetString(1),
                    StorageJson.Content(row.GetString(2)),
                    row.GetString(3),
                    row.Time(4)
                )
            );
        return all;
    }

    /// <summary>False: the shortcut is another's, or there are too many.</summary>
    public Task<bool> Add(
        string workspace,
        string id,
        string shortcut,
        Content content,
        string by,
        CancellationToken cancel
    ) =>
        Write(
            $"""
            insert into saved_replies (id, workspace_id, shortcut, content, created_by) select $2, $1, $3, $4::json, $5
            where (select count(*) from saved_replies where workspace_id = $1) < {MostPerWorkspace}
            on conflict do nothing
            """,
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Text(id);
                parameters.Text(shortcut);
                parameters.Text(StorageJson.Of(content));
                parameters.Text(by);
            },
            cancel
        );

    /// <summary>False: there is none with that id. Null: the shortcut is another's.</summary>
    public async Task<bool?> Change(
        string workspace,
        string id,
        string shortcut,
        Content content,
        CancellationToken cancel
    )
    {
        try
        {
            return await Write(
                "update saved_replies set shortcut = $3, content = $4::json, updated_at = now() where workspace_id = $1 and id = $2",
                parameters =>
                {
                    parameters.Text(workspace);
                    parameters.Text(id);
                    parameters.Text(shortcut);
                    parameters.Text(StorageJson.Of(content));
                },
                cancel
            );
        }
        catch (PostgresException trouble) when (trouble.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return null;
        }
    }

    public Task<bool> Remove(string workspace, string id, CancellationToken cancel) =>
        Write(
            "delete from saved_replies where workspace_id = $1 and id = $2",
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Text(id);
            },
            cancel
        );

    private async Task<bool> Write(string sql, Action<NpgsqlParameterCollection> fill, CancellationToken cancel)
    {
        await using var write = database.Source.CreateCommand(sql);
        fill(write.Parameters);
        return await write.ExecuteNonQueryAsync(cancel) == 1;
    }
}
