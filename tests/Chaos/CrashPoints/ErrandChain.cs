using System.Globalization;
using WhatsAppBot.Chaos.Storm;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Chaos.CrashPoints;

/// <summary>The chain of what a conversation causes besides its answers: people enter a sequence, get scheduled replies, and another program is told.</summary>
internal sealed class ErrandChain(ITestOutputHelper output, Shop shop, int number, IReadOnlyList<string> places)
    : Chain(output, shop, number, places)
{
    private const string Entering = "49159";

    private readonly Subscriber _subscriber = new();
    private readonly HashSet<string> _entered = [];
    private Sequence? _sequence;
    private Storage.Database? _store;
    private Reminders? _reminders;

    private Sequence Sequence => _sequence ??= new Sequence(() => Address, Source);

    private Reminders Reminders =>
        _reminders ??= new Reminders(Source, new ScheduledReplies(_store ??= new Storage.Database(ConnectionString)));

    private protected override Dictionary<string, string> Settings =>
        new(base.Settings) { ["CallingOut__PrivateHosts__1"] = _subscriber.Host };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _subscriber.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
    }

    private protected override async Task Live(Campaign campaign)
    {
        await _subscriber.Join(new Insistent(() => Address), Cancel);
        await Sequence.Begin(Cancel);
        await Task.WhenAll(Enter(), Come(Reminders.Phones, "once"), Remind());
    }

    /// <summary>What a dead process has claimed comes back after up to 40 s: as nobody is alive, they may as well be over.</summary>
    private protected override async Task Bury()
    {
        await using var free = Source.CreateCommand(
            """
            update webhook_lanes set due_at = now(), claimed_until = null where claimed_until is not null;
            update scheduled_replies set lease_until = null where state = 0;
            update sequence_entries set due_at = now() where state = 0
            """
        );
        await free.ExecuteNonQueryAsync(Cancel);
    }

    private protected override async Task<bool> AreOver() =>
        await Reminders.AreOver(Cancel)
        && await Invariants.Rows(Source, "select 'waits' from sequence_entries where state = 0", Cancel) is []
        && await Subscriber.KnowsAll(Source, Cancel);

    private protected override async Task<IReadOnlyList<Promise>> More() =>
        [
            await _subscriber.Judge(Source, Hit, Cancel),
            await Reminders.Judge(Cancel),
            await Sequence.Judge(_entered, Meta, Cancel),
        ];

    /// <summary>Somebody new every now and then; asked for again until it is answered.</summary>
    private async Task Enter()
    {
        for (var i = 0; !IsEnough; i++)
        {
            var phone = string.Create(CultureInfo.InvariantCulture, $"{Entering}{i:00000000}");
            _entered.Add(phone);
            await Sequence.Enter(new { kind = "phones", recipients = new[] { new { phone = $"+{phone}" } } }, Cancel);
            await Pause(1, 2);
        }
    }

    private async Task Remind()
    {
        while (!IsEnough)
        {
            await Reminders.Plan(Cancel);
            await Pause(0.5, 1);
        }
    }
}
