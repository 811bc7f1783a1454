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
        var (matched, changed) = (0, 0);
        foreach (var some in ids.Distinct().Order().Chunk(AtOnce))
        {
            var (met, done) = await Some(workspace, some, change, actor, cancel);
            matched += met;
            changed += done;
        }

        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        ContactLog.Audit(
            batch,
            workspace,
            actor,
            "bulk",
            new JsonObject
            {
                ["asked"] = asked,
                ["matched"] = matched,
                ["changed"] = changed,
            }
        );
        await batch.ExecuteNonQueryAsync(cancel);
        return new BulkResult(matched, changed);
    }

    private async Task<(int Matched, int Changed)> Some(
        string workspace,
        long[] ids,
        ContactEdit change,
        Actor actor,
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
        if (changed.Count == 0)
            return (found.Count, 0);

        await using var batch = new NpgsqlBatch(connection);
        ContactRows.Write(batch, changed);
        ContactRows.KnowTags(batch, workspace, change.Tag.Concat(change.Tags ?? []));
        ContactLog.Write(batch, workspace, actor, log);
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (found.Count, changed.Count);
    }
}
