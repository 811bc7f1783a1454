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

    /// <summary>
    /// Nobody can tell beforehand how rare a word is: the planner takes every unknown one for half a percent and reads a million contacts in order to find
    /// the few. So the words' own index is asked first; if it has many, a list in order meets them soon.
    /// </summary>
    private async Task<ContactQuestion> Look(ContactQuestion question, CancellationToken cancel)
    {
        if (question.Search is not { Length: > 0 } || question.Found is not null)
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
            .Bigint(Few + 1);
        command.CommandText = sql.ToString();
        batch.BatchCommands.Add(command);
        var ids = new List<long>();
        await using var row = await batch.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            ids.Add(row.GetInt64(0));
        return ids.Count > Few ? question : question with { Found = [.. ids] };
    }

    public async Task<ContactsPage> List(
        ContactQuestion question,
        ContactOrder order,
        ContactPlace? after,
        int most,
        CancellationToken cancel
    )
    {
        question = await Look(question, cancel);
        var page = new List<StoredContact>(most);
        ContactPlace? next = null;
        // those who were seen come first, then the others; a place without a time is among the others
        if (order == ContactOrder.Seen && after is null or { At: not null, Name: "seen" })
        {
            await using var seen = database.Lists.CreateCommand();
            BySeen(seen, question, after, most);
            next = await Fill(seen, page, most, order, seenPart: true, cancel);
            if (page.Count == most)
                return new ContactsPage(page, next);
            after = null;
        }

        await using var ask = database.Lists.CreateCommand();
        ByKey(ask, question, order, after, most - page.Count);
        next = await Fill(ask, page, most, order, seenPart: false, cancel);
        return new ContactsPage(page, page.Count == most ? next : null);
    }

    private static void ByKey(
        NpgsqlCommand ask,
        ContactQuestion question,
        ContactOrder order,
        ContactPlace? after,
        int most
    )
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace);
        sql.Add(
            $"select {ContactSql.Columns}, {ContactSql.Seen}, c.sort_name, null::timestamptz from contacts c where "
        );
        question.Write(sql);
        if (order == ContactOrder.Seen)
            sql.Add(
                " and not exists (select 1 from conversations v where v.contact_id = c.id and v.listed_at is not null)"
            );
        if (order == ContactOrder.Name)
        {
            if (after is not null)
                sql.Add(" and (c.sort_name, c.id) > (").Text(after.Name).Add(", ").Bigint(after.Id).Add(")");
            sql.Add(" order by c.sort_name, c.id");
        }
        else
        {
            if (after?.At is { } at)
                sql.Add(" and (c.created_at, c.id) < (").Time(at).Add(", ").Bigint(after.Id).Add(")");
            sql.Add(" order by c.created_at desc, c.id desc");
        }
        sql.Add(" limit ").Bigint(most);
        ask.CommandText = sql.ToString();
    }

    // follows the inbox's own list; a contact stands where its newest conversation stands
    private static void BySeen(NpgsqlCommand ask, ContactQuestion question, ContactPlace? after, int most)
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace);
        sql.Add(
            $"""
            select {ContactSql.Columns}, {ContactSql.Seen}, '', s.last_at
            from conversations s join contacts c on c.id = s.contact_id
            where s.workspace_id = $1 and s.listed_at is not null
                and not exists (select 1 from conversations o where o.contact_id = s.contact_id and (o.last_at, o.id) > (s.last_at, s.id))
                and 
            """
        );
        question.Write(sql);
        if (after?.At is { } at)
            sql.Add(" and s.listed_at <= date_bin('15 seconds', ")
                .Time(at)
                .Add(", timestamptz '2000-01-01 00:00:00+00') and (s.last_at, c.id) < (")
                .Time(at)
                .Add(", ")
                .Bigint(after.Id)
                .Add(")");
        sql.Add(" order by s.listed_at desc, s.last_at desc, c.id desc limit ").Bigint(most);
        ask.CommandText = sql.ToString();
    }

    private static async Task<ContactPlace?> Fill(
        NpgsqlCommand ask,
        List<StoredContact> page,
        int most,
        ContactOrder order,
        bool seenPart,
        CancellationToken cancel
    )
    {
        ContactPlace? last = null;
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (page.Count < most && await row.ReadAsync(cancel))
        {
            var contact = ContactSql.ReadSeen(row);
            page.Add(contact);
            last =
                seenPart ? new ContactPlace(row.Time(19), "seen", contact.Id)
                : order == ContactOrder.Name ? new ContactPlace(null, row.GetString(18), contact.Id)
                : new ContactPlace(contact.CreatedAt, null, contact.Id);
        }
        return last;
    }

    /// <summary>Exact up to <see cref="CountedExactly"/>; above, what the planner expects.</summary>
    public async Task<ContactCount> Count(ContactQuestion question, CancellationToken cancel)
    {
        question = await Look(question, cancel);
        await using (var ask = database.Lists.CreateCommand())
        {
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
        question = await Look(question, cancel);
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

    /// <summary>Everyone who is meant, as they are read from the database: a million take no more memory than one.</summary>
    public async IAsyncEnumerable<StoredContact> Stream(
        ContactQuestion question,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await using var ask = database.Lists.CreateCommand();
        var sql = new RuleSql(ask.Parameters, question.Workspace);
        sql.Add($"select {ContactSql.Columns} from contacts c where ");
        question.Write(sql);
        sql.Add(" order by c.created_at desc, c.id desc");
        ask.CommandText = sql.ToString();
        // as slow as whoever reads it
        ask.CommandTimeout = 0;
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            yield return ContactSql.Read(row);
    }
}
