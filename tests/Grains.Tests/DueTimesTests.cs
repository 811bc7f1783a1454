using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Sequences;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

public sealed class DueTimesTests
{
    private static readonly TimeZoneInfo BuenosAires = Zone("America/Argentina/Buenos_Aires");
    private static readonly TimeZoneInfo Berlin = Zone("Europe/Berlin");
    private static readonly QuietHours Night = new("21:00", "09:00");

    [Theory]
    [InlineData("2026-11-27T08:59:00Z", "2026-11-27T12:00:00Z")]
    [InlineData("2026-11-27T12:00:00Z", "2026-11-27T12:00:00Z")]
    [InlineData("2026-11-27T23:59:59Z", "2026-11-27T23:59:59Z")]
    [InlineData("2026-11-28T00:00:00Z", "2026-11-28T12:00:00Z")]
    [InlineData("2026-11-28T04:00:00Z", "2026-11-28T12:00:00Z")]
    public void Quiet_hours_over_midnight_end_in_the_morning_of_the_contact(string at, string due) =>
        Assert.Equal(At(due), DueTimes.AfterQuiet(Night, BuenosAires, At(at)));

    [Fact]
    public void Quiet_hours_may_be_in_the_middle_of_the_day() =>
        Assert.Equal(
            At("2026-11-27T15:00:00Z"),
            DueTimes.AfterQuiet(new QuietHours("13:00", "16:00"), Berlin, At("2026-11-27T12:30:00Z"))
        );

    [Fact]
    public void Each_gets_it_when_their_clock_shows_the_time_and_at_once_when_it_is_past()
    {
        var row = Row(new DateTime(2026, 11, 27, 10, 0, 0), null);
        var now = At("2026-11-27T09:30:00Z");

        Assert.Null(DueTimes.NotBefore(row, Berlin, TimeZoneInfo.Utc, now));
        Assert.Equal(At("2026-11-27T13:00:00Z"), DueTimes.NotBefore(row, BuenosAires, TimeZoneInfo.Utc, now));
        var (wall, first) = DueTimes.Everywhere(At("2026-11-27T13:00:00Z"), "America/Argentina/Buenos_Aires");
        Assert.Equal(new DateTime(2026, 11, 27, 10, 0, 0), wall);
        Assert.Equal(At("2026-11-26T20:00:00Z"), first);
    }

    [Fact]
    public void The_workspaces_clock_can_be_the_one_that_counts()
    {
        var row = Row(null, new BroadcastPlan(Night with { Clock = WhoseClock.Workspace }));

        Assert.Null(DueTimes.NotBefore(row, BuenosAires, Berlin, At("2026-11-27T11:00:00Z")));
        Assert.Equal(
            At("2026-11-28T08:00:00Z"),
            DueTimes.NotBefore(row, BuenosAires, Berlin, At("2026-11-27T21:00:00Z"))
        );
    }

    [Fact]
    public void An_hour_that_spring_leaves_out_is_the_one_after_it() =>
        Assert.Equal(At("2026-03-29T01:30:00Z"), DueTimes.Instant(new DateTime(2026, 3, 29, 2, 30, 0), Berlin));

    [Theory]
    [InlineData("Asia/Tokyo", "5491123456789", "Asia/Tokyo")]
    [InlineData("nowhere", "5491123456789", "America/Argentina/Buenos_Aires")]
    [InlineData(null, "4930123456", "Europe/Berlin")]
    [InlineData(null, "999", "UTC")]
    [InlineData(null, null, "UTC")]
    public void A_contact_lives_by_their_field_else_their_number_else_the_workspace(
        string? field,
        string? phone,
        string zone
    ) => Assert.Equal(Zone(zone).BaseUtcOffset, ContactClocks.Of(field, phone, TimeZoneInfo.Utc).BaseUtcOffset);

    [Fact]
    public void A_step_counts_from_entry_from_the_one_before_or_from_a_date_and_stops_end_it()
    {
        var content = new BroadcastTemplate("promo", "en_US");
        SequenceStep[] steps =
        [
            new(content, 60, StepClock.Entry),
            new(content, 30),
            new(content, 540, StepClock.Field, "birthday"),
            new(content, 10),
        ];
        var now = At("2026-11-27T12:00:00Z");
        var sequence = new Sequence(
            1,
            "w",
            1,
            "S",
            SequenceState.Active,
            steps,
            new SequenceStop(true, ["vip"]),
            null,
            null,
            "ada",
            now,
            [11, 12, 13, 14]
        );
        var entry = new DueEntry(
            1,
            7,
            -1,
            now,
            null,
            false,
            false,
            false,
            [],
            "4930123456",
            """{"birthday":"2026-12-24"}"""
        );

        Assert.Equal((null, 0, now.AddHours(1)), Plain(entry));
        Assert.Equal((11L, 1, now.AddMinutes(30)), Plain(entry with { Step = 0 }));
        // 09:00 in Berlin
        Assert.Equal((12L, 2, At("2026-12-24T08:00:00Z")), Plain(entry with { Step = 1 }));
        // without the date the step is left out; so it is when the day is past
        Assert.Equal((12L, 3, now.AddMinutes(10)), Plain(entry with { Step = 1, Fields = "{}" }));
        Assert.Equal(
            (12L, 3, now.AddMinutes(10)),
            Plain(entry with { Step = 1, Fields = """{"birthday":"2020-01-01"}""" })
        );
        // and so are dates that mean "never": a wait added to them would leave the calendar, and take everybody else in the bite with it
        foreach (var never in new[] { "0001-01-01", "9999-12-31" })
            Assert.Equal(
                (12L, 3, now.AddMinutes(10)),
                Plain(entry with { Step = 1, Fields = $$"""{"birthday":"{{never}}"}""" })
            );
        var last = NextSteps.Of(sequence, entry with { Step = 3 }, TimeZoneInfo.Utc, now);
        Assert.Equal((14L, EntryState.Through), (last.Broadcast, last.State));
        Assert.Equal("replied", Left(entry with { Step = 1, Replied = true }));
        Assert.Equal("tag", Left(entry with { Step = 1, Tags = ["new", "vip"] }));
        Assert.Equal("opted_out", Left(entry with { Step = 1, MayNot = true, Replied = true }));
        Assert.Equal("contact_gone", Left(entry with { Step = 1, Gone = true }));

        (long?, int, DateTimeOffset?) Plain(DueEntry due)
        {
            var move = NextSteps.Of(sequence, due, TimeZoneInfo.Utc, now);
            return (move.Broadcast, move.Step, move.DueAt);
        }
        string? Left(DueEntry due)
        {
            var move = NextSteps.Of(sequence, due, TimeZoneInfo.Utc, now);
            Assert.Equal((null, EntryState.Left), (move.Broadcast, move.State));
            return move.Reason;
        }
    }

    internal static Broadcast Row(DateTime? localAt, BroadcastPlan? plan) =>
        new(
            1,
            "w",
            1,
            "Sale",
            BroadcastState.Running,
            null,
            null,
            null,
            new BroadcastTemplate("promo", "en_US"),
            null,
            LiveSessionPolicy.Skip,
            null,
            null,
            100,
            1,
            null,
            "ada",
            DateTimeOffset.UnixEpoch,
            null,
            null,
            null,
            null,
            null,
            plan,
            LocalAt: localAt
        );

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);
}
