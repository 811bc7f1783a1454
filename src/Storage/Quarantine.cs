using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>Something authentic that could not be read, byte for byte, and why.</summary>
public readonly record struct Unread(string Reason, ReadOnlyMemory<byte> Body);

/// <summary>Keeps what of authentic webhooks could not be read, so that nothing Meta sent is lost.</summary>
public sealed class Quarantine(Database database)
{
    /// <summary>All of them with one statement: a webhook may hold thousands, and is answered within seconds.</summary>
    public async Task Keep(string connectionId, IReadOnlyList<Unread> things, CancellationToken cancel)
    {
        await using var insert = database.Source.CreateCommand(
            "insert into quarantine (connection_id, reason, body) select $1, u.reason, u.body from unnest($2::text[], $3::bytea[]) as u (reason, body)"
        );
        insert.Parameters.Text(connectionId);
        // a reason may name what Meta named
        insert.Parameters.Texts(things, thing => CleanText.Of(thing.Reason));
        insert.Parameters.Bytes(things, thing => thing.Body.ToArray());
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
