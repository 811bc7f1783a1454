using Orleans.Concurrency;

namespace WhatsAppBot.Grains.Abstractions;

/// <summary>
/// One contact on one channel; the key is the conversation's id. It takes its inbox rows in order, runs the flow, commits the turn and tells the screens.
/// Calls are hints: a lost, late or repeated one changes nothing.
/// </summary>
[Alias("wb.conversation")]
public interface IConversationGrain : IGrainWithIntegerKey
{
    /// <summary>These rows have just been committed to your inbox. Nobody waits for the answer.</summary>
    [Alias("wake"), OneWay]
    Task Wake(InboxWork[] rows);

    /// <summary>Something may be waiting for you in the database: look. Nobody waits for the answer.</summary>
    [Alias("look"), OneWay]
    Task Look();

    /// <summary>Your timer of that generation is due. Nobody waits for the answer; an older generation does nothing.</summary>
    [Alias("due"), OneWay]
    Task Due(long generation);

    /// <summary>A person answers. Takes the conversation over from the bot. The same client id twice makes one message.</summary>
    [Alias("say")]
    Task<SayResult> Say(PersonSaying saying);

    /// <summary>A person does something else with the conversation.</summary>
    [Alias("do")]
    Task<DeskResult> Do(DeskOrder order);

    /// <summary>Notes how far people have read; with <paramref name="unread"/> also backwards. False: there is no such conversation.</summary>
    [Alias("read")]
    Task<bool> Read(long seq, bool unread);

    /// <summary>Runs a flow here. A live session, or people who have the conversation, are only interrupted when asked to.</summary>
    [Alias("start")]
    Task<StartResult> Start(StartFlow request);

    /// <summary>Ends the session if it is live.</summary>
    [Alias("stop")]
    Task<StopResult> Stop(string sessionId, string reason);

    /// <summary>
    /// The live session is to leave the older versions of a flow. True: it is not there, or not any more. False: not now, ask again. Asking twice
    /// changes nothing.
    /// </summary>
    [Alias("leave")]
    Task<bool> Leave(LeaveVersions request);

    /// <summary>
    /// A broadcast's turn has come here: what waits in the inbox goes first, then the template is said or the flow begins, unless the contact or the talk
    /// stands against it. Any number of times for one recipient makes one message.
    /// </summary>
    [Alias("bulk")]
    Task<BulkResult> Bulk(BulkSend send);

    /// <summary>
    /// A person types: theirs is the reply for 30 s, unless it is somebody else's. With <paramref name="show"/> the contact sees it, every 20 s at most.
    /// Null: there is no such conversation.
    /// </summary>
    [Alias("type")]
    Task<Lease?> Type(Person person, bool show);

    /// <summary>A person types no more.</summary>
    [Alias("rest")]
    Task Rest(Person person);

    /// <summary>The time until which the conversation was put aside has come.</summary>
    [Alias("awake"), OneWay]
    Task Awake();

    /// <summary>A message that somebody had scheduled could not be sent when its time came: the thread says so.</summary>
    [Alias("not-sent")]
    Task NotSent(Person person, string why);
}

/// <summary>A committed inbox row, as the hint carries it.</summary>
[GenerateSerializer, Immutable, Alias("wb.inbox-work")]
public sealed record InboxWork([property: Id(0)] long Id, [property: Id(1)] short Kind, [property: Id(2)] byte[] Body);

/// <summary>Someone of the team.</summary>
[GenerateSerializer, Immutable, Alias("wb.person")]
public sealed record Person([property: Id(0)] string Id, [property: Id(1)] string Name);
