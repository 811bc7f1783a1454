using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class PhoneEventsTests
{
    [Fact]
    public async Task Tells_messages_and_statuses_as_they_happen()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Change(Ada, new JsonObject { ["reading"] = "manual" });
        using var events = await Listener.Open(meta, Ada);

        var sent = await meta.SendText(Ada, "hello");
        meta.Pass(800);

        var (name, data) = await events.Next();
        Assert.Equal(("message", sent.Wamid, "out"), (name, (string?)data["id"], (string?)data["direction"]));
        Assert.Equal(
            [("status", "sent"), ("status", "delivered")],
            [Status(await events.Next()), Status(await events.Next())]
        );
    }

    [Fact]
    public async Task Tells_that_the_business_types()
    {
        await using var meta = await Simulation.Start();
        var hi = await meta.Says(Ada, "hi");
        await meta.Logged(line => (int?)line["statusCode"] == 200);
        using var events = await Listener.Open(meta, Ada);

        await meta.Send(
            $$$"""{"messaging_product":"whatsapp","status":"read","message_id":"{{{hi.Id}}}","typing_indicator":{"type":"text"}}"""
        );

        Assert.Equal(("status", "read"), Status(await events.Next()));
        Assert.Equal("typing", (await events.Next()).Name);
    }

    [Fact]
    public async Task Reads_what_is_delivered_while_somebody_looks()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        using var events = await Listener.Open(meta, Ada);
        await meta.SendText(Ada, "hello");

        meta.Pass(800);
        await meta.Hook.Next(2);
        meta.Pass(300);

        Assert.Equal("read", (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Reads_what_was_delivered_before_when_somebody_starts_to_look()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.SendText(Ada, "hello");
        meta.Pass(800);
        await meta.Hook.Next(2);

        using var events = await Listener.Open(meta, Ada);

        Assert.Equal("read", (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Shows_a_sign_of_life_every_15_seconds()
    {
        await using var meta = await Simulation.Start();
        using var events = await Listener.Open(meta, Ada);

        Assert.Equal(": beat", await events.Comment(() => meta.Pass(1_000)));
    }

    [Fact]
    public async Task Ends_when_everything_starts_anew()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Logged(line => (int?)line["statusCode"] == 200);
        using var events = await Listener.Open(meta, Ada);

        await meta.Ask(HttpMethod.Post, "/simulator/api/reset", "");

        Assert.Equal("", (await events.Rest()).Trim());
    }

    private static (string, string?) Status((string Name, JsonNode Data) told) =>
        (told.Name, (string?)told.Data["status"]);

    /// <summary>Reads a stream of events.</summary>
    private sealed class Listener(HttpResponseMessage answer, StreamReader lines) : IDisposable
    {
        private static CancellationToken Cancel => TestContext.Current.CancellationToken;

        public static async Task<Listener> Open(Simulation meta, string phone)
        {
            var answer = await meta.Http.GetAsync(
                $"/simulator/api/numbers/{Id}/phones/{phone}/events",
                HttpCompletionOption.ResponseHeadersRead,
                Cancel
            );
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
            Assert.Equal(": listening", await lines.ReadLineAsync(Cancel));
            return new Listener(answer, lines);
        }

        public async Task<(string Name, JsonNode Data)> Next()
        {
            var name = "";

            while (true)
            {
                var line =
                    await lines.ReadLineAsync(Cancel).AsTask().WaitAsync(Eventually.Bound, Cancel)
                    ?? throw new EndOfStreamException();

                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    name = line["event: ".Length..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    return (name, JsonNode.Parse(line["data: ".Length..])!);
                }
            }
        }

        public Task<string> Rest() => lines.ReadToEndAsync(Cancel).WaitAsync(Eventually.Bound, Cancel);

        /// <summary>The next comment, while time goes by.</summary>
        public async Task<string> Comment(Action pass)
        {
            while (true)
            {
                var next = lines.ReadLineAsync(Cancel).AsTask();

                for (var waited = 0; !next.IsCompleted && waited < 10_000; waited++)
                {
                    pass();
                    await Task.Delay(1, Cancel);
                }

                if (await next is { Length: > 0 } line)
                {
                    return line;
                }
            }
        }

        public void Dispose()
        {
            lines.Dispose();
            answer.Dispose();
        }
    }
}
