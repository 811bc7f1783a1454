using WhatsAppBot.CallingOut;
using WhatsAppBot.Grains.Hooks;
using WhatsAppBot.Storage.Hooks;

namespace WhatsAppBot.Grains.Tests;

public sealed class AttemptVerdictTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(200, DeliveryState.Delivered)]
    [InlineData(204, DeliveryState.Delivered)]
    [InlineData(302, DeliveryState.Waiting)]
    [InlineData(400, DeliveryState.Waiting)]
    [InlineData(410, DeliveryState.Waiting)]
    [InlineData(500, DeliveryState.Waiting)]
    public void Only_a_2xx_is_taken_for_delivered(int status, DeliveryState state)
    {
        var verdict = Of(Answered(status), 0);
        Assert.Equal(state, verdict.State);
        Assert.Equal(status == 410, verdict.IsGone);
    }

    [Fact]
    public void Pauses_grow_to_a_day_and_then_it_is_given_up()
    {
        var pauses = new List<TimeSpan>();
        for (
            var before = 0;
            Of(new CallEnd.Failed(CallWords.Timeout), before) is { State: DeliveryState.Waiting } verdict;
            before++
        )
            pauses.Add(verdict.After);

        Assert.Equal(AttemptVerdict.MostAttempts - 1, pauses.Count);
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromSeconds(10), pauses[0]);
        Assert.Equal(TimeSpan.FromHours(24), pauses[^1]);
        Assert.InRange(pauses.Aggregate((one, other) => one + other), TimeSpan.FromHours(46), TimeSpan.FromHours(48));
    }

    [Fact]
    public void What_waited_behind_others_for_days_gets_one_attempt() =>
        Assert.Equal(
            DeliveryState.Failed,
            AttemptVerdict.Of(Answered(500), 0, TimeSpan.FromDays(4), Now, First, 0.5).State
        );

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "Mon, 05 Jan 2026 09:35:00 GMT", 300)]
    [InlineData(503, "Mon, 05 Jan 2026 09:25:00 GMT", 10)]
    [InlineData(503, "soon", 10)]
    [InlineData(429, "99999999", 86400)]
    [InlineData(500, "120", 10)]
    public void A_pause_that_is_asked_for_is_given(int status, string asked, int seconds)
    {
        var end = new CallEnd.Answered(status, new Dictionary<string, string> { ["retry-after"] = asked }, "");
        Assert.Equal(TimeSpan.FromSeconds(seconds), AttemptVerdict.Of(end, 0, TimeSpan.Zero, Now, First, 0.5).After);
    }

    [Fact]
    public void Of_an_answer_the_beginning_is_kept_and_nothing_that_cannot_be_stored()
    {
        var kept = AttemptVerdict.Try(
            new CallEnd.Answered(500, new Dictionary<string, string>(), "a\0b\u0007" + new string('x', 9999)),
            Now,
            First
        );
        Assert.StartsWith("a\uFFFDb x", kept.Answer, StringComparison.Ordinal);
        Assert.InRange(kept.Answer?.Length ?? 0, 1, 500);
    }

    [Fact]
    public void A_door_that_fails_is_only_probed_until_something_is_taken()
    {
        var door = new Door(8);
        for (var i = 0; i < 5; i++)
            door.Note(new CallEnd.Failed(CallWords.Timeout), false, Now);
        Assert.Equal(1, door.Free(Now));

        for (var i = 0; i < 20; i++)
            door.Note(Answered(200), true, Now);
        Assert.Equal(8, door.Free(Now));

        door.Note(new CallEnd.Answered(429, new Dictionary<string, string> { ["retry-after"] = "60" }, ""), false, Now);
        Assert.Equal(0, door.Free(Now.AddSeconds(59)));
        Assert.Equal(4, door.Free(Now.AddSeconds(61)));
    }

    private static AttemptVerdict Of(CallEnd end, int before) =>
        AttemptVerdict.Of(end, before, TimeSpan.Zero, Now, First, 0.5);

    private static CallEnd.Answered Answered(int status) => new(status, new Dictionary<string, string>(), "");
}
