using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Buckets and shelves: what has room, and when.</summary>
public sealed class RoomTests
{
    [Fact]
    public void A_clock_that_is_set_back_takes_nothing_away()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(1);
        var bucket = new Bucket(1, 2);
        Assert.True(bucket.Take(now));

        Assert.True(bucket.Take(now.AddHours(-1)));
        Assert.False(bucket.Take(now.AddHours(-1)));
        Assert.True(bucket.Take(now.AddSeconds(1)));
        Assert.False(bucket.Take(now.AddSeconds(1)));
    }

    [Fact]
    public void A_deleted_file_takes_no_room()
    {
        var shelf = Shelf(new SimulatorOptions { MaxMedia = 2, MaxMediaBytes = 30 });
        var first = Put(shelf, 10);

        for (var n = 0; n < 5; n++)
        {
            shelf.Delete(Put(shelf, 20).Id);
        }

        Assert.NotNull(shelf.Find(first.Id));
        Put(shelf, 20);
        Assert.NotNull(shelf.Find(first.Id));
        Put(shelf, 1);
        Assert.Null(shelf.Find(first.Id));
    }

    private static StoredMedia Put(MediaShelf shelf, int size) =>
        shelf.Put(new BusinessNumber(), "image/png", new byte[size], null, uploaded: true);

    private static MediaShelf Shelf(SimulatorOptions options) =>
        new(new Later(new FakeTimeProvider()), Options.Create(options));
}
