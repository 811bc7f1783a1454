using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.WebApi.Tests;

public sealed class RefusedTokenTests(Site site)
{
    private const string Ours = "/api/v1/workspaces/demo";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_told_before_the_reply_and_nothing_is_kept_of_it()
    {
        var id = await Conversation();

        var answer = await Reply(id);

        await Site.Problem(answer, 422, "token-refused");
        Assert.Equal(
            "0|0",
            await site.Ask(
                $"select count(*), count(*) filter (where o.seq is not null) from messages m left join outbox o using (conversation_id, seq) where m.conversation_id = {id} and direction = 1"
            )
        );
    }

    [Fact]
    public async Task With_a_new_token_the_same_reply_is_taken_and_the_channel_says_nothing_more()
    {
        var id = await Conversation();
        var (channel, connection) = await Of(id);
        Assert.Equal(JsonValueKind.String, (await Channel(channel)).GetProperty("tokenRefusedAt").ValueKind);

        var change = await site.Http.PatchAsJsonAsync(
            $"{Ours}/connections/{connection}",
            new { accessToken = "a-new-token" },
            Cancel
        );

        Assert.Equal(HttpStatusCode.OK, change.StatusCode);
        Assert.Equal(JsonValueKind.Null, (await Channel(channel)).GetProperty("tokenRefusedAt").ValueKind);
        Assert.Equal(HttpStatusCode.Created, (await Reply(id)).StatusCode);
    }

    private async Task<HttpResponseMessage> Reply(long id) =>
        await site.Http.PostAsJsonAsync(
            $"{Ours}/conversations/{id}/messages",
            new { clientId = Guid.NewGuid(), text = "Hello" },
            Cancel
        );

    private async Task<JsonElement> Channel(long id)
    {
        var all = await site.Http.GetFromJsonAsync<JsonElement>($"{Ours}/channels", Cancel);
        return all.GetProperty("items").EnumerateArray().First(one => one.GetProperty("id").GetInt64() == id);
    }

    private async Task<(long Channel, string Connection)> Of(long conversation)
    {
        var row = await site.Ask(
            $"select h.id, h.connection_id from conversations c join channels h on h.id = c.channel_id where c.id = {conversation}"
        );
        return (long.Parse(row.Split('|')[0]), row.Split('|')[1]);
    }

    /// <summary>A conversation on a channel of its own.</summary>
    private async Task<long> Conversation()
    {
        var id = await site.Conversation();
        var made = await site.Http.PostAsJsonAsync(
            $"{Ours}/connections",
            new
            {
                name = site.Fresh("meta"),
                appSecret = "secret",
                accessToken = "token",
            },
            Cancel
        );
        var connection = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString();
        await site.Ask($"update connections set token_refused_at = now() where id = '{connection}'");
        await site.Ask(
            $"""
            with made as (
                insert into channels (workspace_id, connection_id, phone_number_id, number, title)
                values ('demo', '{connection}', '{site.Fresh("9")}', '{site.Fresh("1666000")}', 'Its own') returning id)
            update conversations set channel_id = made.id from made where conversations.id = {id}
            """
        );
        return id;
    }
}
