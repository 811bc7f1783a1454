namespace WhatsAppBot.Storage;

/// <summary>Messages of one conversation that have the words, the newest first; <c>total</c> counts all of them, up to <see cref="MessageSearch.MostCounted"/>.</summary>
public sealed record FoundMessages(IReadOnlyList<Message> Page, int Total);

/// <summary>Looks for words in one conversation, whole: as the search of the inbox does, without accents, each word the beginning of one.</summary>
public sealed class MessageSearch(Database database)
{
    /// <summary>So many are counted at most.</summary>
    public const int MostCounted = 1_000;

    // the search takes messages up a moment after their commit: these are looked at themselves
    private const int Newest = 200;

    // The conversation's words are looked through one by one (they stand still by offset 0): the index of words knows all conversations of the
    // workspace, and a word that all use would be as dear as the workspace is large. What is not taken up yet is after the cursor, among the newest.
    private static readonly string Found = $"""
        with hits as materialized (
            select w.seq from (
                select a.seq, a.words from message_words a where a.conversation_id = $2 offset 0) w
            where w.words @@ message_query($1, $3)
            union all
            select m.seq from (
                select n.* from messages n where n.conversation_id = $2 order by n.seq desc limit {Newest}) m
            where m.written > (select c.written from message_words_cursor c)
                and m.workspace_id = $1 and m.text <> '' and m.kind not in ('system', 'reaction')
                and message_words(m.workspace_id, m.text) @@ message_query($1, $3)),
        counted as (select least(count(*), {MostCounted})::integer as total from hits)
        select c.total, m.* from counted c left join (
            select {InboxReads.Columns} from messages where workspace_id = $1 and conversation_id = $2 and seq in (
                select h.seq from hits h where h.seq < $4 order by h.seq desc limit $5)) m on true
        order by m.seq desc
        """;

    /// <summary>The newest <paramref name="most"/> of them before a seq. The conversation is known to be the workspace's.</summary>
    public async Task<FoundMessages> Page(
        string workspace,
        long conversation,
        string words,
        long before,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(Found);
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(conversation);
        ask.Parameters.Text(words);
        ask.Parameters.Value(before);
        ask.Parameters.Value(most);

        await using var row = await ask.ExecuteReaderAsync(cancel);
        var total = 0;
        var found = new List<Message>();
        while (await row.ReadAsync(cancel))
        {
            total = row.GetInt32(0);
            if (!row.IsDBNull(1))
                found.Add(InboxReads.Read(row, 1));
        }
        return new FoundMessages(found, total);
    }
}
