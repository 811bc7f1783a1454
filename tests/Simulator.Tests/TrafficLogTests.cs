using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>What the log keeps of what went over the wire.</summary>
public sealed class TrafficLogTests
{
    private const int Half = TrafficLog.MostBodyLetters / 2;

    [Fact]
    public void Keeps_the_bodies_of_the_newest_lines_only()
    {
        var log = Log(lines: 3, bodies: 2);

        foreach (var body in new[] { "1", "2", "3", "4" })
        {
            log.Add(Line(body));
        }

        Assert.Equal([null, "3", "4"], log.After(0, 10).Select(line => line.Body));
    }

    [Fact]
    public void Keeps_no_more_letters_than_it_may()
    {
        var log = Log(lines: 10, bodies: 10);

        log.Add(Line(new string('x', Half)), Line(new string('x', Half)), Line("small"));

        Assert.Equal([null, Half, 5], log.After(0, 10).Select(line => line.Body?.Length));
    }

    [Fact]
    public void Counts_a_body_that_many_lines_share_once()
    {
        var log = Log(lines: 10, bodies: 10);
        var body = new string('x', Half);

        log.Add(Line(body), Line(body), Line(body), Line("other"));
        Assert.All(log.After(0, 10), line => Assert.NotNull(line.Body));

        log.Add(Line(new string('y', Half)));
        Assert.Equal([null, null, null, 5, Half], log.After(0, 10).Select(line => line.Body?.Length));
    }

    [Fact]
    public void Keeps_the_newest_body_however_long()
    {
        var log = Log(lines: 10, bodies: 10);

        log.Add(Line("old"), Line(new string('x', 3 * Half)));

        Assert.Equal([null, 3 * Half], log.After(0, 10).Select(line => line.Body?.Length));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public void Has_nothing_after_its_end(long n)
    {
        var log = Log(lines: 10, bodies: 10);
        log.Add(Line("1"), Line("2"), Line("3"));

        Assert.Empty(log.After(n, 10));
    }

    private static LogLine Line(string body) => new() { Kind = Traffic.Webhook, Body = body };

    private static TrafficLog Log(int lines, int bodies) =>
        new(
            Options.Create(new SimulatorOptions { MaxLogLines = lines, MaxLogBodies = bodies }),
            new Later(TimeProvider.System)
        );
}
