namespace WhatsAppBot.Storage;

/// <summary>Keeps authentic webhooks that could not be read, byte for byte, so that nothing Meta sent is lost.</summary>
public sealed class Quarantine(Database database)
{
    public async Task Keep(string connectionId, string reason, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        await using var insert = database.Source.CreateCommand(
            "insert into quarantine (connection_id, reason, body) values ($1, $2, $3)"
        );
        insert.Parameters.Text(connectionId);
        insert.Parameters.Text(reason);
        insert.Parameters.Value(body.ToArray());
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
