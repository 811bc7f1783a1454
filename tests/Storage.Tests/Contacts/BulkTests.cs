using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests.Contacts;

public sealed class BulkTests : StorageTest
{
    private const string Waiting = """
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%from contacts c%for update%'
        """;

    private const string Audit =
        "select detail ->> 'matched', detail ->> 'changed', detail -> 'asked' ->> 'tag' from contact_audit where action = 'bulk'";

    private static readonly Actor Me = new("u1", "Me");

    private BulkChanges Bulk => new(Node.Database, new ContactReads(Node.Database));

    [Fact]
    public async Task The_audit_tells_what_is_done_so_far_and_who_goes_away_leaves_no_half()
    {
        await World.Do(
            $"insert into contacts (workspace_id, name) select '{World.Workspace}', 'C' || n from generate_series(1, 700) n"
        );
        var ids = (await World.Rows("select id from contacts order by id")).Select(long.Parse).ToArray();
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<BulkResult> change;
        await using (await World.Hold($"select from contacts where id = {ids[^1]} for update"))
        {
            change = Bulk.Change(World.Workspace, ids, Tagging, Me, new() { ["tag"] = "vip" }, asking.Token);
            await Eventually.True(
                async () => await World.Ask<long>(Waiting) > 0,
                "the second half waits for a contact",
                Cancel
            );
            Assert.Equal(["500|500|vip"], await World.Rows(Audit));
            await asking.CancelAsync();
        }

        Assert.Equal(new BulkResult(700, 700), await change);
        Assert.Equal(["700|700|vip"], await World.Rows(Audit));
        Assert.Equal(700L, await World.Ask<long>("select count(*) from contacts where tags = '{vip}'"));
    }

    [Fact]
    public async Task Ids_of_another_workspace_hold_up_none_of_its_conversations()
    {
        var theirs = await World.Conversation();
        await World.Do(
            """
            insert into workspaces (id, name) values ('theirs', 'Theirs');
            update contacts set workspace_id = 'theirs';
            update conversations set workspace_id = 'theirs';
            """
        );
        var contact = await World.Ask<long>("select id from contacts");

        // would wait for it
        await using var busy = await World.Hold($"select pg_advisory_xact_lock({theirs})");
        var result = await Bulk.Change(World.Workspace, [contact], Tagging, Me, [], Cancel);

        Assert.Equal(new BulkResult(0, 0), result);
    }

    private static ContactEdit Tagging => new() { Tag = ["vip"] };
}
