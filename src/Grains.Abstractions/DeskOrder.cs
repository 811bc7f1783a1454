using WhatsAppBot.Messages;

namespace WhatsAppBot.Grains.Abstractions;

/// <summary>What a person does with a conversation; each is one turn, and shows in the thread as a line.</summary>
[GenerateSerializer, Immutable, Alias("wb.desk-order")]
public abstract record DeskOrder([property: Id(0)] Person By)
{
    /// <summary>To a person, or to nobody.</summary>
    [GenerateSerializer, Immutable, Alias("wb.assign")]
    public sealed record Assign(Person By, [property: Id(0)] Person? To) : DeskOrder(By);

    /// <summary>Into the queue of a team, for whoever of it takes it.</summary>
    [GenerateSerializer, Immutable, Alias("wb.enqueue")]
    public sealed record Enqueue(Person By, [property: Id(0)] string Queue) : DeskOrder(By);

    /// <summary>From the bot or from somebody else, to oneself.</summary>
    [GenerateSerializer, Immutable, Alias("wb.take-over")]
    public sealed record TakeOver(Person By) : DeskOrder(By);

    /// <summary>To the bot: it goes on where it stopped, starts a flow, or stays silent until the contact writes.</summary>
    [GenerateSerializer, Immutable, Alias("wb.give-back")]
    public sealed record GiveBack(Person By, [property: Id(0)] ReturnTo Where, [property: Id(1)] string? FlowId = null)
        : DeskOrder(By);

    /// <summary>There is nothing more to do, until the contact writes again.</summary>
    [GenerateSerializer, Immutable, Alias("wb.resolve")]
    public sealed record Resolve(Person By) : DeskOrder(By);

    /// <summary>What was resolved or put aside asks for attention again.</summary>
    [GenerateSerializer, Immutable, Alias("wb.reopen")]
    public sealed record Reopen(Person By) : DeskOrder(By);

    /// <summary>Until a time (null: until the contact writes); a message of the contact ends it in any case.</summary>
    [GenerateSerializer, Immutable, Alias("wb.snooze")]
    public sealed record Snooze(Person By, [property: Id(0)] DateTimeOffset? Until) : DeskOrder(By);

    /// <summary>Labels to add and to remove.</summary>
    [GenerateSerializer, Immutable, Alias("wb.label")]
    public sealed record Label(Person By, [property: Id(0)] string[] Add, [property: Id(1)] string[] Remove)
        : DeskOrder(By);

    /// <summary>A note for the team. The same client id twice makes one.</summary>
    [GenerateSerializer, Immutable, Alias("wb.note")]
    public sealed record Note(
        Person By,
        [property: Id(0)] Guid ClientId,
        [property: Id(1)] string Text,
        [property: Id(2)] Person[] Mentions
    ) : DeskOrder(By);
}

/// <summary>Where the bot goes on when it gets a conversation back.</summary>
[GenerateSerializer, Alias("wb.return-to")]
public enum ReturnTo
{
    Stopped = 0,
    Flow = 1,
    Nothing = 2,
}

/// <summary>What became of an order.</summary>
[GenerateSerializer, Alias("wb.order-outcome")]
public enum OrderOutcome
{
    Done = 0,

    /// <summary>It was so already.</summary>
    Unchanged = 1,

    /// <summary>There is no such conversation.</summary>
    Missing = 2,

    /// <summary>The conversation is just moving to another silo: ask again.</summary>
    Moving = 3,

    /// <summary>It cannot be done; the detail says why.</summary>
    Refused = 4,
}

/// <summary>What became of an order, and how things were before it, so that it can be undone.</summary>
[GenerateSerializer, Immutable, Alias("wb.desk-result")]
public sealed record DeskResult(
    [property: Id(0)] OrderOutcome Outcome,
    [property: Id(1)] DeskState? Before = null,
    [property: Id(2)] string? Detail = null
);

/// <summary>Who has a conversation and how it stands.</summary>
[GenerateSerializer, Immutable, Alias("wb.desk-state")]
public sealed record DeskState(
    [property: Id(0)] string Status,
    [property: Id(1)] Owner Owner,
    [property: Id(2)] string? Queue,
    [property: Id(3)] Person? Assignee,
    [property: Id(4)] DateTimeOffset? SnoozedUntil,
    [property: Id(5)] string[] Labels
);

/// <summary>What a person says; the content is its JSON.</summary>
[GenerateSerializer, Immutable, Alias("wb.person-saying")]
public sealed record PersonSaying(
    [property: Id(0)] Person Person,
    [property: Id(1)] Guid ClientId,
    [property: Id(2)] byte[] Content,
    [property: Id(3)] string? ReplyTo = null,
    [property: Id(4)] bool Force = false,
    [property: Id(5)] bool Scheduled = false
);

/// <summary>How it went. <paramref name="Holder"/> is who is just replying, <paramref name="Detail"/> what Meta would say.</summary>
[GenerateSerializer, Immutable, Alias("wb.say-result")]
public sealed record SayResult(
    [property: Id(0)] SayOutcome Outcome,
    [property: Id(1)] Person? Holder = null,
    [property: Id(2)] DateTimeOffset? HeldUntil = null,
    [property: Id(3)] string? Detail = null
);

/// <summary>How a saying went.</summary>
[GenerateSerializer, Alias("wb.say-outcome")]
public enum SayOutcome
{
    /// <summary>Committed; it is on its way.</summary>
    Said = 0,

    /// <summary>That client id has been said before.</summary>
    Repeated = 1,

    /// <summary>The 24 hours after the contact's last message are over: only a template may be sent.</summary>
    WindowClosed = 2,

    /// <summary>There is no such conversation.</summary>
    Missing = 3,

    /// <summary>The conversation is just moving to another silo: ask again.</summary>
    Moving = 4,

    /// <summary>Somebody else is just replying.</summary>
    Leased = 5,

    /// <summary>The contact wants no messages.</summary>
    OptedOut = 6,

    /// <summary>Meta would refuse it: the detail says why.</summary>
    Unsendable = 7,

    /// <summary>The team has blocked the contact.</summary>
    Blocked = 8,
}

/// <summary>Who is replying, and for how long that holds. <paramref name="Yours"/>: it is whoever asked.</summary>
[GenerateSerializer, Immutable, Alias("wb.lease")]
public sealed record Lease(
    [property: Id(0)] bool Yours,
    [property: Id(1)] Person Holder,
    [property: Id(2)] DateTimeOffset Until
);
