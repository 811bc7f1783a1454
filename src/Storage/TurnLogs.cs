using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A committed turn as the log has it; the JSON is the engine's.</summary>
public sealed record LoggedTurn(
    long Version,
    DateTimeOffset At,
    string? SessionId,
    string Input,
    string Events,
    string? Around
);

/// <summary>The turn that began a session, and the one that ended it, if one did.</summary>
public sealed record LoggedSession(LoggedTurn First, LoggedTurn? Last);

/// <summary>Reads the turn log of one conversation.</summary>
public sealed class TurnLogs(Database database)
{
    private const string Columns = "version, at, session_id, input, events, around";

    /// <summary>Turns from a version on, oldest first.</summary>
    public async Task<IReadOnlyList<LoggedTurn>> From(
        string workspace,
        long conversation,
        long version,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select {Columns} from turns
            where conversation_id = $2 and version >= $3 and workspace_id = $1
            order by version limit $4
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(conversation);
        ask.Parameters.Value(version);
        ask.Parameters.Value(most);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var turns = new List<LoggedTurn>();
        while (await row.ReadAsync(cancel))
            turns.Add(Read(row, 0));
        return turns;
    }

    /// <summary>The sessions that began before a version, the newest first.</summary>
    public async Task<IReadOnlyList<LoggedSession>> Sessions(
        string workspace,
        long conversation,
        long before,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            """
            select b.version, b.at, b.session_id, b.input, b.events, b.around, e.version, e.at, e.session_id, e.input, e.events, e.around
            from (
                select * from turns
                where conversation_id = $2 and workspace_id = $1 and version < $3
                    and session_id = conversation_id || '.' || version || '.s'
                order by version desc limit $4) b
            left join lateral (
                select * from turns t
                where t.conversation_id = $2 and t.version >= b.version
                    and strpos(t.events::text, '"session_ended","sessionId":"' || b.session_id || '"') > 0
                order by t.version limit 1) e on true
            order by b.version desc
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(conversation);
        ask.Parameters.Value(before);
        ask.Parameters.Value(most);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var sessions = new List<LoggedSession>();
        while (await row.ReadAsync(cancel))
            sessions.Add(new LoggedSession(Read(row, 0), row.IsDBNull(6) ? null : Read(row, 6)));
        return sessions;
    }

    /// <summary>The turn that a caller's key made, if it has made one.</summary>
    public async Task<LoggedTurn?> ByKey(long conversation, string key, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select {Columns} from turns
            where conversation_id = $1 and around is not null and around ->> 'key' = $2
            order by version desc limit 1
            """
        );
        ask.Parameters.Value(conversation);
        ask.Parameters.Text(key);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? Read(row, 0) : null;
    }

    private static LoggedTurn Read(NpgsqlDataReader row, int at) =>
        new(
            row.GetInt64(at),
            row.Time(at + 1),
            row.TextOrNull(at + 2),
            row.GetString(at + 3),
            row.GetString(at + 4),
            row.TextOrNull(at + 5)
        );
}
