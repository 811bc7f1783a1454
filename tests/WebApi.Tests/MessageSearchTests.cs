using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Words are looked for in one conversation, whole.</summary>
public sealed class MessageSearchTests(Office office)
{
    private const string All = "/api/v1/workspaces/demo/conversations";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("manana", new long[] { 1001 })]
    [InlineData("MAÑANA", new long[] { 1001 })]
    [InlineData("turno", new long[] { 1004, 1002, 1001 })]
    [InlineData("jueves turn", new long[] { 1002 })]
    [InlineData("factura-2026", new long[] { 1003 })]
    [InlineData("100%", new long[] { 1007 })]
    [InlineData("_", new long[0])]
    [InlineData("%", new long[0])]
    [InlineData("'; drop table messages; --", new long[0])]
    [InlineData("took", new long[0])]
    [InlineData("nowhere", new long[0])]
    public async Task Words_of_texts_captions_files_and_notes_are_found_without_accents(string query, long[] seqs)
    {
        var id = await Talk();
        using var http = await office.As(Role.Viewer);

        var found = await Search(http, id, $"query={Uri.EscapeDataString(query)}");

        Assert.Equal(seqs, Seqs(found));
        Assert.Equal(seqs.Length, found.GetProperty("total").GetInt32());
        Assert.False(found.GetProperty("more").GetBoolean());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_page_goes_on_where_the_last_ended_and_counts_all()
    {
        var id = await Talk();
        using var http = await office.As(Role.Viewer);

        var first = await Search(http, id, "query=turno&limit=2");
        var next = first.GetProperty("next").GetString();
        var second = await Search(http, id, $"query=turno&limit=2&before={next}");

        Assert.Equal([1004, 1002], Seqs(first));
        Assert.Equal("1002", next);
        Assert.Equal([1001], Seqs(second));
        Assert.Equal(3, second.GetProperty("total").GetInt32());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task More_than_a_thousand_are_not_counted()
    {
        var id = await office.Conversation();
        await office.Do(
            $"""
            insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status, created_at)
            select c.id, 1000 + i, 1000 + i, c.workspace_id, c.channel_id, 0, 'text', 'pizza ' || i,
                json_build_object('type', 'text', 'text', 'pizza ' || i), '{Contact}', 100, now()
            from conversations c, generate_series(1, 1100) i where c.id = {id}
            """
        );
        await Eventually.True(
            async () =>
                await office.Ask<long>($"select count(*) from message_words where conversation_id = {id}") >= 1100,
            "they are taken up",
            Cancel
        );
        using var http = await office.As(Role.Viewer);

        var found = await Search(http, id, "query=pizza&limit=1");

        Assert.Equal(1000, found.GetProperty("total").GetInt32());
        Assert.True(found.GetProperty("more").GetBoolean());
        Assert.Equal([2100], Seqs(found));
    }

    [Theory]
    [InlineData("", "query")]
    [InlineData("query=", "query")]
    [InlineData("query=%20%20", "query")]
    [InlineData("query=a%00b", "query")]
    [InlineData("query=hi&before=-1", "before")]
    [InlineData("query=hi&limit=0", "limit")]
    [InlineData("query=hi&limit=201", "limit")]
    [InlineData("query=hi&limit=many", "limit")]
    public async Task A_bad_question_is_told_which_field_is_wrong(string question, string field)
    {
        var id = await office.Conversation();
        using var http = await office.As(Role.Viewer);

        await Wrong(await http.GetAsync($"{All}/{id}/messages/search?{question}", Cancel), field);
    }

    [Fact]
    public async Task A_query_too_long_is_refused()
    {
        var id = await office.Conversation();
        using var http = await office.As(Role.Viewer);

        await Wrong(await http.GetAsync($"{All}/{id}/messages/search?query={new string('a', 101)}", Cancel), "query");
    }

    [Fact]
    public async Task A_conversation_that_is_not_here_is_not_found()
    {
        using var http = await office.As(Role.Viewer);
        var theirs = office.Foreign["conversations"];

        foreach (var id in new[] { "987654321", theirs })
            await Site.Problem(
                await http.GetAsync($"{All}/{id}/messages/search?query={Office.ForeignWord}", Cancel),
                404,
                "not-found"
            );
    }

    [Fact]
    public async Task Messages_are_read_on_from_a_seq()
    {
        var id = await Talk();
        using var http = await office.As(Role.Viewer);

        var first = await Read(http, $"{All}/{id}/messages?from=1002&limit=3");
        var rest = await Read(http, $"{All}/{id}/messages?from={first.GetProperty("next").GetString()}&limit=50");

        Assert.Equal([1002, 1003, 1004], Seqs(first));
        Assert.Equal([1005, 1006, 1007], Seqs(rest));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
    }

    private const string Contact = """{"type":"contact"}""";

    /// <summary>A conversation with messages of every kind that has words, or that is not looked at.</summary>
    private async Task<long> Talk()
    {
        var id = await office.Conversation();
        (string Kind, string Text)[] said =
        [
            ("text", "¿Tienen un turno para mañana?"),
            ("image", "La orden del turno del jueves"),
            ("document", "factura-2026.pdf"),
            ("note", "Ana quiere otro Turno"),
            ("system", "Luis took over"),
            ("reaction", "took"),
            ("text", "Es 100% algodón"),
        ];
        foreach (var ((kind, text), at) in said.Select((one, at) => (one, at)))
            await office.Do(
                $"""
                insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status, created_at)
                select id, {1001 + at}, {1001 + at}, workspace_id, channel_id, 0, '{kind}', '{text}',
                    json_build_object('type', 'text', 'text', '{text}'), '{Contact}', 100, now()
                from conversations where id = {id}
                """
            );
        return id;
    }

    private static Task<JsonElement> Search(HttpClient http, long id, string question) =>
        Read(http, $"{All}/{id}/messages/search?{question}");

    private static async Task<JsonElement> Read(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task Wrong(HttpResponseMessage answer, string field)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        await Site.Problem(answer, 400);
        Assert.NotEmpty(problem.RootElement.GetProperty("errors").GetProperty(field).EnumerateArray());
    }

    private static IEnumerable<long> Seqs(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("seq").GetInt64());
}
