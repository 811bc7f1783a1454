using System.Net.Http.Json;
using System.Text.Json;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests.Contacts;

public sealed class ContactTests(Site site) : ContactsTest(site)
{
    [Theory]
    [InlineData("+54 9 11 4000-{0}", "0054 9 11 4000 {0}")]
    [InlineData("+54 9 11 4001-{0}", "541140011234")]
    [InlineData("(+55) 11 98765-{0}", "+55 11 8765{0}")]
    public async Task A_number_in_another_spelling_is_the_same_contact(string one, string other)
    {
        var id = (await Make(new { phone = string.Format(null, one, "1234") })).GetProperty("id").GetInt64();

        using var again = await Send("POST", All, $$"""{"phone":"{{string.Format(null, other, "1234")}}"}""");

        await Site.Problem(again, 409, "identity-taken");
        Assert.Contains($"contact {id}", await again.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_name_that_a_person_gave_is_not_overwritten_by_a_profile()
    {
        var wamid = Site.Fresh("w");
        var made = await Make(new { phone = "+" + Site.PhoneOf(wamid), name = "Countess Lovelace" });

        (await Site.Deliver(Site.Body(("111", wamid, "text")))).EnsureSuccessStatusCode();

        var id = made.GetProperty("id").GetInt64();
        await Eventually.True(
            async () => (await Ask("GET", $"{All}/{id}/conversations")).GetProperty("items").GetArrayLength() == 1,
            "the message is the contact's",
            Cancel
        );
        Assert.Equal(
            "Countess Lovelace",
            (await Ask("GET", $"{All}/{id}")).GetProperty("contact").GetProperty("name").GetString()
        );
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_with_its_path()
    {
        using var answer = await Send(
            "POST",
            All,
            """{"phone":"12","name":5,"language":"klingon language","tags":["",7],"fields":{"nosuch":1},"colour":"red","optedIn":"yes"}"""
        );

        Assert.Equal(
            ["colour", "fields.nosuch", "language", "name", "optedIn", "phone", "tags[0]", "tags[1]"],
            (await Flaws(answer)).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("[1]", "bad-request")]
    [InlineData("{", "bad-request")]
    [InlineData("""{"name":"\ud800","phone":"+4915112345678"}""", "bad-request")]
    [InlineData("""{"\ud800":1}""", "bad-request")]
    [InlineData("""{"name":"a","fields":{"\ud800":1,"a":2,"b\udc00":3}}""", "bad-request")]
    [InlineData("""{"name":"a","name":"b","phone":"+4915112345678"}""", "bad-request")]
    [InlineData("""{"name":"a\u0000b","phone":"+4915112345678"}""", "invalid")]
    [InlineData("""{"name":"nobody can reach me"}""", "invalid")]
    public async Task A_body_that_is_none_is_refused(string body, string type) =>
        await Site.Problem(await Send("POST", All, body), 400, type);

    [Fact]
    public async Task A_change_from_an_old_version_changes_nothing()
    {
        var id = (await Make(new { phone = Number(), name = "One" })).GetProperty("id").GetInt64();
        using var read = await Send("GET", $"{All}/{id}");
        var tag = read.Headers.ETag?.ToString();
        using var first = await Send("PATCH", $"{All}/{id}", """{"name":"Two"}""", tag);
        first.EnsureSuccessStatusCode();

        using var second = await Send("PATCH", $"{All}/{id}", """{"name":"Three"}""", tag);

        await Site.Problem(second, 412, "outdated");
        Assert.Equal("Two", (await Ask("GET", $"{All}/{id}")).GetProperty("contact").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Values_of_fields_are_typed()
    {
        foreach (var (key, type) in new[] { ("visits", "number"), ("born", "date"), ("member", "boolean") })
            await Ask("PUT", $"{Base}fields/{key}", $$"""{"title":"{{key}}","type":"{{type}}"}""");
        await Ask("PUT", $"{Base}fields/plan", """{"title":"Plan","type":"choice","choices":["gold","free"]}""");

        using var wrong = await Send(
            "POST",
            All,
            $$$"""{"phone":"{{{Number()}}}","fields":{"visits":"3","born":"31.1.1990","member":1,"plan":"lead"}}"""
        );
        Assert.Equal(["fields.born", "fields.member", "fields.plan", "fields.visits"], (await Flaws(wrong)).Order());

        var made = await Make(
            new
            {
                phone = Number(),
                fields = new
                {
                    visits = 3,
                    born = "1990-01-31",
                    member = true,
                    plan = "gold",
                },
            }
        );
        var id = made.GetProperty("id").GetInt64();
        Assert.Equal(3, made.GetProperty("fields").GetProperty("visits").GetInt32());
        var rule = """
            {"and":[{"attribute":"fields.visits","op":"greater","value":2},{"attribute":"fields.born","op":"before","value":"1991-01-01"},
            {"attribute":"fields.plan","op":"is","value":"gold"},{"attribute":"fields.member","op":"is","value":true}]}
            """;
        var found = await Ask("GET", $"{All}?{Filter(rule)}");
        Assert.Contains(found.GetProperty("items").EnumerateArray(), one => one.GetProperty("id").GetInt64() == id);

        await Ask("PATCH", $"{All}/{id}", """{"fields":{"visits":null}}""");
        Assert.False(
            (await Ask("GET", $"{All}/{id}"))
                .GetProperty("contact")
                .GetProperty("fields")
                .TryGetProperty("visits", out _)
        );
    }

    [Fact]
    public async Task Every_change_is_in_the_log_with_who_made_it()
    {
        var id = (await Make(new { phone = Number() })).GetProperty("id").GetInt64();
        await Ask("PATCH", $"{All}/{id}", """{"name":"Zoë","optedOut":true,"consentSource":"phone call"}""");
        await Ask("PATCH", $"{All}/{id}", """{"name":"Zoë"}""");

        var log = (await Ask("GET", $"{All}/{id}/changes")).GetProperty("items");

        Assert.Equal(["changed", "created"], log.EnumerateArray().Select(line => line.GetProperty("kind").GetString()));
        var detail = log[0].GetProperty("detail");
        Assert.Equal("Zoë", detail.GetProperty("name").GetProperty("to").GetString());
        Assert.Equal("phone call", detail.GetProperty("source").GetString());
        Assert.Equal("Demo", log[0].GetProperty("actorName").GetString());
        var contact = (await Ask("GET", $"{All}/{id}")).GetProperty("contact");
        Assert.Equal("phone call", contact.GetProperty("optedOut").GetProperty("source").GetString());
    }

    [Fact]
    public async Task A_live_conversation_hears_of_a_change()
    {
        var conversation = await Site.Conversation();
        var version = long.Parse(await Site.Ask($"select version from conversations where id = {conversation}"));
        var id = await Site.Ask($"select contact_id from conversations where id = {conversation}");

        await Ask("PATCH", $"{All}/{id}", """{"tags":["vip"]}""");

        Assert.Equal($"{version + 1}", await Site.Ask($"select version from conversations where id = {conversation}"));
    }

    [Fact]
    public async Task Notes_come_and_go()
    {
        var id = (await Make(new { phone = Number() })).GetProperty("id").GetInt64();
        var note = await Ask("POST", $"{All}/{id}/notes", """{"text":"likes tea"}""");
        Assert.Equal(
            "likes tea",
            (await Ask("GET", $"{All}/{id}/notes")).GetProperty("items")[0].GetProperty("text").GetString()
        );

        using var gone = await Send("DELETE", $"{All}/{id}/notes/{note.GetProperty("id").GetInt64()}");

        Assert.Equal(204, (int)gone.StatusCode);
        Assert.Equal(0, (await Ask("GET", $"{All}/{id}/notes")).GetProperty("items").GetArrayLength());
    }

    /// <summary>Every address of the document, in a workspace that is not ours.</summary>
    [Fact]
    public async Task Another_workspace_looks_like_one_that_does_not_exist()
    {
        var document = await Site.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);
        var asked = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            if (!path.Name.StartsWith("/api/v1/workspaces/{ws}/", StringComparison.Ordinal))
                continue;
            foreach (var method in path.Value.EnumerateObject())
            {
                var address = System.Text.RegularExpressions.Regex.Replace(
                    path.Name.Replace("{ws}", "other"),
                    "{[^}]+}",
                    "1"
                );
                using var answer = await Send(
                    method.Name.ToUpperInvariant(),
                    address,
                    method.Name is "get" or "delete" ? null : "{}"
                );
                Assert.True(
                    answer.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.BadRequest,
                    $"{method.Name} {path.Name}: {answer.StatusCode}"
                );
                asked++;
            }
        }
        Assert.True(asked > 30, $"{asked} addresses");
    }

    [Theory]
    [InlineData("GET", "contacts/987654321")]
    [InlineData("PATCH", "contacts/987654321")]
    [InlineData("GET", "contacts/987654321/changes")]
    [InlineData("GET", "contacts/987654321/notes")]
    [InlineData("GET", "contacts/987654321/conversations")]
    [InlineData("GET", "contacts/987654321/erase")]
    [InlineData("GET", "contacts/import/987654321")]
    [InlineData("GET", "segments/987654321")]
    [InlineData("DELETE", "segments/987654321")]
    [InlineData("POST", "contacts/merges/987654321/undo")]
    [InlineData("POST", "contacts/import/987654321/cancel")]
    public async Task What_does_not_exist_is_not_found(string method, string path) =>
        await Site.Problem(await Send(method, Base + path, method == "PATCH" ? "{}" : null), 404, "not-found");
}
