namespace WhatsAppBot.Storage;

/// <summary>Finds conversations that were put aside until a time that has come. The turn that wakes one takes it out of the index.</summary>
public sealed class Asleep(Database database)
{
    public async Task<IReadOnlyList<long>> Due(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select id from conversations where snoozed_until <= now() order by snoozed_until limit 500"
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var due = new List<long>();
        while (await row.ReadAsync(cancel))
            due.Add(row.GetInt64(0));
        return due;
    }
}
