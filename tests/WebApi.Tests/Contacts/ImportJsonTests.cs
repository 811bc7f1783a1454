using System.Text;

namespace WhatsAppBot.WebApi.Tests.Contacts;

public sealed class ImportJsonTests(Site site) : ImportsTest(site)
{
    [Theory]
    [InlineData("[{\"p\":\"{0}\",\"n\":\"A\"},{\"n\":\"no phone\"},{\"p\":\"{1}\",\"n\":null}]")]
    [InlineData("{\"p\":\"{0}\",\"n\":\"A\"}\n{\"n\":\"no phone\"}\n\n{\"p\":\"{1}\"}\n")]
    public async Task JSON_is_taken_as_well(string file)
    {
        var id = await Run(file.Replace("{0}", Number()).Replace("{1}", Number()), ["phone", "name"], "{}");

        var end = await Ended(id);

        Assert.Equal("done 2 1", $"{Text(end, "state")} {Text(end, "created")} {Text(end, "rejected")}");
    }

    [Theory]
    [InlineData("[{0},{1},{2},{\"p\":\"49", 3, 1)]
    [InlineData("[{0},{1}", 2, 1)]
    [InlineData("[{0},\n{1},\n,{2}]", 2, 3)]
    [InlineData("[{0}\n{1}]", 1, 2)]
    [InlineData("[{0}] {1}", 1, 1)]
    [InlineData("[{0},]", 1, 1)]
    public async Task The_rows_before_a_broken_place_are_taken(string file, int taken, int line)
    {
        for (var i = 0; i < 3; i++)
            file = file.Replace($"{{{i}}}", $$"""{"p":"{{Number()}}"}""");

        var end = await Ended(await Run(file, ["phone"], "{}"));

        Assert.Equal($"failed {taken} {taken}", $"{Text(end, "state")} {Text(end, "taken")} {Text(end, "created")}");
        Assert.Equal($"The JSON is broken near line {line}. Rows taken before that: {taken}.", Text(end, "trouble"));
    }

    [Fact]
    public async Task A_long_array_is_read_to_its_end()
    {
        // more than any buffer holds, with white space of all kinds between
        var name = new string('n', 150);
        var people = Enumerable.Range(0, 2100).Select(_ => $$"""{"p":"{{Number()}}","n":"{{name}}"}""");
        var file = $" \n[ {string.Join(" \t,\r\n ", people)}{new string(' ', 300_000)}\n]\n ";

        var end = await Ended(await Run(file, ["phone", "name"], "{}"));

        Assert.Equal("done 2100 2100", $"{Text(end, "state")} {Text(end, "taken")} {Text(end, "created")}");
    }

    [Theory]
    [InlineData("{\"a\":\"1\"}\r\n{\"a\":\"{0}\"}\r\n\r{\"a\":\"3\"}", "1|!|3", "1,2,4")]
    [InlineData("{\"a\":\"1\"}\n{0}", "1|!", "1,2")]
    [InlineData("[{\"a\":\"1\"},{\"a\":\"{0}\"},{\"a\":\"3\"}]", "1|!", "1,2")]
    [InlineData("[{\"a\":\"1\"},{\"a\":\"{0}", "1|!", "1,2")]
    public async Task JSON_without_end_is_not_held_in_memory(string file, string rows, string lines)
    {
        var upload = await Upload(Encoding.UTF8.GetBytes(file.Replace("{0}", new string('x', 300_000))));

        Assert.Equal(rows, Rows(upload));
        Assert.Equal(
            lines,
            string.Join(
                ',',
                upload
                    .GetProperty("preview")
                    .GetProperty("rows")
                    .EnumerateArray()
                    .Select(row => row.GetProperty("line"))
            )
        );
    }

    [Theory]
    [InlineData("[{\"p\":\"{0}\",\"\\ud800\":1},{\"p\":\"{1}\"}]")]
    [InlineData("{\"p\":\"{0}\",\"\\ud800\":1}\n{\"p\":\"{1}\"}")]
    public async Task Half_a_character_in_a_name_costs_its_row(string file)
    {
        var end = await Ended(await Run(file.Replace("{0}", Number()).Replace("{1}", Number()), ["phone"], "{}"));

        Assert.Equal("done 1 1", $"{Text(end, "state")} {Text(end, "created")} {Text(end, "rejected")}");
    }
}
