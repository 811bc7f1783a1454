using System.Net;
using System.Net.Http.Json;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Tests;

public sealed class IdempotencyTests(Office office)
{
    private const string Workspaces = "/api/v1/workspaces";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_request_again_on_any_node_gets_the_same_answer_and_does_nothing()
    {
        var owner = await office.Person(Role.Owner);
        var key = office.Fresh("key-");

        using var first = await Create(owner, key, "Once");
        using var second = await Create(owner, key, "Once", elsewhere: true);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Cancel), await second.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(1L, await Owned(owner));
    }

    [Fact]
    public async Task Twenty_at_once_on_two_nodes_do_it_once()
    {
        var owner = await office.Person(Role.Owner);
        var key = office.Fresh("key-");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Create(owner, key, "Once", elsewhere: i % 2 == 0))
        );

        Assert.All(
            answers,
            answer => Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict)
        );
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(1L, await Owned(owner));
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        var owner = await office.Person(Role.Owner);
        var key = office.Fresh("key-");
        using var first = await Create(owner, key, "One");

        using var second = await Create(owner, key, "Two");

        await Site.Problem(second, 422, "idempotency-key-reused");
        Assert.Equal(1L, await Owned(owner));
    }

    [Fact]
    public async Task What_was_refused_may_be_tried_again_under_the_same_key()
    {
        var owner = await office.Person(Role.Owner);
        var key = office.Fresh("key-");

        await Site.Problem(await Create(owner, key, " "), 400, "invalid");
        using var mended = await Create(owner, key, "Mended");

        Assert.Equal(HttpStatusCode.Created, mended.StatusCode);
    }

    [Fact]
    public async Task While_the_first_runs_the_second_is_told_and_after_a_crash_that_nobody_knows()
    {
        var owner = await office.Person(Role.Owner);
        var key = office.Fresh("key-");
        using var first = await Create(owner, key, "Once");
        await office.Do($"update idempotency_keys set status = null, created_at = now() where key = '{key}'");

        using var running = await Create(owner, key, "Once");
        await Site.Problem(running, 409, "idempotency-running");
        Assert.NotNull(running.Headers.RetryAfter);
        await office.Do($"update idempotency_keys set created_at = now() - interval '5 minutes' where key = '{key}'");
        await Site.Problem(await Create(owner, key, "Once"), 409, "idempotency-lost");
        Assert.Equal(1L, await Owned(owner));
    }

    [Fact]
    public async Task A_key_is_kept_for_a_day_and_then_purged()
    {
        var owner = await office.Person(Role.Owner);
        var key = office.Fresh("key-");
        using var first = await Create(owner, key, "Once");
        await office.Do($"update idempotency_keys set created_at = now() - interval '25 hours' where key = '{key}'");

        await office.Service<AccessPurge>().Run(Cancel);

        Assert.Equal(0L, await office.Ask<long>($"select count(*) from idempotency_keys where key = '{key}'"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var owner = await office.Person(Role.Owner);

        await Site.Problem(await Create(owner, key, "Once"), 400, "idempotency-key");
    }

    private async Task<HttpResponseMessage> Create(Someone owner, string key, string name, bool elsewhere = false)
    {
        using var http = await office.SignedIn(owner, elsewhere ? office.OtherNode : office.App);
        using var request = new HttpRequestMessage(HttpMethod.Post, Workspaces)
        {
            Content = JsonContent.Create(new { name }),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await http.SendAsync(request, Cancel);
    }

    // besides the one they were put into
    private Task<long> Owned(Someone owner) =>
        office.Ask<long>(
            $"select count(*) from members where user_id = '{owner.Id}' and workspace_id <> '{Office.Ours}'"
        );
}
