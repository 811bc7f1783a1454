using WhatsAppBot.Grains.Pumps;

namespace WhatsAppBot.Grains.Tests;

public sealed class SweeperTests
{
    [Theory]
    // nothing waits: what is two seconds old was forgotten
    [InlineData(0, 2)]
    [InlineData(0.9, 2)]
    // there is a line: what is not older than it is only late
    [InlineData(1.5, 3)]
    [InlineData(2, 4)]
    // what a dead node left behind makes the line look as long as it is old: it has to be looked for all the same
    [InlineData(5, 4)]
    [InlineData(600, 4)]
    public void What_is_late_is_waited_for_but_not_for_ever(double wait, double after) =>
        Assert.Equal(
            TimeSpan.FromSeconds(after),
            Sweeper.ForgottenAfter(TimeSpan.FromSeconds(wait), TimeSpan.FromSeconds(2))
        );
}
