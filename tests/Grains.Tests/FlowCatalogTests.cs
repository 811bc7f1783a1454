using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Flows;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

public sealed class FlowCatalogTests(TestSilo silo)
{
    private readonly string phone = silo.Phone();

    [Fact]
    public async Task A_silo_that_has_just_started_finds_every_version_that_a_session_stands_on()
    {
        var grain = await silo.Hear(phone, "outer");
        await silo.Told(phone, "inner?");
        var stored = await silo.Ask($"select session from conversations where id = {grain.GetPrimaryKeyLong()}");
        var session = Session.Parse(stored);
        Assert.Equal([("inner", 1), ("outer", 1)], session.Versions);
        // neither starts for new people any more
        await silo.Ask("update flows set state = 0 where id in ('inner', 'outer')");

        using var fresh = new FlowCatalog(silo.Service<FlowStore>(), NullLogger<FlowCatalog>.Instance);
        var library = await fresh.Of("ours", session.Versions);

        Assert.Null(library.Published.Flow("inner"));
        Assert.Equal("inner", library.Find("inner", 1)?.Name);
        Assert.Equal("outer", library.Find("outer", 1)?.Name);

        await silo.Hear(phone, "anything");
        await silo.Told(phone, "inner?", "inner is done", "outer is done");
    }
}
