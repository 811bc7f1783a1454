using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>
/// Lists, counts and streams contacts. Statements are planned for their values: which index is best depends on how rare a word or a tag is.
/// </summary>
public sealed class ContactReads(Database database)
{
    /// <summary>Up to this many are counted one by one.</summary>
    public const int CountedExactly = 10_000;

    // as many are sorted faster than a list in order is read for them
    private const int Few = 2000;

    private const int BiteSize = 1000;

    // of the eight connections of the lists
    private SemaphoreSlim Bites { get; } = new(3);

    /// <summary>
    /// What many have is met among the first contacts in order: they are looked at before anything else. Whom that does not find are few, or stand
    /// together elsewhere, and nobody can tell beforehand: to read on in order could be to read everybody. So all of them are gathered by whatever index
    /// knows them, and sorted.
    /// </summary>
    public async Task<ContactsPage> List(
        ContactQuestion question,
        ContactOrder order,
        ContactPlace? after,
        int most,
        CancellationToken cancel
    )
    {
        // those who were seen come first, then the others; a place without a time is among the others
        if (order != ContactOrder.Seen)
            return await ByKey(question, order, after, most, cancel);
        if (after is not (null or { At: not null, Name: "seen" }))
            return await ByKey(question, order, after, most, cancel);

        var seen = await BySeen(question, after, most, cancel);
        if (seen.Next is not null)
            return seen;
        var rest = await ByKey(question, order, null, most - seen.Items.Count, cancel);
        return new ContactsPage([.. seen.Items, .. rest.Items], rest.Next);
    }

    private async Task<ContactsPage> BySeen(
        ContactQuestion question,
        ContactPlace? after,
        int most,
        CancellationToken cancel
    )
    {
        if (question.AsksNothing)
            return await Page(most, ask => SeenPages.InOrder(ask, question, after, most), SeenPlace, cancel);
        var first = await Page(most, ask => SeenPages.AmongFirst(ask, question, after, most), SeenPlace, cancel);
        return first.Next is not null
            ? first
            : await Page(most, ask => SeenPages.Gathered(ask, question, after, most), SeenPlace, cancel);
    }

    private async Task<ContactsPage> ByKey(
        ContactQuestion question,
        ContactOrder order,
        ContactPlace? after,
        int most,
        CancellationToken cancel
    )
    {
        ContactPlace Place(StoredContact last, NpgsqlDataReader row) =>
            order == ContactOrder.Name
                ? new ContactPlace(null, row.GetString(18), last.Id)
                : new ContactPlace(last.CreatedAt, null, last.Id);

        if (question.AsksNothing)
            return await Page(most, ask => KeyPages.InOrder(ask, question, order, after, most), Place, cancel);
        var first = await Page(most, ask => KeyPages.AmongFirst(ask, question, order, after, most), Place, cancel);
        if (first.Next is not null)
            return first;
        if (order == ContactOrder.Name && question.Search is { Length: > 0 })
        {
            var called = await Page(most, ask => KeyPages.CalledSo(ask, question, after, most), Place, cancel);
            if (called.Next is not null)
                return called;
            var shown = await Page(most, ask => KeyPages.ShownSo(ask, question, after, most), Place, cancel);
            if (shown.Next is not null)
                return shown;
        }
        return await Page(most, ask => KeyPages.Gathered(ask, question, order, after, most), Place, cancel);
    }

    private static ContactPlace SeenPlace(StoredContact last, NpgsqlDataReader row) =>
        new(row.Time(19), "seen", last.Id);

    /// <summary>A page has a next one when it is full.</summary>
    private async Task<ContactsPage> Page(
        int most,
        Action<NpgsqlCommand> write,
        Func<StoredContact, NpgsqlDataReader, ContactPlace> place,
        CancellationToken cancel
    )
    {
        await using var ask = database.Lists.CreateCommand();
        write(ask);
        var page = new List<StoredContact>(most);
        ContactPlace? last = null;
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (page.Count < most && await row.ReadAsync(cancel))
        {
            var contact = ContactSql.ReadSeen(row);
            page.Add(contact);
            if (page.Count == most)
                last = place(contact, row);
        }
        return new ContactsPage(page, last);
    }

