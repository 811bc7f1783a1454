using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>Statements for a page of those who were seen, the last first. They follow the inbox's own list: a contact stands where its newest conversation stands.</summary>
internal static class SeenPages
{
    private static readonly string Select = $"select {ContactSql.Columns}, {ContactSql.Seen}, '', s.last_at from ";

    private const string Newest = """
        s.listed_at is not null and not exists (
            select 1 from conversations o where o.contact_id = s.contact_id and (o.last_at, o.id) > (s.last_at, s.id))
        """;

    /// <summary>Reads in order until the page is full.</summary>
    public static void InOrder(NpgsqlCommand ask, ContactQuestion question, ContactPlace? after, int most)
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace).Add(Select);
        sql.Add($"conversations s join contacts c on c.id = s.contact_id where s.workspace_id = $1 and {Newest} and ");
        question.Write(sql);
        End(ask, sql, after, most);
    }

    /// <summary>Looks at the first in order, and no further.</summary>
    public static void AmongFirst(NpgsqlCommand ask, ContactQuestion question, ContactPlace? after, int most)
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace).Add(Select);
        sql.Add($"(select s.* from conversations s where s.workspace_id = $1 and {Newest}");
        Place(sql, after);
        sql.Add(" order by s.listed_at desc, s.last_at desc, s.contact_id desc limit ")
            .Bigint(KeyPages.FirstLook(most));
        sql.Add(") s join contacts c on c.id = s.contact_id where ");
        question.Write(sql);
        End(ask, sql, null, most);
    }

    /// <summary>Finds everyone by the indexes and sorts them.</summary>
    public static void Gathered(NpgsqlCommand ask, ContactQuestion question, ContactPlace? after, int most)
    {
        var sql = new RuleSql(ask.Parameters, question.Workspace);
        sql.Add("with found as materialized (select c.id from contacts c where ");
        question.Write(sql);
        sql.Add(
            $"), page as (select s.contact_id, s.listed_at, s.last_at from found join conversations s on s.contact_id = found.id where {Newest}"
        );
        Place(sql, after);
        sql.Add(" order by s.listed_at desc, s.last_at desc, s.contact_id desc limit ").Bigint(most).Add(") ");
        sql.Add(Select).Add("page s join contacts c on c.id = s.contact_id where true");
        End(ask, sql, null, most);
    }

    private static void End(NpgsqlCommand ask, RuleSql sql, ContactPlace? after, int most)
    {
        Place(sql, after);
        sql.Add(" order by s.listed_at desc, s.last_at desc, c.id desc limit ").Bigint(most);
        ask.CommandText = sql.ToString();
    }

    private static void Place(RuleSql sql, ContactPlace? after)
    {
        if (after?.At is { } at)
            sql.Add(" and s.listed_at <= date_bin('15 seconds', ")
                .Time(at)
                .Add(", timestamptz '2000-01-01 00:00:00+00') and (s.last_at, s.contact_id) < (")
                .Time(at)
                .Add(", ")
                .Bigint(after.Id)
                .Add(")");
    }
}
