namespace WhatsAppBot.Storage.Tests;

public sealed class TemplatesTests : StorageTest
{
    private static readonly TimeSpan Any = TimeSpan.Zero;

    [Fact]
    public async Task What_was_made_while_the_list_was_read_stays_until_a_list_that_could_hold_it()
    {
        await World.Do("update connections set waba_id = 'waba' where id = 'meta'");
        await using var database = new Database(World.ConnectionString);
        var templates = new Templates(database);
        var account = Assert.Single(await templates.Accounts(World.Workspace, Cancel));
        await templates.Put(Made("1", "older"), Cancel);
        Assert.True(await templates.Claim(account.ConnectionId, Any, Cancel));

        // the list is on its way here, and knows nothing of this one
        await templates.Put(Made("2", "newer"), Cancel);
        await templates.Replace(account, [], Cancel);
        Assert.Equal(["newer"], await World.Rows("select name from templates"));

        Assert.True(await templates.Claim(account.ConnectionId, Any, Cancel));
        await templates.Replace(account, [], Cancel);
        Assert.Empty(await World.Rows("select name from templates"));
    }

    private static StoredTemplate Made(string id, string name) =>
        new(World.Workspace, "meta", id, name, "en", "MARKETING", null, "APPROVED", null, null, null, "[]", default);
}
