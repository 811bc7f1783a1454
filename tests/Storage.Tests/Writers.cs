namespace WhatsAppBot.Storage.Tests;

/// <summary>What one node has of Storage.</summary>
internal sealed class Writers : IAsyncDisposable
{
    public Writers(string connectionString)
    {
        Database = new Database(connectionString);
        Inbox = new InboxWriter(Database, new ContactDirectory(Database));
        Turns = new TurnWriter(Database);
        Claims = new ClaimWriter(Database);
        Records = new SendRecordWriter(Database);
        Statuses = new StatusWriter(Database);
        Loader = new ConversationLoader(Database);
        Recovery = new Recovery(Database);
        Timers = new Timers(Database);
        Calls = new CallStore(Database);
        Reads = new InboxReads(Database);
        List = new InboxList(Database);
        Words = new MessageWords(Database);
        Scheduled = new ScheduledReplies(Database);
        Queues = new Queues(Database);
        Asleep = new Asleep(Database);
        Seeds = new Seeds(Database);
        Broadcasts = new BroadcastStore(Database);
        Audiences = new Audiences(Database, new Storage.Contacts.ContactCatalog(Database));
        Recipients = new Recipients(Database);
        Withdrawals = new Withdrawals(Database);
        Daily = new DailyPeople(Database);
        Sequences = new SequenceStore(Database);
        Entries = new SequenceEntries(Database, new Storage.Contacts.ContactCatalog(Database), Audiences);
        SequenceTurns = new SequenceTurns(Database);
    }

    public Database Database { get; }
    public InboxWriter Inbox { get; }
    public TurnWriter Turns { get; }
    public ClaimWriter Claims { get; }
    public SendRecordWriter Records { get; }
    public StatusWriter Statuses { get; }
    public ConversationLoader Loader { get; }
    public Recovery Recovery { get; }
    public Timers Timers { get; }
    public CallStore Calls { get; }
    public InboxReads Reads { get; }
    public InboxList List { get; }
    public MessageWords Words { get; }
    public ScheduledReplies Scheduled { get; }
    public Queues Queues { get; }
    public Asleep Asleep { get; }
    public Seeds Seeds { get; }
    public BroadcastStore Broadcasts { get; }
    public Audiences Audiences { get; }
    public Recipients Recipients { get; }
    public Withdrawals Withdrawals { get; }
    public DailyPeople Daily { get; }
    public SequenceStore Sequences { get; }
    public SequenceEntries Entries { get; }
    public SequenceTurns SequenceTurns { get; }

    public Task<IReadOnlyList<StatusChange>> Apply(StatusNews news) =>
        Statuses.TryApply(news) ?? throw new InvalidOperationException("the line is full");

    /// <summary>The number of the attempt that is on record now; null: nothing may be sent.</summary>
    public async Task<int?> Attempt(PendingSend send, CancellationToken cancel) =>
        (await Claims.Claim(send, cancel))?.Attempt;

    public async ValueTask DisposeAsync()
    {
        await Inbox.DisposeAsync();
        await Turns.DisposeAsync();
        await Claims.DisposeAsync();
        await Records.DisposeAsync();
        await Statuses.DisposeAsync();
        await Loader.DisposeAsync();
        await Database.DisposeAsync();
    }
}
