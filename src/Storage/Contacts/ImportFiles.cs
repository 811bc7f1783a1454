using System.Runtime.CompilerServices;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>Keeps uploaded files in parts of some hundred kilobytes, so that neither side ever holds a whole one.</summary>
public sealed class ImportFiles(Database database)
{
    public const long LargestFile = 100L * 1024 * 1024;

    /// <summary>So much may wait for its start in a workspace; one more file is taken while it is less.</summary>
    public const long MostWaiting = 20 * LargestFile;

    private const int PartSize = 256 * 1024;

    /// <summary>Whether another file may be taken; one that is still on its way counts as the largest.</summary>
    public async Task<bool> HasRoom(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select coalesce(sum(case when whole then size else $2 end), 0) < $3
            from contact_imports where workspace_id = $1 and state = 0
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(LargestFile);
        ask.Parameters.Value(MostWaiting);
        return await ask.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Takes the file. Null: it is larger than <see cref="LargestFile"/> or empty, and nothing of it stays.</summary>
    public async Task<long?> Keep(
        string workspace,
        string fileName,
        Stream content,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var begin = database.Source.CreateCommand(
            "insert into contact_imports (workspace_id, file_name, actor_id, actor_name) values ($1, $2, $3, $4) returning id"
        );
        begin.Parameters.Text(workspace);
        begin.Parameters.Text(fileName);
        begin.Parameters.Text(actor.Id);
        begin.Parameters.Text(actor.Name);
        var id = (long)(await begin.ExecuteScalarAsync(cancel) ?? 0L);
        var whole = false;
        try
        {
            var size = await KeepParts(id, content, cancel);
            if (size is 0 or > LargestFile)
                return null;

            await using var end = database.Source.CreateCommand(
                "update contact_imports set size = $2, whole = true where id = $1"
            );
            end.Parameters.Value(id);
            end.Parameters.Value(size);
            await end.ExecuteNonQueryAsync(cancel);
            whole = true;
            return id;
        }
        finally
        {
            // also when the caller hung up in the middle
            if (!whole)
                await Remove(id);
        }
    }

    private async Task<long> KeepParts(long id, Stream content, CancellationToken cancel)
    {
        var buffer = new byte[PartSize];
        long size = 0;
        for (var part = 0; ; part++)
        {
            var length = await content.ReadAtLeastAsync(buffer, PartSize, throwOnEndOfStream: false, cancel);
            if (length == 0)
                return size;
            size += length;
            if (size > LargestFile)
                return size;

            await using var keep = database.Source.CreateCommand(
                "insert into contact_import_parts (import_id, part, bytes) values ($1, $2, $3)"
            );
            keep.Parameters.Value(id);
            keep.Parameters.Value(part);
            keep.Parameters.Value(buffer.AsMemory(0, length).ToArray());
            await keep.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>The bytes of a file, part by part.</summary>
    public async IAsyncEnumerable<byte[]> Parts(long id, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var part = 0; ; part++)
        {
            await using var ask = database.Source.CreateCommand(
                "select bytes from contact_import_parts where import_id = $1 and part = $2"
            );
            ask.Parameters.Value(id);
            ask.Parameters.Value(part);
            if (await ask.ExecuteScalarAsync(cancel) is not byte[] bytes)
                yield break;
            yield return bytes;
        }
    }

    /// <summary>Uploads that nobody started within a day go; a bounded bite at a time.</summary>
    public async Task Tidy(CancellationToken cancel)
    {
        await using var tidy = database.Source.CreateCommand(
            """
            delete from contact_imports where id in (
                select id from contact_imports where state = 0 and created_at < now() - interval '1 day' order by id limit 20)
            """
        );
        await tidy.ExecuteNonQueryAsync(cancel);
    }

    private async Task Remove(long id)
    {
        await using var remove = database.Source.CreateCommand("delete from contact_imports where id = $1");
        remove.Parameters.Value(id);
        await remove.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
