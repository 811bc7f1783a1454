using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class OwnSessionTests(Office office)
{
    private const string All = "/api/v1/session/all";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_sees_where_one_is_signed_in_and_nothing_of_others()
    {
        var ada = await office.Person(Role.Agent);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session")
        {
            Content = JsonContent.Create(new { email = ada.Email, password = Office.Password }),
        };
        request.Headers.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux) Firefox/140.0");
        (await office.Client().SendAsync(request, Cancel)).EnsureSuccessStatusCode();
        using var here = await office.SignedIn(ada);
        using var other = await office.As(Role.Owner);

        var mine = await Of(here);

        Assert.Equal([true, false], mine.Select(one => one.GetProperty("current").GetBoolean()));
        Assert.StartsWith("Mozilla", mine[1].GetProperty("device").GetString());
        Assert.Equal("127.0.0.1", mine[1].GetProperty("address").GetString());
        Assert.DoesNotContain(await Of(other), one => Id(one) == Id(mine[0]) || Id(one) == Id(mine[1]));
    }

    [Fact]
    public async Task One_session_is_ended_and_the_others_stay()
    {
        var ada = await office.Person(Role.Agent);
        using var lost = await office.SignedIn(ada);
        using var here = await office.SignedIn(ada);
        var id = Id((await Of(lost))[0]);
        using var stranger = await office.As(Role.Owner);
        await Site.Problem(await stranger.DeleteAsync($"{All}/{id}", Cancel), 404, "not-found");
        Assert.Equal(HttpStatusCode.OK, (await lost.GetAsync(All, Cancel)).StatusCode);

        var answer = await here.DeleteAsync($"{All}/{id}", Cancel);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await IsOut(lost);
        Assert.Single(await Of(here));
        await Site.Problem(await here.DeleteAsync($"{All}/{id}", Cancel), 404, "not-found");
        await Site.Problem(await here.DeleteAsync($"{All}/this", Cancel), 404, "not-found");
    }

    [Fact]
    public async Task All_others_are_ended_at_once_and_it_is_in_the_audit()
    {
        var ada = await office.Person(Role.Agent);
        using var lost = await office.SignedIn(ada);
        using var older = await office.SignedIn(ada);
        using var here = await office.SignedIn(ada);

        Assert.Equal(HttpStatusCode.NoContent, (await here.DeleteAsync(All, Cancel)).StatusCode);

        await IsOut(lost);
        await IsOut(older);
        Assert.Single(await Of(here));
        Assert.Equal(
            2,
            await office.Ask<long>($"select count(*) from audit where actor_id = '{ada.Id}' and action = 'session.end'")
        );
    }

    private static Task IsOut(HttpClient http) =>
        Eventually.True(
            async () => (await http.GetAsync("/api/v1/session", Cancel)).StatusCode == HttpStatusCode.Unauthorized,
            "the session is over",
            Cancel
        );

    private static async Task<IReadOnlyList<JsonElement>> Of(HttpClient http) =>
        [.. (await http.GetFromJsonAsync<JsonElement>(All, Cancel)).GetProperty("items").EnumerateArray()];

    private static string? Id(JsonElement session) => session.GetProperty("id").GetString();
}
