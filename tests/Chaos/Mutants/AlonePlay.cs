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
        var reached = gate.Reached(Cancel);
        int code;
        // a node that has just come up may need longer for the way to the gate than a webhook has time
        do
        {
            code = await Meta.Try(node.Address, Person(2), "commit", "wamid.in.uncommitted", Cancel);
        } while (code == 503 && !reached.IsCompleted);
        await reached;
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
        if (!Shows(Mutant.TimerByLocalClock))
            return;
        // with the fault until it shows: who is later than the clock is ahead rings nobody too early
        for (var person = 1; person <= 5; person++)
        {
            await Meta.Say($"{Sleepers.Phones}0000000{person}", $"later {person}", Cancel);
            var rung = person;
            if (!IsFaulty || !await Come("it rings", async () => await Rung() == rung) || await IsEarly())
                return;
        }
    }

    private Task<long> Rung() => Ask<long>($"select count(*) from messages where text = '{Sleepers.Rang}'");

    private Task<bool> IsEarly() =>
        Ask<bool>(
            $"""
            select exists (
                select 1 from messages r join messages e on e.conversation_id = r.conversation_id and e.text like 'echo later%'
                where r.text = '{Sleepers.Rang}' and r.created_at < e.created_at + interval '{Sleepers.Seconds
                - 1} seconds')
            """
        );

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
        await Campaign.PauseWhile(
            async () =>
            {
                // later than a pause may take
                await Task.Delay(2 * Promises.PauseHoldsAfter + TimeSpan.FromSeconds(1), Cancel);
                _throttled = false;
                // nothing may come now; a fault sends it with its next try
                if (IsFaulty)
                    await Come("it is sent all the same", IsSent, Eventually.Bound);
                else
                    await Task.Delay(TimeSpan.FromSeconds(8), Cancel);
            },
            Cancel
        );
    }

    private Task<bool> IsSent() => Task.FromResult(Meta.Posts.Any(Campaign.Has));

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
