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
    [Alias("reply")]
    Task<ReplyResult> Reply(PersonReply reply);

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
    /// A person hands the conversation back to the bot, which goes on where it stopped. False: not done, for there is no such conversation, or it
    /// is just moving to another silo.
    /// </summary>
    [Alias("return")]
    Task<bool> Return(Person person);
}

/// <summary>A committed inbox row, as the hint carries it.</summary>
[GenerateSerializer, Immutable, Alias("wb.inbox-work")]
public sealed record InboxWork([property: Id(0)] long Id, [property: Id(1)] short Kind, [property: Id(2)] byte[] Body);

/// <summary>Someone of the team.</summary>
[GenerateSerializer, Immutable, Alias("wb.person")]
public sealed record Person([property: Id(0)] string Id, [property: Id(1)] string Name);

/// <summary>What a person wants to say; at most 4,096 code points.</summary>
[GenerateSerializer, Immutable, Alias("wb.person-reply")]
public sealed record PersonReply(
    [property: Id(0)] Person Person,
    [property: Id(1)] Guid ClientId,
    [property: Id(2)] string Text
);

/// <summary>How a reply went.</summary>
[GenerateSerializer, Alias("wb.reply-result")]
public enum ReplyResult
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
}
