using System.Text;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.WebApi.Tests.Contacts;

public sealed class ImportTests(Site site) : ImportsTest(site)
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", "1,2|3,4")]
    [InlineData("a,b\r\n1,2\r\n3,4", "1,2|3,4")]
    [InlineData("a,b\r1,2\r3,4\r", "1,2|3,4")]
    [InlineData("a;b\n1;2\n", "1,2")]
    [InlineData("a\tb\n1\t2\n", "1,2")]
    [InlineData("\uFEFFa,b\n1,2\n", "1,2")]
    [InlineData("a,b\n\"x\ny\",2\n\n3,4\n", "x\ny,2|3,4")]
    [InlineData("a,b\n\"he said \"\"hi\"\", twice\",2\n", "he said \"hi\", twice,2")]
    [InlineData("a,b\n1\n1,2,3\n3,4\n", "1!|1,2,3!|3,4")]
    [InlineData("a,b\n\"never closed,2\n3,4\n5,6\n", "\"never closed,2!|3,4|5,6")]
    [InlineData("a,b\n\"x\" y,2\n3,4\n", "x y,2!|3,4")]
    [InlineData("a,b\n1\0,2\n3,4\n", "1\uFFFD,2!|3,4")]
    [InlineData("a,a\n,\n", ",")]
    [InlineData("a,b\n=1+1,@x\n", "=1+1,@x")]
    public async Task A_file_is_read_as_people_wrote_it(string file, string rows) =>
        Assert.Equal(rows, Rows(await Upload(Encoding.UTF8.GetBytes(file))));

    [Fact]
    public async Task A_file_may_be_in_another_encoding()
    {
        const string File = "name,phone\nJosé,1\n";
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
            Assert.Equal("José,1", Rows(await Upload([.. encoding.GetPreamble(), .. encoding.GetBytes(File)])));
        Assert.Equal("José,1", Rows(await Upload(Encoding.Unicode.GetBytes(File))));
        Assert.Equal("José,1", Rows(await Upload(Encoding.Latin1.GetBytes(File))));
        // one broken byte among good ones costs its row
        byte[] broken = [.. Encoding.UTF8.GetBytes("name,phone\nJosé,1\nZoë,2\n"), 0xFF, .. ",3\nÅsa,4\n"u8];
        Assert.Equal("José,1|Zoë,2|\uFFFD,3!|Åsa,4", Rows(await Upload(broken)));
    }

    [Fact]
    public async Task A_value_without_end_costs_only_its_row()
    {
        var file = $"a,b\n{new string('x', 300_000)},2\n3,4\n";

        var rows = Rows(await Upload(Encoding.UTF8.GetBytes(file))).Split('|');

        Assert.EndsWith("!", rows[0]);
        Assert.Equal("3,4", rows[^1]);
    }

    [Fact]
    public async Task Files_that_nobody_starts_do_not_pile_up()
    {
        var trial = await Ask("POST", "/api/v1/workspaces", """{"name":"Trial"}""");
        var import = $"/api/v1/workspaces/{trial.GetProperty("id")}/contacts/import";
        var upload = $"{import}?fileName=people.csv";
        var waiting = await Site.Ask(
            $"""
            insert into contact_imports (workspace_id, file_name, size, whole, actor_id, actor_name)
            values ('{trial.GetProperty("id")}', 'people.csv', {ImportFiles.MostWaiting}, true, 'x', 'x') returning id
            """
        );

        await Site.Problem(
            await Site.Http.PostAsync(upload, new ByteArrayContent("a\n1\n"u8.ToArray()), Cancel),
            409,
            "too-many-uploads"
        );
        Assert.Equal(
            "1",
            await Site.Ask($"select count(*) from contact_imports where workspace_id = '{trial.GetProperty("id")}'")
        );

        await Ask("POST", $"{import}/{waiting}/cancel");
        using var taken = await Site.Http.PostAsync(upload, new ByteArrayContent("a\n1\n"u8.ToArray()), Cancel);
        Assert.Equal(201, (int)taken.StatusCode);
    }

    [Fact]
    public async Task Columns_are_guessed()
    {
        var upload = await Upload("Teléfono;Nombre completo;Etiquetas;Sombrero\n"u8.ToArray());

        var columns = upload.GetProperty("preview").GetProperty("columns").EnumerateArray();

        Assert.Equal(["phone", "name", "tags", null], columns.Select(column => column.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task Bad_rows_are_told_and_the_others_are_taken()
    {
        await Ask("PUT", $"{Base}fields/size", """{"title":"Size","type":"number"}""");
        var (own, known, plain, twice) = (Site.Fresh("imp"), Number(), Number(), Number());
        await Make(new { phone = known, name = "Before" });
        var file = $"""
            phone,name,tags,Size
            {plain},=cmd|'/c calc',"a;b",1.5
            {known},After,,
            nonsense,Nobody,,
            {twice},Twice,,
            {twice[1..]},Again,,
            {Number()},Bad size,,big
            {Number()},"Line
            break",,7
            """;

        var id = await Run(file, ["phone", "name", "tags", "fields.size"], $$"""{"tags":["{{own}}"]}""");

        var end = await Ended(id);
        Assert.Equal(
            "done 7 3 1 0 3",
            $"{Text(end, "state")} {Text(end, "taken")} {Text(end, "created")} {Text(end, "updated")} {Text(end, "skipped")} {Text(end, "rejected")}"
        );
        Assert.Equal(
            ["=cmd|'/c calc'", "After", "Line\nbreak", "Twice"],
            (await Names(Filter($$"""{"attribute":"tag","op":"has","value":"{{own}}"}"""))).Order(
                StringComparer.Ordinal
            )
        );
        var rejected = await Site.Http.GetStringAsync($"{Import}/{id}/rejected", Cancel);
        Assert.Equal("row,line,reason,phone,name,tags,Size", rejected.Split("\r\n")[0].TrimStart('\uFEFF'));
        Assert.Contains("3,4,phone is no telephone number with a country code.,nonsense", rejected);
        Assert.Contains("5,6,Row 4 is of the same contact.", rejected);
        Assert.Contains("Size is a number", rejected);

        // and out again, so that a spreadsheet computes nothing, and in again as it was
        var export = await Site.Http.GetStringAsync(
            $"{All}/export?{Filter($$"""{"attribute":"tag","op":"has","value":"{{own}}"}""")}",
            Cancel
        );
        Assert.Contains(",'=cmd|'/c calc',", export);
        Assert.Contains("\"Line\nbreak\"", export);
        var back = await Ended(
            await Run(
                export,
                [null, "name", "phone", "bsuid", "language", "tags", null, null, null, null, .. await FieldTargets()],
                "{}"
            )
        );
        Assert.Equal("4 0", $"{Text(back, "updated")} {Text(back, "rejected")}");
        Assert.Contains(
            "=cmd|'/c calc'",
            await Names(Filter($$"""{"attribute":"tag","op":"has","value":"{{own}}"}"""))
        );
    }

    [Fact]
    public async Task Known_contacts_can_be_left_alone()
    {
        var known = Number();
        var made = await Make(new { phone = known, name = "Before" });

        var end = await Ended(await Run($"phone,name\n{known},After\n", ["phone", "name"], """{"existing":"skip"}"""));

        Assert.Equal("1", Text(end, "skipped"));
        Assert.Equal(
            "Before",
            (await Ask("GET", $"{All}/{made.GetProperty("id")}")).GetProperty("contact").GetProperty("name").GetString()
        );
    }

    [Fact]
    public async Task A_file_that_says_yes_does_not_end_a_no_that_stands()
    {
        var (refused, plain, gone) = (Number(), Number(), Number());
        await Make(new { phone = refused, optedOut = true });
        await Make(new { phone = plain });
        await Make(new { phone = gone, optedIn = true });

        var end = await Ended(
            await Run(
                $"phone,optedIn,optedOut\n{refused},true,false\n{plain},true,false\n{gone},true,true\n",
                ["phone", "optedIn", "optedOut"],
                "{}"
            )
        );

        Assert.Equal("3 0", $"{Text(end, "updated")} {Text(end, "rejected")}");
        Assert.Equal(
            "False|True True|False False|True",
            await Site.Ask(
                $"""
                select opted_in_at is not null, opted_out_at is not null from contacts
                where phone in ('{refused[1..]}', '{plain[1..]}', '{gone[1..]}') order by id
                """
            )
        );
    }

    [Fact]
    public async Task A_known_contact_gets_the_number_or_the_BSUID_that_it_lacked()
    {
        var (number, other) = (Number(), Number());
        var (bsuid, second) = ($"DE.1{number[1..]}", $"DE.1{other[1..]}");
        await Make(new { bsuid });
        var known = await Make(new { phone = other });

        var end = await Ended(
            await Run($"bsuid,phone\n{bsuid},{number}\n{second},{other}\n", ["bsuid", "phone"], "{}")
        );

        Assert.Equal("0 2", $"{Text(end, "created")} {Text(end, "updated")}");
        Assert.Equal(
            $"{number[1..]}|{bsuid} {other[1..]}|{second}",
            await Site.Ask(
                $"select phone, bsuid from contacts where phone in ('{number[1..]}', '{other[1..]}') order by id"
            )
        );
        var told = await Ask("GET", $"{All}/{known.GetProperty("id")}/changes");
        Assert.Contains($"\"bsuid\":{{\"from\":null,\"to\":\"{second}\"}}", told.GetRawText());
    }

    [Fact]
    public async Task A_run_that_was_cut_off_goes_on_where_it_was()
    {
        var tag = Site.Fresh("cut");
        var file = new StringBuilder("phone\n");
        for (var i = 0; i < 2500; i++)
            file.AppendLine(Number());
        var upload = await Upload(Encoding.UTF8.GetBytes(file.ToString()));
        var id = upload.GetProperty("id").GetInt64();
        // as if another node had died with it after its first thousand rows: its lease lasts for a moment
        await Site.Ask(
            $"update contact_imports set taken = 1000, created = 1000, holder = gen_random_uuid(), lease_until = now() + interval '1 second' where id = {id}"
        );
        await Ask(
            "POST",
            $"{Import}/{id}/start",
            $$"""{"columns":[{"name":"phone","to":"phone"}],"tags":["{{tag}}"]}"""
        );

        var end = await Ended(id);

        Assert.Equal("done 2500 2500", $"{Text(end, "state")} {Text(end, "taken")} {Text(end, "created")}");
        Assert.Equal("1500", await Site.Ask($"select count(*) from contacts where tags @> array['{tag}']"));
        Assert.Equal("0", await Site.Ask($"select count(*) from contact_import_parts where import_id = {id}"));
    }

    [Fact]
    public async Task A_start_that_makes_no_sense_is_told()
    {
        var id = (await Upload("phone,name\n1,2\n"u8.ToArray())).GetProperty("id").GetInt64();

        using var wrong = await Send(
            "POST",
            $"{Import}/{id}/start",
            """{"columns":[{"name":"a","to":"shoe"},{"name":"b","to":"name","x":1}],"existing":"kill","region":"XX","encoding":"ebcdic","delimiter":"#"}"""
        );
        Assert.Equal(
            ["columns", "columns[0].to", "columns[1].x", "delimiter", "encoding", "existing", "region"],
            (await Flaws(wrong)).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["columns"],
            await Flaws(await Send("POST", $"{Import}/{id}/start", """{"columns":[{"name":"a","to":"phone"}]}"""))
        );
        await Site.Problem(await Site.Http.PostAsync(Import, new ByteArrayContent([]), Cancel), 400, "file-empty");
    }

    private async Task<string?[]> FieldTargets() =>
        [
            .. (await Ask("GET", $"{Base}fields"))
                .GetProperty("items")
                .EnumerateArray()
                .Select(field => (string?)$"fields.{field.GetProperty("key").GetString()}"),
        ];
}
