using System.Text.Json.Nodes;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>How many were meant and how many were changed by it.</summary>
public sealed record BulkResult(int Matched, int Changed);

/// <summary>Changes many contacts, some hundreds in a transaction; each change is in its contact's log, and the whole in the audit.</summary>
public sealed class BulkChanges(Database database, ContactReads reads)
{
    /// <summary>More are asked to be narrowed down.</summary>
    public const int Most = 50_000;

    private const int AtOnce = 500;

    /// <summary>Null: more than <see cref="Most"/> are meant, and nothing was done.</summary>
    public async Task<BulkResult?> Change(
        ContactQuestion question,
        ContactEdit change,
        Actor actor,
        JsonObject asked,
        CancellationToken cancel
    )
    {
        var ids = await reads.Ids(question, Most + 1, cancel);
        return ids.Count > Most ? null : await Change(question.Workspace, ids, change, actor, asked, cancel);
    }

    public async Task<BulkResult> Change(
        string workspace,
        IReadOnlyList<long> ids,
        ContactEdit change,
        Actor actor,
        JsonObject asked,
        CancellationToken cancel
    )
    {
        var line = await Begin(workspace, actor, asked, cancel);
        var result = new BulkResult(0, 0);
        // to the end, also when whoever asked has gone away: nobody wants one half of them changed
        foreach (var some in ids.Distinct().Order().Chunk(AtOnce))
            result = await Some(workspace, some, change, actor, (line, result), CancellationToken.None);
        return result;
    }

    /// <summary>The audit's line: it stands before the first is changed, and grows with what is committed.</summary>
    private async Task<long> Begin(string workspace, Actor actor, JsonObject asked, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var detail = Counts(new BulkResult(0, 0));
        detail["asked"] = asked;
        ContactLog.Audit(batch, workspace, actor, "bulk", detail);
        return (long)(await batch.ExecuteScalarAsync(cancel) ?? 0L);
    }

    private static JsonObject Counts(BulkResult result) =>
        new() { ["matched"] = result.Matched, ["changed"] = result.Changed };

    private async Task<BulkResult> Some(
        string workspace,
        long[] ids,
        ContactEdit change,
        Actor actor,
        (long Line, BulkResult Result) audit,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ContactRows.Hold(connection, workspace, cancel);
        var found = await ContactRows.Take(connection, workspace, ids, cancel);
        var changed = new List<StoredContact>();
        var log = new List<LogLine>();
        foreach (var was in found)
        {
            var now = change.Apply(was, DateTimeOffset.UtcNow, out var detail);
            if (ReferenceEquals(now, was))
                continue;
            changed.Add(now);
            log.Add(new LogLine(was.Id, "changed", detail));
        }
        var result = new BulkResult(audit.Result.Matched + found.Count, audit.Result.Changed + changed.Count);

        await using var batch = new NpgsqlBatch(connection);
        if (changed.Count > 0)
        {
            ContactRows.Write(batch, changed);
            ContactRows.KnowTags(batch, workspace, change.Tag.Concat(change.Tags ?? []));
            ContactLog.Write(batch, workspace, actor, log);
        }
        ContactLog.AuditSoFar(batch, audit.Line, Counts(result));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return result;
    }
}
