using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Storage.Tests;

public sealed class ShareTests : StorageTest
{
    private static readonly BroadcastVariant[] Variants =
    [
        new("a", 3),
        new("b", 1, new BroadcastTemplate("other", "en_US")),
    ];

    [Fact]
    public async Task Everybody_has_the_variant_that_their_id_gives_them_and_the_shares_add_up()
    {
        const int people = 4000;
        await Campaign.People(World, people, "audience");
        var plan = Campaign.Plan(new TaggedContacts(["audience"])) with { Variants = Variants, HoldOut = 10 };
        var row = await Node.Broadcasts.Make(World.Workspace, "ada", plan, Cancel);
        await Node.Broadcasts.Schedule(row.Id, null, Cancel);
        Assert.True(await Node.Audiences.Freeze(row.Id, Cancel));

        var got = await World.Rows("select contact_id, variant, state from broadcast_recipients order by ord");
        Assert.Equal(people, got.Count);
        Assert.All(got, line => Assert.Equal(Expected(row.Id, long.Parse(line.Split('|')[0])), line));
        Assert.InRange(got.Count(line => line.EndsWith("|30", StringComparison.Ordinal)), 320, 480);
        var (a, b) = (
            got.Count(line => line.Contains("|a|", StringComparison.Ordinal)),
            got.Count(line => line.Contains("|b|", StringComparison.Ordinal))
        );
        Assert.InRange(a / (double)(a + b), 0.72, 0.78);
        var counts = await new RecipientReads(Node.Database).Counts(row.Id, Cancel);
        Assert.Equal(people, counts.Sum(one => one.Count));
        var found = await Node.Broadcasts.Find(row.Id, Cancel);
        Assert.Equal("other", Assert.IsType<BroadcastTemplate>(found?.ContentOf("b")).Name);
        Assert.Equal("promo", Assert.IsType<BroadcastTemplate>(found?.ContentOf("a")).Name);
    }

    [Fact]
    public async Task Who_is_put_off_does_not_wait_before_their_time()
    {
        var campaign = await Campaign.Begin(World, 3);
        var later = DateTimeOffset.UtcNow.AddHours(3);
        await Node.Recipients.Defer(
            campaign.Id,
            [new DeferredRecipient(0, later), new DeferredRecipient(1, later.AddHours(1))],
            Cancel
        );

        Assert.Equal([2], (await campaign.Waiting()).Select(one => one.Ord));
        Assert.Null(await Node.Recipients.NextDue(campaign.Id, 0, 3, Cancel));
        Assert.Equal(
            later,
            await Node.Recipients.NextDue(campaign.Id, 0, 2, Cancel) ?? default,
            TimeSpan.FromMilliseconds(1)
        );
    }

    [Fact]
    public async Task The_places_of_a_day_are_given_once_however_many_ask_at_the_same_time()
    {
        await World.Do("update connections set daily_people = 100");
        var asking = Enumerable
            .Range(0, 8)
            .Select(part =>
                Node.Daily.Take("meta", 100, [.. Enumerable.Range(part * 40, 40).Select(i => (long)i)], Cancel)
            )
            .ToArray();
        var given = (await Task.WhenAll(asking)).Sum(one => one.Count);

        Assert.Equal(100, given);
        Assert.Equal(0, (await Node.Daily.Room(World.Channel, Cancel))?.Room);
        // who has a place keeps it; a day later there is room again
        var mine = await World.Ask<long>("select contact_id from reached_people order by contact_id limit 1");
        Assert.Equal([mine], await Node.Daily.Take("meta", 100, [mine, 5000], Cancel));
        await World.Do("update reached_people set at = now() - interval '25 hours'");
        Assert.Equal(100, (await Node.Daily.Room(World.Channel, Cancel))?.Room);
        Assert.Equal([5000L], await Node.Daily.Take("meta", 100, [5000], Cancel));
    }

    /// <summary>The same reckoned by other means: SHA-256 of both ids, its first four bytes.</summary>
    private static string Expected(long broadcast, long contact)
    {
        var bucket = BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData(Encoding.ASCII.GetBytes($"{broadcast}:{contact}"))
        );
        return bucket % 10_000 < 1000 ? $"{contact}|hold_out|30"
            : bucket / 10_000 % 4 < 3 ? $"{contact}|a|0"
            : $"{contact}|b|0";
    }
}
