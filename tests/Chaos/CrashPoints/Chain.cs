using System.Globalization;
using Npgsql;
using WhatsAppBot.Chaos.Faults;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos.CrashPoints;

/// <summary>
/// One process after another on the same database, each made to die at the next place while people write, wait, and get a broadcast. What one leaves behind
/// the next has to take up, until it dies itself; the last one lives, and the promises are looked at.
/// </summary>
internal class Chain(ITestOutputHelper output, Shop shop, int number, IReadOnlyList<string> places) : Stage(output)
{
    private const int Chatters = 5;
    private const int People = 60;
    private const int PerSecond = 10;
    private const int Killed = 137;
    private const string Silent = "49156";

    // one wait may span several lives, and four chains start their processes beside each other
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Dice _dice = new(71);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _forgotten = [];
    private readonly CancellationTokenSource _enough = new();

    /// <summary>How many processes died where they were to.</summary>
    public int Hit { get; private set; }

    /// <summary>How many messages were answered 200, and how many sends reached Meta.</summary>
    public (int Acked, int Sent) Tried { get; private set; }

    private protected override IReadOnlyList<Storage.SeedFlow> MoreFlows => [Sleepers.Flow, shop.Flow];

    private protected virtual Dictionary<string, string> Settings =>
        new(Impatient)
        {
            ["Conversations__AttemptLostAfter"] = "00:00:06",
            ["Conversations__CallLostAfter"] = "00:00:06",
            ["CallingOut__PrivateHosts__0"] = shop.Host,
        };

    /// <summary>Where the process of now listens.</summary>
    private protected Uri Address => Meta.Targets[0];

    /// <summary>They have died everywhere: nobody does anything new.</summary>
    private protected bool IsEnough => _enough.IsCancellationRequested;

    public async Task<IReadOnlyList<Promise>> Run()
    {
        try
        {
            await InitializeAsync();
            return await Walk();
        }
        catch
        {
            TellAll();
            throw;
        }
        finally
        {
            await DisposeAsync();
            _enough.Dispose();
        }
    }

    // a method of its own, as the template of the database goes by it
    private protected override Task Prepare(string connectionString) => base.Prepare(connectionString);

    private async Task<IReadOnlyList<Promise>> Walk()
    {
        Meta.Fates = FateOf;
        var node = Die(places[0], null);
        var campaign = new Campaign(() => Address, Source);
        var life = Live(campaign);

        foreach (var place in places)
        {
            if (place != places[0])
            {
                await Bury();
                node = Die(place, node);
            }
            await Eventually.True(
                () => node.Ended || life.IsFaulted,
                $"the process dies at '{place}'",
                Cancel,
                Patience
            );
            if (life.IsFaulted)
                await life;
            Assert.Equal(Killed, node.ExitCode);
            // it has ended before the last that it said has been read
            await Eventually.True(
                () => node.Output.Contains($"crash point: {place}", StringComparison.Ordinal),
                $"the process has said that it dies at '{place}'",
                Cancel
            );
            Hit++;
        }

        await Bury();
        await Node(Settings, inPlaceOf: node);
        await _enough.CancelAsync();
        await life;
        await Eventually.True(
            AllIsOver,
            "the broadcast is over, every delay has ended, and every call",
            Cancel,
            Patience
        );
        await Invariants.ToldAll(Meta, Cancel);
        await Invariants.Rest(Source, Cancel);
        IReadOnlyList<Promise> promises =
        [
            .. await new Promises(
                Source,
                Meta,
                campaign,
                campaign.Id == "0" ? 0 : People,
                Promises.NeverSoon,
                Cancel
            ).All(),
            await shop.Orders(Source, Cancel),
            .. await More(),
        ];
        Tried = (Meta.AckedMessages.Count, Meta.Posts.Count);
        if (promises.Any(promise => !promise.Holds))
            TellAll();
        return promises;
    }

    /// <summary>What goes on while processes die, until it is enough.</summary>
    private protected virtual async Task Live(Campaign campaign)
    {
        await campaign.Begin(People, PerSecond, Cancel);
        // it is for all who are there
        await Eventually.True(
            async () => await Ask<long>("select count(*) from broadcasts where frozen_at is not null") == 1,
            "the broadcast has its audience",
            Cancel,
            Patience
        );
        await Task.WhenAll([
            .. Enumerable.Range(0, Chatters).Select(Talk),
            Come(Sleepers.Phones, "later"),
            Come(Silent, "once"),
            Come($"{Shop.Phones}{number}", Shop.Word),
        ]);
    }

    private ProcessHost Die(string place, ProcessHost? inPlaceOf)
    {
        // where everything passes, not at the first
        var pass = place.Contains("Writer", StringComparison.Ordinal) || place.Contains("webhook") ? 3 : 1;
        var settings = new Dictionary<string, string>(Settings) { [Crash.Setting] = $"{place}:{pass}" };
        return Doomed(settings, inPlaceOf);
    }

    /// <summary>What is to be done after a death.</summary>
    private protected virtual Task Bury() => Task.CompletedTask;

    private protected virtual Task<bool> AreOver() => Task.FromResult(true);

    /// <summary>The promises about what goes on besides.</summary>
    private protected virtual Task<IReadOnlyList<Promise>> More() => Task.FromResult<IReadOnlyList<Promise>>([]);

    private async Task<bool> AllIsOver()
    {
        const string rung = $"select count(*) from messages where text = '{Sleepers.Rang}'";
        const string sleepers = $"select count(*) from contacts where phone like '{Sleepers.Phones}%'";
        try
        {
            return await Ask<long>("select count(*) from broadcasts where state in (1, 2, 3)") == 0
                && await Ask<long>("select count(*) from calls") == 0
                && await Ask<long>(rung) >= await Ask<long>(sleepers)
                && await AreOver();
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>One after the other: what is acked before the next is said must be answered before it.</summary>
    private async Task Talk(int person)
    {
        for (var i = 0; !IsEnough; i++)
        {
            await Meta.Say(Load.Person(person), $"{person} says {i}", Cancel);
            await Pause(0.3, 1);
        }
    }

    /// <summary>Somebody new every now and then, who says one thing.</summary>
    private protected async Task Come(string phones, string word)
    {
        for (var i = 0; !IsEnough; i++)
        {
            var phone = long.Parse(phones, CultureInfo.InvariantCulture) * 100_000_000 + i;
            await Meta.Say(phone.ToString(CultureInfo.InvariantCulture), $"{word} {i}", Cancel);
            await Pause(1, 2);
        }
    }

    private protected Task Pause(double from, double to) =>
        Task.Delay(_dice.Between(from, to), _enough.Token).ContinueWith(_ => { }, TaskScheduler.Default);

    // one recipient is refused until the processes have died at all places of a broadcast: it must not be over before
    private bool IsLate(string phone) =>
        phone == "4915300000001" && places.Skip(Hit).Any(place => place.StartsWith("cursor", StringComparison.Ordinal));

    /// <summary>Of the first send to some nothing is ever heard again.</summary>
    private Fate FateOf(string phone)
    {
        if (IsLate(phone))
            return Fate.Unavailable;
        lock (_gate)
            return phone.StartsWith(Silent, StringComparison.Ordinal) && _forgotten.Add(phone)
                ? Fate.AcceptAndForget
                : Fate.Accept;
    }
}
