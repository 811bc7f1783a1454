using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Load;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

public sealed class PermitDeskTests
{
    private const long Number = 7;

    private readonly Load load = new();
    private readonly Asked asked = new();
    private readonly PermitDesk desk;

    public PermitDeskTests() => desk = new PermitDesk(Way.To(asked), load, NullLogger<PermitDesk>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_that_gives_no_answer_is_asked_again()
    {
        asked.Troubles = 2;

        await desk.Take(Number, Lane.Reply, Cancel);

        Assert.Equal(3, asked.Times);
    }

    [Fact]
    public async Task While_it_is_crowded_replies_go_out_and_bulk_waits()
    {
        load.Level = LoadLevel.Crowded;

        var bulk = desk.Take(Number, Lane.Bulk, Cancel);
        await desk.Take(Number, Lane.Reply, Cancel);
        Assert.False(bulk.IsCompleted);
        Assert.Equal(0, asked.Bulk);

        load.Level = LoadLevel.Busy;
        await bulk;
        Assert.Equal(1, asked.Bulk);
    }

    [Fact]
    public void A_permit_from_before_counts_no_more_once_bulk_is_held_back()
    {
        Assert.False(desk.IsHeldBack(Number, Lane.Bulk));

        load.Level = LoadLevel.Crowded;

        Assert.True(desk.IsHeldBack(Number, Lane.Bulk));
        Assert.False(desk.IsHeldBack(Number, Lane.Reply));
    }

    [Fact]
    public async Task Nor_once_Meta_has_asked_to_slow_down()
    {
        await desk.Throttled(Number, TimeSpan.FromMinutes(1));

        Assert.True(desk.IsHeldBack(Number, Lane.Reply));
        Assert.False(desk.IsHeldBack(Number + 1, Lane.Reply));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_permit_to_the_next()
    {
        load.Level = LoadLevel.Crowded;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = desk.Take(Number, Lane.Bulk, enough.Token);
        var second = desk.Take(Number, Lane.Bulk, Cancel);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        asked.Most = 1;
        load.Level = LoadLevel.Calm;
        await second;
        Assert.Equal(1, asked.Times);
    }

    [Fact]
    public async Task A_number_that_gives_less_than_is_asked_for_is_known_to_be_short()
    {
        asked.Most = 0;
        var reply = desk.Take(Number, Lane.Reply, Cancel);
        await Eventually.True(() => desk.IsShort(Number), "it is known", Cancel);
        Assert.False(desk.IsShort(Number + 1));

        asked.Most = int.MaxValue;
        await reply;

        Assert.False(desk.IsShort(Number));
    }

    private sealed class Load : ILoad
    {
        public LoadLevel Level { get; set; }

        public TimeSpan Wait => TimeSpan.Zero;
    }

    /// <summary>What the number's grain was asked for.</summary>
    internal sealed class Asked
    {
        public int Troubles { get; set; }

        public int Most { get; set; } = int.MaxValue;

        public int Times { get; private set; }

        public int Bulk { get; private set; }

        public Task<Permits> Take(int replies, int bulk)
        {
            Times++;
            if (Troubles-- > 0)
                throw new InvalidOperationException("nobody there");
            Bulk += bulk;
            return Task.FromResult(
                new Permits(Math.Min(replies, Most), Math.Min(bulk, Most), TimeSpan.FromMilliseconds(1))
            );
        }
    }

    /// <summary>The way to the one grain there is.</summary>
    public class Way : DispatchProxy
    {
        private Asked? asked;

        internal static IGrainFactory To(Asked asked) => Made<IGrainFactory>(asked);

        private static T Made<T>(Asked? asked)
        {
            var way = Create<T, Way>();
            ((Way)(object)way!).asked = asked;
            return way;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name switch
            {
                nameof(IGrainFactory.GetGrain) => Made<IChannelGrain>(asked),
                nameof(IChannelGrain.Take) => asked?.Take((int)args![0]!, (int)args[1]!),
                nameof(IChannelGrain.Throttled) => Task.CompletedTask,
                _ => throw new NotSupportedException($"{targetMethod}"),
            };
    }
}
