using WhatsAppBot.Chaos.Faults;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos.Mutants;

/// <summary>One node, killed twice, on a machine whose clock is three seconds ahead of the database's.</summary>
internal sealed class AlonePlay(ITestOutputHelper output, Mutant? mutant) : Play(output, mutant)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _forgotten = [];
    private volatile bool _throttled;
    private Task _again = Task.CompletedTask;

    private protected override async Task Act()
    {
        Meta.Fates = FateOf;
        var node = await Node(Shows(Mutant.AckBeforeCommit) ? Ahead() : DyingBeforeTheHint());
        // first, as it is for all who are there
        await Broadcast();
        if (Shows(Mutant.AckBeforeCommit))
            node = await KilledBeforeTheCommit(node);
        if (Shows(Mutant.HintOnly))
            node = await KilledBeforeTheHint(node);
        await Task.WhenAll(_again, ToldTwice(node), AnswerLost(), Delayed(), Late());
    }

    private Dictionary<string, string> Ahead() => Settings((WrongClock.Setting, "3"));

    private Dictionary<string, string> DyingBeforeTheHint()
    {
        var settings = Ahead();
        if (Shows(Mutant.HintOnly))
            settings[Crash.Setting] = "webhook before hint:1";
        return settings;
    }

    /// <summary>The message is stored, and whoever was to be woken by it is dead.</summary>
    private async Task<ProcessHost> KilledBeforeTheHint(ProcessHost node)
    {
        var said = Meta.Say(Person(1), "hint", Cancel);
        await Eventually.True(() => node.Ended, "it dies before the hint", Cancel);
        var next = await Node(Ahead(), inPlaceOf: node);
        await said;
        return next;
    }

    /// <summary>The node dies with the message in its hands. Was it answered 200, Meta forgets it; else Meta comes again.</summary>
    private async Task<ProcessHost> KilledBeforeTheCommit(ProcessHost node)
    {
        await using var gate = await Gate.Close(Source, "insert on inbox", "new.kind = 0", Cancel);
        var answer = Meta.Try(node.Address, Person(2), "commit", "wamid.in.uncommitted", Cancel);
        await gate.Reached(Cancel);
        var code = await answer;
        node.Kill();
        await gate.Open("inbox", undo: true, Cancel);

        var next = await Node(DyingBeforeTheHint(), inPlaceOf: node);
        if (code != 200)
            _again = Meta.Say(Person(2), "commit", Cancel);
        return next;
    }

    private async Task ToldTwice(ProcessHost node)
    {
        if (!Shows(Mutant.NoUniqueKey))
            return;
        Assert.Equal(200, await Meta.Insist(node.Address, Person(3), "twice", "wamid.in.twice", Cancel));
        Assert.Equal(200, await Meta.Insist(node.Address, Person(3), "twice", "wamid.in.twice", Cancel));
    }

    private async Task AnswerLost()
    {
        if (Shows(Mutant.RetryOnTimeOut))
            await Meta.Say(Person(4), "lost", Cancel);
    }

    private async Task Delayed()
    {
        if (Shows(Mutant.TimerByLocalClock))
            await Meta.Say($"{Sleepers.Phones}00000001", "later 1", Cancel);
    }

    private async Task Late()
    {
        if (Shows(Mutant.StatusByArrival))
            await Meta.Say(Person(5), "late", Cancel);
    }

    /// <summary>The status "sent" comes when the message has long been delivered.</summary>
    private protected override async Task Epilogue()
    {
        foreach (var post in Meta.Posts.Where(post => post.Phone == Person(5)).ToArray())
            await Meta.Status(post, "sent", Cancel);
    }

    /// <summary>Of those who get it some never hear of each other again.</summary>
    private async Task Broadcast()
    {
        if (!Shows(Mutant.PauseAtStartOnly, Mutant.UnknownIsFailed))
            return;

        People = 6;
        _throttled = Shows(Mutant.PauseAtStartOnly);
        await Campaign.Begin(People, perSecond: 50, Cancel);
        if (_throttled)
            await Pause();
    }

    /// <summary>Meta wants it to slow down, so that some of it is still to be tried when somebody pauses it.</summary>
    private async Task Pause()
    {
        await Eventually.True(() => Meta.Refused >= People, "each was tried once", Cancel);
        var pause = Campaign.PauseFor(TimeSpan.FromSeconds(11), Cancel);
        await Eventually.True(
            async () => await Ask<short>($"select state from broadcasts where id = {Campaign.Id}") == 3,
            "it is paused",
            Cancel
        );
        // later than the two seconds that a pause may take
        await Task.Delay(TimeSpan.FromSeconds(3), Cancel);
        _throttled = false;
        await pause;
    }

    private Fate FateOf(string phone)
    {
        var bulk = phone.StartsWith("49153", StringComparison.Ordinal);
        if (bulk && _throttled)
            return Fate.Throttle;
        var forgets = bulk ? phone[^1] is '1' or '4' : phone == Person(4);
        lock (_gate)
            return forgets && _forgotten.Add(phone) ? Fate.AcceptAndForget : Fate.Accept;
    }
}
