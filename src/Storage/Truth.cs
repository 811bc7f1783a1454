namespace WhatsAppBot.Storage;

// What turns and sends ask of the database. Beside the SQL, a simulation that keeps the same promises in memory stands behind each of these.

/// <summary>Commits turns behind their fence.</summary>
public interface ITurns
{
    /// <summary>Null: the fence held, nothing was written.</summary>
    Task<TurnCommitted?> Commit(Turn turn, CancellationToken cancel);
}

/// <summary>Reads conversations with the work that waits for them.</summary>
public interface IConversations
{
    Task<LoadedConversation?> Load(long conversation, CancellationToken cancel);
}

/// <summary>Puts attempts on record before their POST.</summary>
public interface IClaims
{
    /// <summary>Null: nothing may be sent.</summary>
    Task<Claimed?> Claim(PendingSend send, CancellationToken cancel);
}

/// <summary>Records how attempts ended.</summary>
public interface ISendRecords
{
    /// <summary>The change that people see, if there is one.</summary>
    Task<StatusChange?> Record(SendRecord record, CancellationToken cancel);
}

/// <summary>Applies what status webhooks told.</summary>
public interface IStatuses
{
    Task<IReadOnlyList<StatusChange>> Apply(StatusNews news, CancellationToken cancel);
}

/// <summary>Timers by the database's clock.</summary>
public interface ITimers
{
    Task<IReadOnlyList<DueTimer>> Claim(int most, CancellationToken cancel);

    Task Drop(DueTimer timer, CancellationToken cancel);
}

/// <summary>Finds what was left behind.</summary>
public interface IRecovery
{
    Task<IReadOnlyList<long>> Forgotten(TimeSpan age, CancellationToken cancel);

    Task<IReadOnlyList<SendRecord>> LostAttempts(TimeSpan age, CancellationToken cancel);

    Task<IReadOnlyList<long>> Reconcile(TimeSpan age, CancellationToken cancel);

    Task<TimeSpan> OldestInbox(CancellationToken cancel);

    Task<IReadOnlyList<StatusNews>> Parked(CancellationToken cancel);

    Task Unpark(CancellationToken cancel);

    Task<int> Forget(CancellationToken cancel);
}

/// <summary>The flows that are published.</summary>
public interface IFlows
{
    Task<IReadOnlyDictionary<string, long>> Revisions(CancellationToken cancel);

    Task<IReadOnlyList<PublishedFlow>> Live(string workspace, CancellationToken cancel);

    /// <summary>The clock that the workspace's flows go by, as an IANA name. A new one makes a new revision.</summary>
    Task<string> TimeZone(string workspace, CancellationToken cancel);

    Task<PublishedFlow?> Find(string workspace, string flow, int version, CancellationToken cancel);
}

/// <summary>The numbers that can send.</summary>
public interface IChannels
{
    Task<IReadOnlyList<Connection>> Connections(CancellationToken cancel);

    Task<IReadOnlyList<Channel>> All(CancellationToken cancel);
}

/// <summary>What broadcasts say, and which of them run.</summary>
public interface IBroadcasts
{
    Task<Broadcast?> Find(long id, CancellationToken cancel);

    Task<IReadOnlyList<long>> Running(CancellationToken cancel);
}
