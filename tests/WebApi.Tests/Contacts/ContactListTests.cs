namespace WhatsAppBot.WebApi.Tests.Contacts;

public sealed class ContactListTests(Site site) : ContactsTest(site)
{
    [Theory]
    [InlineData("jose")]
    [InlineData("JOSÉ")]
    [InlineData("nunez jo")]
    [InlineData("Núñez")]
    public async Task A_search_knows_no_accents_and_no_case(string words)
    {
        var own = Site.Fresh("qx");
        await Make(new { phone = Number(), name = $"José Núñez {own}" });

        Assert.Equal([$"José Núñez {own}"], await Names($"search={Uri.EscapeDataString($"{words} {own}")}"));
    }

    [Fact]
    public async Task A_search_finds_a_number_by_its_beginning_and_its_end()
    {
        var number = Number();
        var name = Site.Fresh("number ");
        await Make(new { phone = number, name });

        foreach (
            var search in new[]
            {
                number,
                number[1..],
                number[3..],
                $"0{number[3..]}",
                number[^6..],
                $"{number[..6]} {number[6..]}",
            }
        )
            Assert.Contains(name, await Names($"search={Uri.EscapeDataString(search)}"));
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("name")]
    [InlineData("seen")]
    public async Task Pages_hold_everyone_once(string sort)
    {
        var tag = Site.Fresh("paged");
        for (var i = 0; i < 7; i++)
            await Make(
                new
                {
                    phone = Number(),
                    name = $"Same {i / 3}",
                    tags = new[] { tag },
                }
            );
        for (var i = 0; i < 3; i++)
        {
            var conversation = await Site.Conversation();
            var contact = await Site.Ask($"select contact_id from conversations where id = {conversation}");
            await Ask("PATCH", $"{All}/{contact}", $$"""{"tags":["{{tag}}"]}""");
        }

        var ids = new List<long>();
        string? cursor = null;
        do
        {
            var page = await Ask(
                "GET",
                $"{All}?limit=2&sort={sort}&{Filter(Tagged(tag))}{(cursor is null ? "" : $"&cursor={cursor}")}"
            );
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("id").GetInt64()));
            cursor = page.GetProperty("next").GetString();
        } while (cursor is not null);

        Assert.Equal(10, ids.Count);
        Assert.Equal(10, ids.Distinct().Count());
    }

    [Fact]
    public async Task Rules_are_and_or_not()
    {
        var tag = Site.Fresh("ruled");
        await Make(
            new
            {
                phone = Number(),
                name = "A",
                tags = new[] { tag, "x" },
                language = "es",
            }
        );
        await Make(
            new
            {
                phone = Number(),
                name = "B",
                tags = new[] { tag },
                language = "de",
            }
        );
        await Make(
            new
            {
                phone = Number(),
                name = "C",
                tags = new[] { tag },
                optedOut = true,
            }
        );

        async Task<string> Found(string rule) =>
            string.Join("", (await Names(Filter($$"""{"and":[{{Tagged(tag)}},{{rule}}]}"""))).Order());

        Assert.Equal("ABC", await Found("""{"and":[]}"""));
        Assert.Equal("", await Found("""{"or":[]}"""));
        Assert.Equal("BC", await Found("""{"not":{"attribute":"tag","op":"has","value":"x"}}"""));
        Assert.Equal(
            "AC",
            await Found(
                """{"or":[{"attribute":"language","op":"is","value":"es"},{"attribute":"optedOut","op":"is","value":true}]}"""
            )
        );
        // who has no language is not of another one
        Assert.Equal("BC", await Found("""{"not":{"attribute":"language","op":"is","value":"es"}}"""));
        Assert.Equal("AB", await Found("""{"attribute":"optedOut","op":"is","value":false}"""));
        Assert.Equal("ABC", await Found("""{"attribute":"createdAt","op":"after","value":"2020-01-01T00:00:00Z"}"""));
        Assert.Equal("", await Found("""{"attribute":"lastInboundAt","op":"after","value":"2020-01-01T00:00:00Z"}"""));
        Assert.Equal("ABC", await Found("""{"attribute":"hasConversation","op":"is","value":false}"""));
        Assert.Equal("ABC", await Found("""{"attribute":"inFlow","op":"is","value":false}"""));
        Assert.Equal("B", await Found("""{"attribute":"name","op":"startsWith","value":"b"}"""));
        Assert.Equal("", await Found("""{"attribute":"name","op":"contains","value":"%"}"""));
    }

    [Theory]
    [InlineData("{", "filter")]
    [InlineData("[]", "invalid")]
    [InlineData("""{"and":{}}""", "invalid")]
    [InlineData("""{"attribute":"shoe","op":"is","value":1}""", "invalid")]
    [InlineData("""{"attribute":"name","op":"less","value":"a"}""", "invalid")]
    [InlineData("""{"attribute":"name","op":"is","value":"a","or":[]}""", "invalid")]
    [InlineData("""{"attribute":"fields.nosuch","op":"is","value":1}""", "invalid")]
    [InlineData("""{"attribute":"name","op":"is","value":"\ud800"}""", "filter")]
    [InlineData("""{"attribute":"createdAt","op":"before","value":"yesterday"}""", "invalid")]
    [InlineData(
        """{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"and":[]}}}}}}}}}}}""",
        "invalid"
    )]
    public async Task A_rule_that_is_none_is_told(string rule, string type) =>
        await Site.Problem(await Send("GET", $"{All}?{Filter(rule)}"), 400, type);

    [Theory]
    [InlineData("a'b")]
    [InlineData("'; drop table contacts; --")]
    [InlineData(@"\")]
    [InlineData("a & b | !c <-> d:*")]
    [InlineData("000")]
    [InlineData("+")]
    [InlineData("☎")]
    public async Task Odd_signs_are_only_text(string odd)
    {
        foreach (var attribute in new[] { "name", "tag", "language" })
        {
            var op = attribute == "tag" ? "has" : "is";
            await Names(
                Filter(
                    System.Text.Json.JsonSerializer.Serialize(
                        new
                        {
                            attribute,
                            op,
                            value = odd,
                        }
                    )
                )
            );
        }
        await Names($"search={Uri.EscapeDataString(odd)}");
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("sort=age", "sort")]
    [InlineData("sort=1", "sort")]
    [InlineData("sort=newest,name", "sort")]
    [InlineData("cursor=%2B", "cursor")]
    [InlineData("cursor=AAAA", "cursor")]
    [InlineData("search=a%00b", "search")]
    public async Task A_bad_question_is_told_what_is_wrong(string question, string type) =>
        await Site.Problem(await Send("GET", $"{All}?{question}"), 400, type);

    [Fact]
    public async Task A_segment_is_a_filter_with_a_name()
    {
        var tag = Site.Fresh("seg");
        await Make(
            new
            {
                phone = Number(),
                name = "In",
                tags = new[] { tag },
            }
        );
        var segment = await Ask("POST", $"{Base}segments", $$"""{"name":"{{tag}}","rule":{{Tagged(tag)}}}""");
        var id = segment.GetProperty("id").GetInt64();

        var sample = await Ask("GET", $"{Base}segments/{id}/sample");

        Assert.Equal(1, sample.GetProperty("total").GetProperty("count").GetInt32());
        Assert.True(sample.GetProperty("total").GetProperty("exact").GetBoolean());
        Assert.Equal(["In"], await Names($"segment={id}"));
        await Site.Problem(
            await Send("POST", $"{Base}segments", $$$"""{"name":"{{{tag}}}","rule":{"and":[]}}"""),
            409,
            "name-taken"
        );
        Assert.Equal(["rule"], await Flaws(await Send("POST", $"{Base}segments", """{"name":"n","rule":5}""")));
    }

    [Fact]
    public async Task Many_are_changed_at_once_and_the_audit_says_so()
    {
        var tag = Site.Fresh("bulk");
        for (var i = 0; i < 3; i++)
            await Make(
                new
                {
                    phone = Number(),
                    name = "B",
                    tags = new[] { tag },
                }
            );

        var result = await Ask(
            "POST",
            $"{All}/bulk",
            $$"""{"filter":{{Tagged(tag)}},"tag":["more"],"untag":["none"],"optedOut":true}"""
        );

        Assert.Equal("3|3", $"{result.GetProperty("matched")}|{result.GetProperty("changed")}");
        Assert.Equal(
            3,
            (
                await Names(
                    Filter(
                        $$$"""{"and":[{{{Tagged(tag)}}},{"attribute":"optedOut","op":"is","value":true},{{{Tagged("more")}}}]}"""
                    )
                )
            ).Length
        );
        Assert.Equal(
            "1",
            await Site.Ask($"select count(*) from contact_audit where action = 'bulk' and detail::text like '%{tag}%'")
        );
        Assert.Equal(["ids"], await Flaws(await Send("POST", $"{All}/bulk", """{"tag":["x"]}""")));
        await Site.Problem(await Send("DELETE", $"{Base}tags/{tag}"), 409, "tag-in-use");
    }

    private static string Tagged(string tag) => $$"""{"attribute":"tag","op":"has","value":"{{tag}}"}""";
}
