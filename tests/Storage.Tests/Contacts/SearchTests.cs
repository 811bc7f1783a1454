using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage.Tests.Contacts;

/// <summary>
/// Six thousand contacts: more than a search reads in order before it asks the index. All are common, one in fifty is middling, and the three oldest
/// are ancient.
/// </summary>
public sealed class SearchTests : StorageTest
{
    private const int Page = 50;

    private ContactReads Reads => new(Node.Database);

    [Theory]
    [InlineData("common", ContactOrder.Newest)]
    [InlineData("common", ContactOrder.Name)]
    [InlineData("middling", ContactOrder.Newest)]
    [InlineData("middling", ContactOrder.Name)]
    [InlineData("middling", ContactOrder.Seen)]
    [InlineData("ancient", ContactOrder.Newest)]
    [InlineData("ancient common", ContactOrder.Name)]
    [InlineData("nobody", ContactOrder.Newest)]
    public async Task Every_page_of_a_search_is_what_a_look_at_everybody_would_give(string words, ContactOrder order)
    {
        await Fill();
        var has = string.Join(" and ", words.Split(' ').Select(word => $"name ilike '%{word}%'"));
        var by = order == ContactOrder.Name ? "sort_name, id" : "created_at desc, id desc";
        var expected = await World.Rows($"select id from contacts where {has} order by {by}");

        var found = new List<string>();
        ContactPlace? after = null;
        do
        {
            var page = await Reads.List(Asking(words), order, after, Page, Cancel);
            Assert.InRange(page.Items.Count, 0, Page);
            found.AddRange(page.Items.Select(one => $"{one.Id}"));
            after = page.Next;
        } while (after is not null && found.Count < 500);

        Assert.Equal(expected.Take(found.Count), found);
        Assert.Equal(Math.Min(500, expected.Count), found.Count);
    }

    [Theory]
    [InlineData("common", 6000)]
    [InlineData("middling", 120)]
    [InlineData("nobody", 0)]
    public async Task A_search_is_counted(string words, int count)
    {
        await Fill();
        Assert.Equal(new ContactCount(count, true), await Reads.Count(Asking(words), Cancel));
    }

    [Theory]
    [InlineData("cient", 3)]
    [InlineData("LING", 120)]
    [InlineData("dd", 120)]
    [InlineData("ng-", 0)]
    [InlineData("g c", 120)]
    [InlineData("00", 105)]
    [InlineData("ng com", 120)]
    [InlineData("ánciént", 3)]
    [InlineData("m", 6000)]
    [InlineData("zz", 0)]
    [InlineData("%", 0)]
    [InlineData("n_c", 0)]
    public async Task A_name_is_found_by_what_stands_inside_it(string part, int count)
    {
        await Fill();
        var rule = new ContactRule.Name(ContactRule.Match.Contains, part);

        var found = await Reads.Ids(new ContactQuestion(World.Workspace, rule), 10_000, Cancel);

        Assert.Equal(count, found.Count);
    }

    /// <summary>
    /// Who is called so stands together in the alphabet, behind all whom a look at the first would find; and a few have the word elsewhere: as a second name,
    /// behind a hyphen or a bracket, too far behind to be sorted by, as Meta's id.
    /// </summary>
    [Theory]
    [InlineData("zoe")]
    [InlineData("zoe far")]
    [InlineData("zo")]
    [InlineData("kim")]
    [InlineData("kim many")]
    [InlineData("zoe 4915")]
    [InlineData("us")]
    [InlineData("r")]
    public async Task Whoever_has_a_word_somewhere_is_in_the_order_of_names_once(string words)
    {
        await World.Do(
            """
            insert into contacts (workspace_id, name, phone, bsuid, created_at)
            select 'ours', n, '4915' || lpad(i::text, 9, '0'), b, timestamptz '2026-01-01' - i * interval '1 minute' from (
                select i, 'Many ' || case when i % 3 = 0 then 'Kim ' else 'Lee ' end || lpad(i::text, 5, '0'), null from generate_series(1, 9000) i
                union all select 10000 + i, 'Zoë ' || case when i % 2 = 0 then 'Far' else 'Near' end || ' ' || i, null from generate_series(1, 300) i
                union all values (20001, 'Ana Zoë', null), (20002, 'Ana-Zoë', null), (20003, '(Zoë) Ana', null), (20004, 'Zoë Zoë Far', null),
                    (20005, 'Ana ' || repeat('long ', 12) || 'Zoë', null), (20006, 'Zzz', 'US.1234'), (20007, null, 'US.1235'), (20008, 'Ana Zoëlla', 'DE.1')
            ) as made (i, n, b)
            """
        );
        var expected = await World.Rows(
            $"select id from contacts c where c.words @@ contact_query('{words}') order by sort_name, id"
        );
        var found = new List<string>();
        ContactPlace? after = null;
        do
        {
            var page = await Reads.List(Asking(words), ContactOrder.Name, after, Page, Cancel);
            found.AddRange(page.Items.Select(one => $"{one.Id}"));
            after = page.Next;
        } while (after is not null && found.Count < 450);

        Assert.Equal(expected.Take(found.Count), found);
        Assert.Equal(Math.Min(450, expected.Count), found.Count);
    }

    private static ContactQuestion Asking(string words) => new(World.Workspace, new ContactRule.And([]), words);

    private Task Fill() =>
        World.Do(
            """
            insert into contacts (workspace_id, name, phone, created_at)
            select 'ours',
                case when i > 5997 then 'Ancient ' else '' end || case when i % 50 = 0 then 'Middling ' else '' end || 'Common ' || i,
                '4915' || lpad(i::text, 9, '0'), timestamptz '2026-01-01' - i * interval '1 minute'
            from generate_series(1, 6000) i
            """
        );
}
