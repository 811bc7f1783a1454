using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>A send can ask to reach only the very person who wrote: whoever set up WhatsApp anew is somebody else.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task Goes_only_to_the_identity_it_names()
    {
        await using var meta = await Simulation.Start(("Numbers:0:IdentityChecks", "true"));
        var said = await meta.Says(Ada, "hi");
        var hash = (string)said.Value["contacts"]![0]!["identity_key_hash"]!;

        Assert.Equal(HttpStatusCode.OK, (await meta.Send(For(hash))).Status);

        await meta.Change(Ada, new JsonObject { ["newIdentity"] = true });
        var refused = await meta.Send(For(hash));
        var again = await meta.Says(Ada, "it is me");
        var anew = (string)again.Value["contacts"]![0]!["identity_key_hash"]!;

        Assert.Equal((HttpStatusCode.BadRequest, 137000), (refused.Status, refused.Code));
        Assert.NotEqual(hash, anew);
        Assert.Equal(HttpStatusCode.OK, (await meta.Send(For(anew))).Status);
    }

    [Fact]
    public async Task Is_told_only_by_numbers_that_check_it()
    {
        await using var meta = await Simulation.Start();

        var said = await meta.Says(Ada, "hi");

        Assert.Null(said.Value["contacts"]![0]!["identity_key_hash"]);
    }

    private static JsonObject For(string hash)
    {
        var body = Body("text", new JsonObject { ["body"] = "hello" });
        body["recipient_identity_key_hash"] = hash;
        return body;
    }
}
