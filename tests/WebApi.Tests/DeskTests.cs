using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Tests;

public sealed class DeskTests(Office office)
{
    private const string All = "/api/v1/workspaces/demo/conversations";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("assign", """{}""", 400, "to")]
    [InlineData("assign", """{"to":"me","queue":"a"}""", 400, "to")]
    [InlineData("assign", """{"to":"stranger"}""", 400, "to")]
    [InlineData("assign", """{"queue":"nowhere"}""", 400, "queue")]
    [InlineData("status", """{"status":"snoozed"}""", 400, "status")]
    [InlineData("status", """{}""", 400, null)]
    [InlineData("snooze", """{"until":"2001-01-01T00:00:00Z"}""", 400, "until")]
    [InlineData("labels", """{}""", 400, "labels")]
    [InlineData("labels", """{"add":[null]}""", 400, "labels")]
    [InlineData("labels", """{"add":["a\nb"]}""", 400, "labels")]
    [InlineData("return", """{"where":"home"}""", 400, "where")]
    [InlineData("return", """{"where":"flow"}""", 400, "flow")]
    [InlineData("return", """{"where":"flow","flowId":"nowhere"}""", 422, "refused")]
    [InlineData("read", """{"seq":-1}""", 400, "seq")]
    [InlineData("notes", """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","text":" "}""", 400, "text")]
    [InlineData(
        "notes",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","text":"hi","mentions":["stranger"]}""",
        400,
        "mentions"
    )]
    [InlineData("messages", """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666"}""", 400, "text")]
    [InlineData(
        "messages",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","text":"a","content":{"type":"text","text":"b"}}""",
        400,
        "text"
    )]
    [InlineData(
        "messages",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","content":{"type":"buttons"}}""",
        400,
        "content"
    )]
    [InlineData(
        "messages",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","content":{"type":"system","event":"a","body":"b"}}""",
        400,
        "content"
    )]
    [InlineData(
        "messages",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","content":{"type":"buttons","body":"b","buttons":[{"id":"1","title":"far longer than twenty characters"}]}}""",
        400,
        "content"
    )]
    [InlineData(
        "messages",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","text":"a","replyTo":"wamid.none"}""",
        400,
        "reply-to"
    )]
    [InlineData(
        "messages",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","content":{"type":"reaction","targetWamid":"wamid.none","emoji":"x"}}""",
        400,
        "reaction"
    )]
    [InlineData(
        "messages",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","text":"a","sendAt":"2001-01-01T00:00:00Z"}""",
        400,
        "send-at"
    )]
    public async Task What_cannot_be_done_is_told_and_changes_nothing(
        string what,
        string body,
        int status,
        string? type
    )
    {
        var id = await office.Conversation();
        using var http = await office.As(Role.Agent);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        await Site.Problem(await http.PostAsync($"{All}/{id}/{what}", content, Cancel), status, type);

        Assert.Equal(1, await office.Ask<long>($"select version from conversations where id = {id}"));
    }

    [Theory]
    [InlineData("POST", "conversations/{c}/assign", """{"to":"me"}""")]
    [InlineData("POST", "conversations/{c}/status", """{"status":"resolved"}""")]
    [InlineData("POST", "conversations/{c}/handoff", "")]
    [InlineData("POST", "conversations/{c}/return", """{"where":"nothing"}""")]
    [InlineData("POST", "conversations/{c}/snooze", "{}")]
    [InlineData("POST", "conversations/{c}/labels", """{"add":["a"]}""")]
    [InlineData("POST", "conversations/{c}/read", """{"seq":1}""")]
    [InlineData(
        "POST",
        "conversations/{c}/notes",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556667","text":"hi"}"""
    )]
    [InlineData(
        "POST",
        "conversations/{c}/messages",
        """{"clientId":"6f8d2c5e-1111-4222-8333-444455556667","text":"hi"}"""
    )]
    [InlineData("GET", "conversations/{c}/scheduled", null)]
    [InlineData("DELETE", "conversations/{c}/scheduled/{s}", null)]
    [InlineData("GET", "conversations/{c}/position", null)]
    [InlineData("GET", "conversations/{c}/draft", null)]
    [InlineData("PUT", "conversations/{c}/draft", """{"text":"hi"}""")]
    [InlineData("DELETE", "conversations/{c}/draft", null)]
    [InlineData("GET", "media/{m}", null)]
    [InlineData("PATCH", "queues/foreign", """{"title":"a"}""")]
    [InlineData("DELETE", "queues/foreign", null)]
    [InlineData("PUT", "inbox/views/view_theirs", """{"name":"a","query":{}}""")]
    [InlineData("DELETE", "inbox/views/view_theirs", null)]
    [InlineData("PUT", "saved-replies/reply_theirs", """{"shortcut":"a","text":"b"}""")]
    [InlineData("DELETE", "saved-replies/reply_theirs", null)]
    [InlineData("POST", "saved-replies/fill", """{"conversationId":{c},"text":"{{ contact.name }}"}""")]
    public async Task Nothing_of_another_workspace_is_there(string method, string path, string? body)
    {
        string With(string text) =>
            text.Replace("{c}", office.Foreign["conversations"], StringComparison.Ordinal)
                .Replace("{s}", office.Foreign["scheduled"], StringComparison.Ordinal)
                .Replace("{m}", office.Foreign["media"], StringComparison.Ordinal);
        using var http = await office.As(Role.Owner);
        foreach (var workspace in new[] { Office.Ours, Office.Theirs })
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(method),
                $"/api/v1/workspaces/{workspace}/{With(path)}"
            );
            if (body is not null)
                request.Content = new StringContent(With(body), System.Text.Encoding.UTF8, "application/json");

            await Site.Problem(await http.SendAsync(request, Cancel), 404, "not-found");
        }

        Assert.Equal(
            0,
            await office.Ask<long>($"select version from conversations where id = {office.Foreign["conversations"]}")
        );
    }

    [Fact]
    public async Task A_conversation_goes_from_hand_to_hand()
    {
        var id = await office.Conversation();
        var (ada, bob) = (await office.Person(Role.Agent), await office.Person(Role.Agent));
        using var http = await office.SignedIn(ada);

        Assert.Equal(ada.Id, Assignee(await Post(http, id, "handoff", new { })));
        Assert.Equal(bob.Id, Assignee(await Post(http, id, "assign", new { to = bob.Id })));
        Assert.Null(Assignee(await Post(http, id, "assign", new { to = "nobody" })));
        Assert.Equal("resolved", Text(await Post(http, id, "status", new { status = "resolved" }), "status"));
        Assert.Equal("snoozed", Text(await Post(http, id, "snooze", new { }), "status"));
        Assert.Equal("open", Text(await Post(http, id, "status", new { status = "open" }), "status"));
        var labelled = await Post(http, id, "labels", new { add = new[] { "vip" } });
        Assert.Equal("vip", labelled.GetProperty("labels")[0].GetString());
        Assert.Equal("bot", Text(await Post(http, id, "return", new { where = "nothing" }), "owner"));
    }

    [Fact]
    public async Task Many_at_once_are_told_one_by_one_and_can_be_put_back()
    {
        var ids = new List<long> { await office.Conversation(), await office.Conversation(), 987_654_321 };
        ids.Add(long.Parse(office.Foreign["conversations"]));
        using var http = await office.As(Role.Agent);

        using var answer = await http.PostAsJsonAsync(
            $"{All}/bulk",
            new { ids, status = new { status = "resolved" } },
            Cancel
        );

        var items = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("items");
        Assert.Equal(
            ["done", "done", "missing", "missing"],
            items.EnumerateArray().Select(one => Text(one, "outcome"))
        );
        Assert.Equal("open", Text(items[0].GetProperty("before"), "status"));
    }

    [Fact]
    public async Task A_reply_that_waits_can_be_taken_back_once()
    {
        var id = await office.Conversation();
        using var http = await office.As(Role.Agent);
        var client = Guid.NewGuid();
        var reply = new
        {
            clientId = client,
            text = "later",
            sendAt = DateTimeOffset.UtcNow.AddHours(1),
        };

        using var first = await http.PostAsJsonAsync($"{All}/{id}/messages", reply, Cancel);
        using var again = await http.PostAsJsonAsync($"{All}/{id}/messages", reply, Cancel);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        var list = await http.GetFromJsonAsync<JsonElement>($"{All}/{id}/scheduled", Cancel);
        Assert.Equal(1, list.GetProperty("items").GetArrayLength());
        using var taken = await http.DeleteAsync($"{All}/{id}/scheduled/{client}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        await Site.Problem(await http.DeleteAsync($"{All}/{id}/scheduled/{client}", Cancel), 404);
    }

    [Fact]
    public async Task Each_has_their_own_place_draft_views_and_preferences()
    {
        var id = await office.Conversation();
        using var ada = await office.As(Role.Agent);
        using var bob = await office.As(Role.Agent);

        (await ada.PostAsJsonAsync($"{All}/{id}/read", new { seq = 1 }, Cancel)).EnsureSuccessStatusCode();
        (await ada.PutAsJsonAsync($"{All}/{id}/draft", new { text = "Dear" }, Cancel)).EnsureSuccessStatusCode();
        (
            await ada.PutAsJsonAsync("/api/v1/workspaces/demo/inbox/preferences", new { sound = true }, Cancel)
        ).EnsureSuccessStatusCode();
        var view = new { name = "Sales", query = new { queue = "sales" } };
        (await ada.PostAsJsonAsync("/api/v1/workspaces/demo/inbox/views", view, Cancel)).EnsureSuccessStatusCode();

        Assert.Equal((1, 0), (await Seq(ada), await Seq(bob)));
        Assert.Equal("Dear", Text(await ada.GetFromJsonAsync<JsonElement>($"{All}/{id}/draft", Cancel), "text"));
        Assert.Equal(HttpStatusCode.NoContent, (await bob.GetAsync($"{All}/{id}/draft", Cancel)).StatusCode);
        Assert.Equal((1, 0), (await Views(ada), await Views(bob)));
        await ada.PostAsJsonAsync($"{All}/{id}/read", new { seq = 1, unread = true }, Cancel);
        Assert.Equal(0, await Seq(ada));
        Assert.Equal(1, await office.Ask<int>($"select unread from conversations where id = {id}"));

        async Task<int> Seq(HttpClient http) =>
            (await http.GetFromJsonAsync<JsonElement>($"{All}/{id}/position", Cancel)).GetProperty("seq").GetInt32();

        async Task<int> Views(HttpClient http) =>
            (await http.GetFromJsonAsync<JsonElement>("/api/v1/workspaces/demo/inbox/views", Cancel))
                .GetProperty("items")
                .GetArrayLength();
    }

    [Fact]
    public async Task A_saved_reply_is_filled_for_a_conversation()
    {
        var id = await office.Conversation();
        using var http = await office.As(Role.Agent);
        var shortcut = office.Fresh("hello");
        var saved = new { shortcut, text = "Hi {{ contact.name }}" };
        using var made = await http.PostAsJsonAsync("/api/v1/workspaces/demo/saved-replies", saved, Cancel);
        using var twice = await http.PostAsJsonAsync("/api/v1/workspaces/demo/saved-replies", saved, Cancel);
        using var filled = await http.PostAsJsonAsync(
            "/api/v1/workspaces/demo/saved-replies/fill",
            new { conversationId = id, saved.text },
            Cancel
        );

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await Site.Problem(twice, 409, "shortcut");
        Assert.Equal("Hi Ada", Text(await filled.Content.ReadFromJsonAsync<JsonElement>(Cancel), "text"));
    }

    private static async Task<JsonElement> Post(HttpClient http, long id, string what, object body)
    {
        using var answer = await http.PostAsJsonAsync($"{All}/{id}/{what}", body, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static string? Assignee(JsonElement view) =>
        view.GetProperty("assignee") is { ValueKind: JsonValueKind.Object } who ? Text(who, "id") : null;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
