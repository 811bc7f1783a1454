using Microsoft.Extensions.Time.Testing;
using WhatsAppBot.Grains.Sending;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Tests;

public sealed class SendRoomTests
{
    private const int Most = 4 * Slots;
    private const int Slots = 8;

    private readonly FakeTimeProvider clock = new();
    private readonly SendRoom room;

    public SendRoomTests() => room = new SendRoom(new GrainsOptions { SendsInFlight = Slots }, clock);

    [Fact]
    public async Task A_turn_waits_while_there_are_many_answers_and_goes_on_when_one_is_out()
    {
        room.Add(Most);
        var turn = Enter();
        Assert.False(turn.IsCompleted);

        room.Remove(1);

        using (await turn)
            Assert.Equal(Most, room.Taken);
        Assert.Equal(Most - 1, room.Taken);
    }

    [Fact]
    public async Task Turns_go_on_in_their_order_one_for_each_answer_that_is_out()
    {
        room.Add(Most);
        var turns = Enumerable.Range(0, 3).Select(_ => Enter()).ToList();

        room.Remove(2);

        await Task.WhenAll(turns.Take(2));
        Assert.False(turns[2].IsCompleted);
    }

    [Fact]
    public async Task A_turn_without_an_answer_leaves_its_place_to_the_next()
    {
        room.Add(Most - 1);
        var first = await Enter();
        var second = Enter();
        Assert.False(second.IsCompleted);

        first.Dispose();

        await second;
    }

    [Fact]
    public async Task No_turn_waits_longer_than_its_bound_and_what_it_makes_counts_all_the_same()
    {
        room.Add(Most);
        var turn = Enter();

        clock.Advance(SendRoom.WaitsAtMost);

        using (await turn)
            Assert.Equal(Most + 1, room.Taken);
        // it has gone: nobody else's place is lost to it
        var next = Enter();
        room.Remove(1);
        await next;
        Assert.Equal(Most, room.Taken);
    }

    [Fact]
    public async Task No_turn_waits_for_a_Meta_that_is_slow()
    {
        room.Add(Most);
        var answer = new TaskCompletionSource<int>();
        var posts = Enumerable.Range(0, Slots).Select(_ => room.AtMeta(() => answer.Task)).ToList();
        Assert.False(Enter().IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Enter().IsCompleted);

        answer.SetResult(1);
        await Task.WhenAll(posts);
        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Answers_count_as_long_as_their_line_waits_for_us()
    {
        var line = new SendLine(room);
        Assert.True(line.TryAdd(Of(1, isAnswer: true), out _, out var begins));
        Assert.True(begins);
        Assert.True(line.TryAdd(Of(2, isAnswer: true), out _, out begins));
        Assert.False(begins);
        line.TryAdd(Of(3, isAnswer: false), out _, out _);
        Assert.Equal(2, room.Taken);

        var pause = new TaskCompletionSource();
        var aside = line.Aside(pause.Task);
        Assert.Equal(0, room.Taken);
        line.TryAdd(Of(4, isAnswer: true), out _, out _);
        Assert.Equal(0, room.Taken);
        pause.SetResult();
        await aside;
        Assert.Equal(3, room.Taken);

        line.Next();
        Assert.Equal(2, room.Taken);
        Assert.Equal(2, line.First(ends: false)?.Send.Seq);
    }

    [Fact]
    public void A_line_that_ends_takes_its_answers_with_it()
    {
        var line = new SendLine(room);
        line.TryAdd(Of(1, isAnswer: true), out _, out _);

        Assert.Null(line.First(ends: true));

        Assert.Equal(0, room.Taken);
        Assert.False(line.TryAdd(Of(2, isAnswer: true), out _, out _));
    }

    [Fact]
    public void What_a_line_knows_it_does_not_take_twice()
    {
        var line = new SendLine(room);
        line.TryAdd(Of(1, isAnswer: true), out _, out _);

        Assert.True(line.TryAdd(Of(1, isAnswer: true), out var added, out _));

        Assert.False(added);
        Assert.Equal(1, room.Taken);
    }

    private Task<SendRoom.Place> Enter() => room.Enter(SendRoom.WaitsAtMost).AsTask();

    private static Delivery Of(long seq, bool isAnswer) =>
        new(
            new PendingSend(1, seq, "demo", 1, Lane.Reply, new TextContent("hello"), null, null, null, null),
            new Recipient("491", null),
            null,
            IsAnswer: isAnswer
        );
}