    /// <summary>Exact up to <see cref="CountedExactly"/>; above, what the planner expects.</summary>
    public async Task<ContactCount> Count(ContactQuestion question, CancellationToken cancel)
    {
        question = await Look(question, CountedExactly, cancel);
        if (question is { IsSearchOnly: true, Found: { } found })
            return new ContactCount(found.Length, true);

        // more than are counted, if nothing else is asked
        if (!question.IsSearchOnly)
        {
            await using var ask = database.Lists.CreateCommand();
            var sql = new RuleSql(ask.Parameters, question.Workspace);
            sql.Add("select count(*) from (select 1 from contacts c where ");
            question.Write(sql);
            sql.Add(" limit ").Bigint(CountedExactly + 1).Add(") n");
            ask.CommandText = sql.ToString();
            var counted = (long)(await ask.ExecuteScalarAsync(cancel) ?? 0L);
            if (counted <= CountedExactly)
                return new ContactCount(counted, true);
        }

        await using var plan = database.Lists.CreateCommand();
        var guess = new RuleSql(plan.Parameters, question.Workspace);
        guess.Add("explain (format json) select 1 from contacts c where ");
        question.Write(guess);
        plan.CommandText = guess.ToString();
        using var answer = JsonDocument.Parse((string)(await plan.ExecuteScalarAsync(cancel) ?? "[]"));
        var rows = answer.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
        return new ContactCount(Math.Max(CountedExactly, (long)rows), false);
    }

    /// <summary>The ids of those who are meant, in the order of their ids; at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<long>> Ids(ContactQuestion question, int most, CancellationToken cancel)
    {
        question = await Look(question, Few, cancel);
        await using var ask = database.Lists.CreateCommand();
        var sql = new RuleSql(ask.Parameters, question.Workspace);
        sql.Add("select c.id from contacts c where ");
        question.Write(sql);
        sql.Add(" limit ").Bigint(most);
        ask.CommandText = sql.ToString();
        var ids = new List<long>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            ids.Add(row.GetInt64(0));
        ids.Sort();
        return ids;
    }

    /// <summary>
    /// Everyone who is meant, the newest first: a million take no more memory than a page. While whoever reads it is slow no connection is held, and
    /// all of these together never take every connection of the lists.
    /// </summary>
    public async IAsyncEnumerable<StoredContact> Stream(
        ContactQuestion question,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        question = await Look(question, Few, cancel);
        IReadOnlyList<StoredContact> page;
        ContactPlace? after = null;
        do
        {
            page = await Bite(question, after, cancel);
            foreach (var contact in page)
            {
                yield return contact;
                after = new ContactPlace(contact.CreatedAt, null, contact.Id);
            }
        } while (page.Count == BiteSize);
    }

    private async Task<IReadOnlyList<StoredContact>> Bite(
        ContactQuestion question,
        ContactPlace? after,
        CancellationToken cancel
    )
    {
        await Bites.WaitAsync(cancel);
        try
        {
            await using var ask = database.Lists.CreateCommand();
            KeyPages.Bare(ask, question, after, BiteSize);
            // a few among millions may take long to find
            ask.CommandTimeout = 0;
            var page = new List<StoredContact>(BiteSize);
            await using var row = await ask.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                page.Add(ContactSql.Read(row));
            return page;
        }
        finally
        {
            Bites.Release();
        }
    }

    /// <summary>
    /// Nobody can tell beforehand how rare a word is: the planner takes every unknown one for half a percent. The words' own index is asked, which takes the
    /// longer the more it finds; if they are <paramref name="few"/>, those are all.
    /// </summary>
    private async Task<ContactQuestion> Look(ContactQuestion question, int few, CancellationToken cancel)
    {
        if (question.Search is not { Length: > 0 })
            return question;
        await using var connection = await database.Lists.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("set local enable_indexscan = off");
        batch.Add("set local enable_seqscan = off");
        var command = new NpgsqlBatchCommand();
        var sql = new RuleSql(command.Parameters, question.Workspace);
        sql.Add(
                "select c.id from contacts c where c.workspace_id = $1 and c.merged_into is null and c.words @@ contact_query("
            )
            .Text(question.Search)
            .Add(") limit ")
            .Bigint(few + 1);
        command.CommandText = sql.ToString();
        batch.BatchCommands.Add(command);
        var ids = new List<long>();
        await using var row = await batch.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            ids.Add(row.GetInt64(0));
        return ids.Count > few ? question : question with { Found = [.. ids] };
    }
}
