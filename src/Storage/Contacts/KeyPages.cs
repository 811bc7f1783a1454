using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>
/// Statements for a page of a list by name, or from the newest on; in the order by who was seen, for those who were not.
/// </summary>
internal static class KeyPages
{
    /// <summary>A page of what one in eighty has is full before so many are read in order.</summary>
    internal static int FirstLook(int most) => Math.Max(4000, 80 * most);

    // some 20 ms
    private const int LongLook = 100_000;

    private static readonly string Select =
        $"select {ContactSql.Columns}, {ContactSql.Seen}, c.sort_name, null::timestamptz from ";

    /// <summary>Reads in order until the page is full.</summary>
    public static void InOrder(
        NpgsqlCommand ask,
        ContactQuestion question,
        ContactOrder order,
        ContactPlace? after,
        int most
    )
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace).Add(Select).Add("contacts c where ");
        Asked(sql, question, order);
        Place(sql, order, after);
        By(sql, order);
        ask.CommandText = sql.Add(" limit ").Bigint(most).ToString();
    }

    /// <summary>The newest first, in order until the page is full, without when they were seen.</summary>
    public static void Bare(NpgsqlCommand ask, ContactQuestion question, ContactPlace? after, int most)
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace);
        sql.Add($"select {ContactSql.Columns} from contacts c where ");
        Asked(sql, question, ContactOrder.Newest);
        Place(sql, ContactOrder.Newest, after);
        By(sql, ContactOrder.Newest);
        ask.CommandText = sql.Add(" limit ").Bigint(most).ToString();
    }

    /// <summary>Looks at the first in order, and no further.</summary>
    public static void AmongFirst(
        NpgsqlCommand ask,
        ContactQuestion question,
        ContactOrder order,
        ContactPlace? after,
        int most
    )
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace).Add(Select);
        First(sql, order, after, most, null);
        Asked(sql, question, order);
        By(sql, order);
        ask.CommandText = sql.Add(" limit ").Bigint(most).ToString();
    }

    /// <summary>Finds everyone by the indexes and sorts them.</summary>
    public static void Gathered(
        NpgsqlCommand ask,
        ContactQuestion question,
        ContactOrder order,
        ContactPlace? after,
        int most
    )
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace)
            .Add("with found as materialized (select ")
            .Add(Keys)
            .Add(" from contacts c where ");
        Asked(sql, question, order);
        Place(sql, order, after);
        sql.Add("), page as (select c.id from found c");
        By(sql, order);
        sql.Add(" limit ").Bigint(most).Add(") ").Add(Select).Add("page join contacts c using (id)");
        By(sql, order);
        ask.CommandText = sql.ToString();
    }

    /// <summary>
    /// By name: whoever is called so stands together somewhere in the alphabet, and the page begins there; those who are called so in the second place are
    /// found by their own index. Gives a full page, or nothing: then this was not the way.
    /// </summary>
    public static void CalledSo(NpgsqlCommand ask, ContactQuestion question, ContactPlace? after, int most)
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace).Add(
            $"with first as materialized (select {Keys} from "
        );
        First(sql, ContactOrder.Name, after, most, question.Search);
        question.Write(sql);
        By(sql, ContactOrder.Name);
        WithLater(sql.Add(" limit ").Bigint(most), question, after, most, "");
        ask.CommandText = sql.ToString();
    }

    /// <summary>
    /// By name: what people are sorted by shows whether they are called so, and the index of the order is read much faster than the contacts themselves.
    /// Gives a full page, or nothing.
    /// </summary>
    public static void ShownSo(NpgsqlCommand ask, ContactQuestion question, ContactPlace? after, int most)
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace).Add(
            $"""
            with first as materialized (select {Keys} from (
                select c.id, c.sort_name from contacts c where c.workspace_id = $1 and c.merged_into is null
            """
        );
        Place(sql, ContactOrder.Name, after);
        By(sql, ContactOrder.Name);
        sql.Add(" limit ").Bigint(LongLook);
        sql.Add(") o join contacts c on c.id = o.id where o.sort_name like '%' || longest_word(").Text(question.Search);
        sql.Add(") || '%' and ");
        question.Write(sql);
        sql.Add(" order by o.sort_name, o.id");
        WithLater(sql.Add(" limit ").Bigint(most), question, after, most, "_");
        ask.CommandText = sql.ToString();
    }

    /// <summary>Goes on from the first part of a page: those who have the word where that part does not look belong between.</summary>
    private static void WithLater(RuleSql sql, ContactQuestion question, ContactPlace? after, int most, string mark)
    {
        sql.Add("), whole as (select count(*) = ").Bigint(most).Add(" as yes from first), ");
        sql.Add($"later as materialized (select {Keys} from contacts c where (select yes from whole) and ");
        // the search once more, but not by its own index: that one would bring all who are called so
        (question with { Search = null }).Write(sql);
        sql.Add(" and (c.words @@ contact_query(").Text(question.Search).Add(")) is true");
        sql.Add($" and later_words(c.name, c.bsuid, c.sort_name) @@ ('''{mark}' || longest_word(")
            .Text(question.Search)
            .Add(") || ''':*')::tsquery");
        Place(sql, ContactOrder.Name, after);
        sql.Add(
            "), page as (select c.id from (select * from first union select * from later) c where (select yes from whole)"
        );
        By(sql, ContactOrder.Name);
        sql.Add(" limit ").Bigint(most).Add(") ").Add(Select).Add("page join contacts c using (id)");
        By(sql, ContactOrder.Name);
    }

    private const string Keys = "c.id, c.sort_name, c.created_at";

    private static void First(RuleSql sql, ContactOrder order, ContactPlace? after, int most, string? called)
    {
        sql.Add("(select * from contacts c where c.workspace_id = $1 and c.merged_into is null");
        if (called is not null)
            sql.Add(" and c.sort_name like longest_word(").Text(called).Add(") || '%'");
        Place(sql, order, after);
        By(sql, order);
        sql.Add(" limit ").Bigint(FirstLook(most)).Add(") c where ");
    }

    private static void Asked(RuleSql sql, ContactQuestion question, ContactOrder order)
    {
        question.Write(sql);
        if (order == ContactOrder.Seen)
            sql.Add(
                " and not exists (select 1 from conversations v where v.contact_id = c.id and v.listed_at is not null)"
            );
    }

    private static void Place(RuleSql sql, ContactOrder order, ContactPlace? after)
    {
        if (order == ContactOrder.Name && after is not null)
            sql.Add(" and (c.sort_name, c.id) > (").Text(after.Name).Add(", ").Bigint(after.Id).Add(")");
        else if (order != ContactOrder.Name && after?.At is { } at)
            sql.Add(" and (c.created_at, c.id) < (").Time(at).Add(", ").Bigint(after.Id).Add(")");
    }

    private static void By(RuleSql sql, ContactOrder order) =>
        sql.Add(order == ContactOrder.Name ? " order by c.sort_name, c.id" : " order by c.created_at desc, c.id desc");
}
