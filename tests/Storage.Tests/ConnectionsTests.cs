namespace WhatsAppBot.Storage.Tests;

public sealed class ConnectionsTests : StorageTest
{
    private const string Two = "select id from channels where phone_number_id = '222'";

    [Fact]
    public async Task A_number_that_was_removed_comes_back_with_another_connection_of_the_workspace()
    {
        await using var database = new Database(World.ConnectionString);
        var connections = new Connections(database, Secrets.WellKnown);
        await World.Do(
            """
            insert into connections (id, workspace_id, name, app_secret, verify_token, access_token)
            values ('second', 'ours', 'Second', 's', 'v', 't');
            insert into workspaces (id, name) values ('theirs', 'Theirs');
            insert into connections (id, workspace_id, name, app_secret, verify_token, access_token)
            values ('third', 'theirs', 'Third', 's', 'v', 't')
            """
        );
        var id = await World.Ask<long>(Two);
        Assert.Null(await Add("ours", "second"));
        Assert.True(await connections.ArchiveChannel("ours", id, Cancel));

        Assert.Null(await Add("theirs", "third"));
        Assert.Equal(id, await Add("ours", "second"));
        Assert.Equal(
            ["second|15550000009|Nine|1000|ours"],
            await World.Rows(
                $"select concat_ws('|', connection_id, number, title, messages_per_second, workspace_id) from channels where id = {id} and archived_at is null"
            )
        );

        Task<long?> Add(string workspace, string connection) =>
            connections.AddChannel(workspace, connection, "222", "15550000009", "Nine", 1000, false, Cancel);
    }
}
