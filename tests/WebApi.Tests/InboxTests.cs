using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WhatsAppBot.WebApi.Tests;

public sealed class InboxTests(Site site)
{
    private const string All = "/api/v1/workspaces/demo/conversations";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/counts")]
    [InlineData("GET", "/{id}")]
    [InlineData("GET", "/{id}/messages")]
    [InlineData("POST", "/{id}/messages")]
    [InlineData("POST", "/{id}/return")]
    [InlineData("POST", "/{id}/read")]
    public async Task Another_workspace_looks_like_one_that_does_not_exist(string method, string path)
    {
        var id = await site.Conversation();
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            "/api/v1/workspaces/other/conversations" + path.Replace("{id}", $"{id}")
        );
        request.Content = BodyOf(path);

        await Site.Problem(await site.Http.SendAsync(request, Cancel), 404, "not-found");
    }

    [Theory]
    [InlineData("GET", "/987654321")]
    [InlineData("GET", "/987654321/messages")]
    [InlineData("POST", "/987654321/messages")]
    [InlineData("POST", "/987654321/return")]
    [InlineData("POST", "/987654321/read")]
    public async Task A_conversation_that_does_not_exist_is_not_found(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), All + path);
        request.Content = BodyOf(path);

        await Site.Problem(await site.Http.SendAsync(request, Cancel), 404, "not-found");
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=many", null)]
    [InlineData("?view=theirs", "view")]
    [InlineData("?view=1", "view")]
    [InlineData("?view=", "view")]
    [InlineData("?view=bot,unassigned", "view")]
    [InlineData("?cursor=%2B%2B", "cursor")]
    [InlineData("?cursor=", "cursor")]
    [InlineData("?cursor=OTk5OTk5OTk5OTk5OTk5OTk5OS4x", "cursor")]
    [InlineData("?search=a%00b", "search")]
    [InlineData("/1/messages?limit=0", "limit")]
    [InlineData("/1/messages?before=5&after=5", "range")]
    [InlineData("/1/messages?after=-1", "range")]
    public async Task A_bad_question_is_told_what_is_wrong(string question, string? type) =>
        await Site.Problem(await site.Http.GetAsync(All + question, Cancel), 400, type);

    [Fact]
    public async Task A_search_too_long_is_refused() =>
        await Site.Problem(await site.Http.GetAsync($"{All}?search={new string('a', 101)}", Cancel), 400, "search");

    [Theory]
    [InlineData("%ED%A0%80")]
    [InlineData("%F0%9F")]
    [InlineData("%25_%5C")]
    public async Task A_search_for_odd_signs_is_no_error(string search)
    {
        var answer = await site.Http.GetAsync($"{All}?search={search}", Cancel);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"clientId":"00000000-0000-0000-0000-000000000000","text":"hi"}""", "client-id")]
    [InlineData("""{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","text":"  "}""", "text")]
    [InlineData("""{"clientId":"6f8d2c5e-1111-4222-8333-444455556666"}""", null)]
    [InlineData("""{"clientId":"me","text":"hi"}""", null)]
    [InlineData("""{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","text":"\ud800"}""", null)]
    [InlineData("{", null)]
    [InlineData("", null)]
    public async Task A_bad_reply_is_refused(string body, string? type)
    {
        var id = await site.Conversation();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        await Site.Problem(await site.Http.PostAsync($"{All}/{id}/messages", content, Cancel), 400, type);
    }

    [Fact]
    public async Task A_reply_longer_than_Meta_takes_is_refused()
    {
        var id = await site.Conversation();
        var answer = await Reply(id, Guid.NewGuid(), new string('a', 4097));

        await Site.Problem(answer, 400, "text");
    }

    [Fact]
    public async Task A_reply_that_is_no_json_is_refused()
    {
        var id = await site.Conversation();
        using var content = new StringContent("hi", Encoding.UTF8, "text/plain");

        await Site.Problem(await site.Http.PostAsync($"{All}/{id}/messages", content, Cancel), 415);
    }

    [Fact]
    public async Task The_same_reply_asked_for_again_is_the_same_message()
    {
        var id = await site.Conversation();
        var client = Guid.NewGuid();

        using var first = await Reply(id, client, "Hello");
        using var second = await Reply(id, client, "Hello");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(await Id(first), await Id(second));
        Assert.Equal(
            "1",
            await site.Ask($"select count(*) from messages where conversation_id = {id} and direction = 1")
        );
    }

    [Fact]
    public async Task Two_replies_with_one_client_id_at_once_are_one_message()
    {
        var id = await site.Conversation();
        var client = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Reply(id, client, "Hello")));

        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        Assert.Equal(
            "1",
            await site.Ask($"select count(*) from messages where conversation_id = {id} and direction = 1")
        );
    }

    [Fact]
    public async Task A_conversation_is_listed_read_and_returned()
    {
        var id = await site.Conversation();

        var list = await site.Http.GetFromJsonAsync<JsonElement>($"{All}?limit=200", Cancel);
        Assert.Contains(list.GetProperty("items").EnumerateArray(), one => one.GetProperty("id").GetInt64() == id);
        using var read = await site.Http.PostAsJsonAsync($"{All}/{id}/read", new { seq = 1 }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, read.StatusCode);
        using var returned = await site.Http.PostAsync($"{All}/{id}/return", null, Cancel);
        var view = await returned.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((0, "bot"), (view.GetProperty("unread").GetInt32(), view.GetProperty("owner").GetString()));
    }

    [Fact]
    public async Task A_page_of_another_origin_may_change_nothing()
    {
        var id = await site.Conversation();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{All}/{id}/return");
        request.Headers.Add("Origin", "https://evil.example");

        await Site.Problem(await site.Http.SendAsync(request, Cancel), 403, "origin");
    }

    [Fact]
    public async Task A_page_of_another_origin_may_not_listen()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hubs/inbox/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "https://evil.example");

        await Site.Problem(await site.Http.SendAsync(request, Cancel), 403, "origin");
    }

    [Fact]
    public async Task A_host_name_that_points_here_is_not_signed_in()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, All);
        request.Headers.Host = "evil.example";

        await Site.Problem(await site.Http.SendAsync(request, Cancel), 401, "not-signed-in");
    }

    [Fact]
    public async Task A_wrong_key_is_not_signed_in()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, All);
        request.Headers.Add("Authorization", "Bearer wrong");

        await Site.Problem(await site.Http.SendAsync(request, Cancel), 401, "not-signed-in");
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_have_is_a_problem_of_ours() =>
        await Site.Problem(await site.Http.DeleteAsync(All, Cancel), 405);

    private static JsonContent? BodyOf(string path) =>
        path.EndsWith("/messages", StringComparison.Ordinal)
            ? JsonContent.Create(new { clientId = Guid.NewGuid(), text = "hi" })
        : path.EndsWith("/read", StringComparison.Ordinal) ? JsonContent.Create(new { seq = 1 })
        : null;

    private Task<HttpResponseMessage> Reply(long id, Guid client, string text) =>
        site.Http.PostAsJsonAsync($"{All}/{id}/messages", new { clientId = client, text }, Cancel);

    private static async Task<string?> Id(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString();
}
