using System.Text.Json.Nodes;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage.Tests;

public sealed class AudienceTests : StorageTest
{
    [Fact]
    public async Task Freezing_writes_everybody_once_and_tells_who_was_left_out_and_why()
    {
        await Campaign.People(World, 10, "vip");
        await World.Do("update contacts set opted_out_at = now() where phone like '%1'");
        await World.Do("insert into contacts (workspace_id, tags) values ('ours', '{vip}')");
        await World.Do("insert into contacts (workspace_id, phone, tags) values ('theirs', '4915199', '{vip}')");
        var campaign = await Campaign.Draft(World, new TaggedContacts(["vip"]));

        Assert.True(await campaign.Freeze());

        Assert.Equal("0|9", await campaign.States());
        var row = await Node.Broadcasts.Find(campaign.Id, Cancel);
        Assert.Equal(BroadcastState.Running, row?.State);
        Assert.Equal(9, row?.AudienceSize);
        Assert.Equal(1, row?.Excluded?["opted_out"]);
        Assert.Equal(1, row?.Excluded?["no_number"]);
        Assert.Equal(["0|9|0"], await World.Rows("select start_ord, end_ord, next_ord from broadcast_shards"));
    }

    [Fact]
    public async Task Freezing_twice_at_once_freezes_once()
    {
        await Campaign.People(World, 500, "vip");
        var campaign = await Campaign.Draft(World, new EveryContact());
        await Node.Broadcasts.Schedule(campaign.Id, null, Cancel);

        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Node.Audiences.Freeze(campaign.Id, Cancel)));

        Assert.Single(done, one => one);
        Assert.Equal("0|500", await campaign.States());
    }

    [Fact]
    public async Task One_that_was_cancelled_meanwhile_is_not_frozen()
    {
        await Campaign.People(World, 5, "vip");
        var campaign = await Campaign.Draft(World, new EveryContact());
        await Node.Broadcasts.Schedule(campaign.Id, null, Cancel);
        await Node.Broadcasts.Cancel(campaign.Id, Cancel);

        Assert.False(await Node.Audiences.Freeze(campaign.Id, Cancel));
        Assert.Equal("", await campaign.States());
    }

    [Fact]
    public async Task An_audience_without_anybody_ends_as_failed()
    {
        var campaign = await Campaign.Draft(World, new TaggedContacts(["nobody"]));
        await campaign.Freeze();

        var row = await Node.Broadcasts.Find(campaign.Id, Cancel);
        Assert.Equal((BroadcastState.Failed, "empty"), (row?.State ?? default, row?.Reason));
    }

    [Fact]
    public async Task A_list_of_numbers_makes_contacts_of_strangers_and_counts_what_is_none_or_there_twice()
    {
        await Campaign.People(World, 1, "known");
        var list = new ListedPhones([
            new ListedPhone("+49 1510 000001", "Another name", new JsonObject { ["code"] = "A" }),
            new ListedPhone("5491155550000", "Eva", new JsonObject { ["code"] = "B" }),
            new ListedPhone("54 11 5555 0000"),
            new ListedPhone("12"),
            new ListedPhone("not a number"),
        ]);
        var before = await Node.Audiences.Count(World.Workspace, list, 5, Cancel);
        Assert.Equal(2, before.Included);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from contacts where name = 'Eva'"));

        var campaign = await Campaign.Draft(World, list);
        await campaign.Freeze();

        Assert.Equal(
            ["Person 1|A", "Eva|B"],
            await World.Rows(
                "select p.name, r.vals ->> 'code' from broadcast_recipients r join contacts p on p.id = r.contact_id order by ord"
            )
        );
        var row = await Node.Broadcasts.Find(campaign.Id, Cancel);
        Assert.Equal(2, row?.Excluded?["invalid_number"]);
        Assert.Equal(1, row?.Excluded?["duplicate"]);
    }

    [Fact]
    public async Task Whoever_was_taken_out_of_a_list_after_it_was_read_is_not_made_a_contact()
    {
        var campaign = await Campaign.Draft(World, new ListedPhones([new ListedPhone("4917700000001", "Erased")]));
        await Node.Broadcasts.Schedule(campaign.Id, null, Cancel);
        Task<bool> freezing;
        await using (await World.Hold("select pg_advisory_xact_lock(1, hashtext('ours'))"))
        {
            freezing = Node.Audiences.Freeze(campaign.Id, Cancel);
            await World.Waits();
            await World.Do(
                """update broadcasts set audience = '{"kind":"phones","recipients":[]}', updated_at = now()"""
            );
        }

        Assert.False(await freezing);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from contacts"));
    }

    [Fact]
    public async Task A_segment_that_asks_a_field_for_what_cannot_be_stored_is_nobody()
    {
        await Campaign.People(World, 1, "vip");
        await World.Do(
            """
            insert into contact_fields (workspace_id, key, title, type) values ('ours', 'city', 'City', 'Text');
            insert into segments (workspace_id, name, rule)
            values ('ours', 'S', '{"attribute":"fields.city","op":"is","value":"a\u0000b"}')
            """
        );
        var segment = await World.Ask<long>("select id from segments");

        var count = await Node.Audiences.Count(World.Workspace, new SegmentedContacts(segment), 5, Cancel);

        Assert.Equal(0, count.Included);
        var reader = new RuleReader(await new ContactCatalog(Node.Database).Fields(World.Workspace, Cancel));
        reader.Read(
            System.Text.Json.JsonDocument.Parse(await World.Ask<string>("select rule::text from segments")).RootElement,
            "rule"
        );
        Assert.Single(reader.Flaws);
    }

    [Fact]
    public async Task Who_was_written_to_lately_is_talking_or_had_another_broadcast_can_be_left_out()
    {
        await Campaign.People(World, 4, "vip");
        var earlier = await Campaign.Draft(World, new ChosenContacts([1]));
        await earlier.Freeze();
        var written = await Campaign.Draft(World, new ChosenContacts([2]));
        await written.Freeze();
        var to = Assert.Single(await written.Waiting());
        await written.HandOver(to);
        await World.Do("update conversations set last_at = now() where id > 0");
        await World.Do(
            "insert into conversations (workspace_id, channel_id, contact_id, session) values ('ours', 1, 3, '{}')"
        );

        var audience = new EveryContact { Exclude = new Exclusions(7, true, [earlier.Id]) };
        var count = await Node.Audiences.Count(World.Workspace, audience, 5, Cancel);

        Assert.Equal(1, count.Included);
        Assert.Equal("Person 4", Assert.Single(count.Sample).Name);
        Assert.Equal("other_broadcast", await Node.Audiences.WhyOut(World.Workspace, audience, 1, Cancel));
        Assert.Equal("messaged_recently", await Node.Audiences.WhyOut(World.Workspace, audience, 2, Cancel));
        Assert.Equal("live_session", await Node.Audiences.WhyOut(World.Workspace, audience, 3, Cancel));
        Assert.Null(await Node.Audiences.WhyOut(World.Workspace, audience, 4, Cancel));
        Assert.Equal("not_chosen", await Node.Audiences.WhyOut(World.Workspace, audience, 99, Cancel));
    }

    [Fact]
    public async Task A_segment_and_a_rule_mean_whom_they_mean_when_it_begins_without_the_blocked_and_the_merged()
    {
        await Campaign.People(World, 4, "vip");
        await World.Do(
            """
            update contacts set blocked_at = now() where id = 2;
            update contacts set merged_into = 1 where id = 3;
            insert into segments (workspace_id, name, rule) values ('ours', 'S', '{"attribute":"tag","op":"has","value":"vip"}')
            """
        );
        var ruled = new RuledContacts(
            System
                .Text.Json.JsonDocument.Parse("""{"not":{"attribute":"tag","op":"has","value":"other"}}""")
                .RootElement
        );
        foreach (var audience in new Audience[] { new SegmentedContacts(1), ruled })
        {
            var count = await Node.Audiences.Count(World.Workspace, audience, 5, Cancel);
            Assert.Equal(2, count.Included);
            Assert.Equal(1, count.Excluded["blocked"]);
            var campaign = await Campaign.Draft(World, audience);
            await campaign.Freeze();
            Assert.Equal("0|2", await campaign.States());
        }

        var nobody = await Node.Audiences.Count(World.Workspace, new SegmentedContacts(99), 5, Cancel);
        Assert.Equal(0, nobody.Included);
    }
}
