using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppBot.Grains;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Grains.Conversations;
using WhatsAppBot.Grains.Flows;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Grains.Sending;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>
/// One silo: the product's own code over a database, a network and a clock that are the history's. All of it runs here, one thing after the other; when the
/// process dies nothing of it ever goes on, and while it hangs everything waits.
/// </summary>
internal sealed class Process : SynchronizationContext
{
    private static readonly GrainsOptions Options = new() { SendsInFlight = 10_000 };

    private readonly History history;
    private readonly Queue<(SendOrPostCallback Work, object? State)> held = [];

    public Process(History history, string name, TimeSpan skew)
    {
        this.history = history;
        Name = name;
        Clock = new SimulatedClock(this, history.Clockwork, skew);
        Skew = skew;
        var wire = new Wire(history, this);
        var flows = new FlowCatalog(wire, NullLogger<FlowCatalog>.Instance);
        var channels = new ChannelCatalog(wire, null!, NullLogger<ChannelCatalog>.Instance);
        var book = new BroadcastBook(wire);
        // who is told the news is no part of a history
        var screens = new LiveRelay(null!, Options, NullLogger<LiveRelay>.Instance);
        var grains = Doors.Of(history, this);
        Gate = new BroadcastGate(wire, Options, Clock, NullLogger<BroadcastGate>.Instance);
        var permits = new FreePermits();
        var http = new HttpClient(new Line(history, this)) { Timeout = Timeout.InfiniteTimeSpan };
        var graph = new GraphClient(
            http,
            new GraphOptions { BaseUrl = new Uri("http://meta.invalid") },
            NullLogger<GraphClient>.Instance,
            Clock
        );
        var verdict = new Verdict(channels, permits, Gate, grains, NullLogger<Verdict>.Instance);
        var room = new SendRoom(Options, Clock);
        var pump = new OutboxPump(
            wire,
            wire,
            graph,
            channels,
            permits,
            Gate,
            verdict,
            screens,
            grains,
            Options,
            room,
            new Here(this),
            Clock,
            NullLogger<OutboxPump>.Instance
        );
        var maker = new TurnMaker(
            flows,
            channels,
            new QueueDesk(null!),
            new Responses(book),
            Clock,
            NullLogger<TurnMaker>.Instance
        );
        Conversations = new ActiveConversations(
            wire,
            wire,
            wire,
            maker,
            new BulkMaker(book, maker, Clock),
            new Announcer(pump, null!, screens, channels),
            room,
            NullLogger<ActiveConversation>.Instance
        );
        Sweeper = new Sweeper(wire, wire, wire, grains, screens, new Calm(), Options, NullLogger<Sweeper>.Instance);
        Timers = new TimerPump(wire, grains, Options, NullLogger<TimerPump>.Instance);
        Wire = wire;
    }

    public string Name { get; }

    public bool IsAlive { get; private set; } = true;

    public bool Hangs { get; private set; }

    /// <summary>How far its clock is from the database's.</summary>
    public TimeSpan Skew { get; }

    public SimulatedClock Clock { get; }

    public Wire Wire { get; }

    public ActiveConversations Conversations { get; }

    public Sweeper Sweeper { get; }

    public TimerPump Timers { get; }

    public BroadcastGate Gate { get; }

    /// <summary>Runs on this process what nobody waits for.</summary>
    public void Do(Func<Task> work) => Post(_ => _ = work(), null);

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsAlive)
            history.Clockwork.In(TimeSpan.Zero, () => Turn(d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nobody waits in a simulation.");

    /// <summary>Nothing of it goes on.</summary>
    public void Kill()
    {
        IsAlive = false;
        held.Clear();
    }

    public void Hang() => Hangs = true;

    public void GoOn()
    {
        Hangs = false;
        while (held.TryDequeue(out var one))
            Post(one.Work, one.State);
    }

    private void Turn(SendOrPostCallback work, object? state)
    {
        if (!IsAlive)
            return;
        if (Hangs)
        {
            held.Enqueue((work, state));
            return;
        }

        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            work(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>The process's own pool.</summary>
    private sealed class Here(Process process) : Pool
    {
        public override void Run(Func<Task> work) => process.Do(work);
    }
}
