using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Calls;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Grains.Flows;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>Makes of a conversation and what happened to it the turn that is to be committed: asks the engine and writes down what it says.</summary>
internal sealed partial class TurnMaker(
    FlowCatalog flows,
    ChannelCatalog channels,
    QueueDesk queues,
    Responses responses,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<TurnMaker> log
)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private static readonly ContactAuthor Contact = new();

    /// <summary>The turn of an inbox row.</summary>
    public async Task<Draft> On(Conversation conversation, InboxRow row)
    {
        if (row.Kind == InboxKind.SendFailure)
        {
            var failure = SendFailure.Read(row.Body);
            // taken back is not failed: a way out for errors would say something all the same, to somebody who is to get nothing
            Input told =
                failure.Error.Code == Withdrawn.Code && IsLive(conversation, failure.SessionId)
                    ? new Stopped("the campaign's message was taken back")
                    : new SendFailed(failure.NodeId, failure.SessionId, failure.Error, failure.FlowId);
            return await On(conversation, told);
        }

        if (row.Kind == InboxKind.CallAnswer)
        {
            var answer = CallAnswer.Read(row.Body);
            return await On(conversation, new CallAnswered(answer.CallId, answer.Result));
        }

        var message =
            JsonSerializer.Deserialize(row.Body, MessagesJson.Default.InboundMessage)
            ?? throw new JsonException("An inbox row holds a message.");
        return await On(conversation, new MessageReceived(message));
    }

    private static bool IsLive(Conversation conversation, string session) =>
        conversation.State.Session is { } live && Session.Parse(live).Id == session;

    /// <summary>The turn of any input of the engine.</summary>
    public async Task<Draft> On(Conversation conversation, Input input, string? key = null)
    {
        if (conversation.Contact.IsBlocked && input is not Stopped)
            return await Unanswered(conversation, input);

        var messages = new List<NewMessage>(4);
        var state = conversation.State;
        if (input is MessageReceived { Message: var message })
        {
            messages.Add(Received(message));
            state = Heard(state, message);
        }

        var session = state.Session is null ? null : Session.Parse(state.Session);
        var library = await flows.Of(conversation.WorkspaceId, SessionNeeds.Versions(session, input));
        var now = clock.GetUtcNow();
        var situation = new Situation(
            session,
            $"{conversation.Id}.{conversation.Version + 1}",
            now,
            library.TimeZone,
            ContactViews.Of(conversation),
            await Channel(conversation.ChannelId),
            state.Owner,
            library
        );

        var turn = Ask(situation, input);
        foreach (var happened in turn.Events)
            state = Write(happened, state, messages, now);
        if (turn.Events.Any(happened => happened is HandedOff) && state.Owner == Owner.Queue)
            state = await queues.Place(conversation, state, messages, now);

        var standing = turn.Session is { } live
            ? new Standing(live.FlowId, live.Version, live.FlowName, live.CurrentNodeId, live.CurrentNodeName)
            : null;
        var changed = !ReferenceEquals(turn.Session, session);
        state = state with
        {
            Session = changed ? turn.Session?.ToJson() : state.Session,
            SessionId = turn.Session?.Id ?? LastStarted(turn.Events) ?? state.SessionId,
            Standing = standing,
        };

        var (contact, troubles) = ContactWriting.Of(turn.Events, conversation.Contact);
        var told = CallWriting.Logged(troubles.Count == 0 ? turn.Events : [.. turn.Events, .. troubles]);
        var (line, notes) = LogLine.Of(
            conversation,
            situation,
            input,
            turn with
            {
                Events = told,
            },
            state.WindowClosesAt,
            key
        );
        return new Draft(
            state,
            SessionNeeds.Timer(session, turn.Session),
            messages,
            line,
            ChangesNothing: turn.Events.Count == 0 && messages.Count == 0 && !changed,
            turn.Events,
            notes,
            CallWriting.Of(turn.Events),
            contact,
            Response: await responses.Of(conversation, input, session, turn.Events, now)
        );
    }

    /// <summary>A flow is started; whoever has the conversation loses it to the bot. A null draft: refused, with the reason.</summary>
    public async Task<(Draft? Draft, string? Reason)> Start(Conversation conversation, StartFlow request)
    {
        if (conversation.Contact.IsBlocked)
            return (null, "The contact is blocked.");

        await flows.Reach(conversation.WorkspaceId, request.Revision);
        var variables = request.Variables is null ? null : JsonNode.Parse(request.Variables)?.AsObject();
        var ours = conversation with
        {
            State = conversation.State with { Owner = Owner.Bot, Queue = null, AssigneeId = null, AssigneeName = null },
        };
        var draft = await On(ours, new Started(request.FlowId, variables), request.Key);
        return draft.Events?.Any(one => one is SessionStarted) == true
            ? (draft, null)
            : (null, draft.Events?.OfType<Trouble>().FirstOrDefault()?.Text ?? "The flow did not start.");
    }

    /// <summary>The bare fact that something came that cannot be kept.</summary>
    public Draft Bare(Conversation conversation, InboxRow row)
    {
        var now = clock.GetUtcNow();
        var message = new NewMessage(
            Direction.Inbound,
            new UnknownContent("unstorable"),
            Contact,
            MessageStatus.Received,
            now
        );
        return new Draft(conversation.State, TimerChange.None, row.Kind == InboxKind.Message ? [message] : [], null);
    }

    /// <summary>Of somebody who is blocked: what they wrote is kept, no flow begins, and a live one ends.</summary>
    private async Task<Draft> Unanswered(Conversation conversation, Input input)
    {
        var rest = conversation.State.Session is null
            ? new Draft(conversation.State, TimerChange.None, [], null, ChangesNothing: true)
            : await On(conversation, new Stopped("the contact is blocked"));
        return input is MessageReceived { Message: var message }
            ? rest with
            {
                // whether it is open stays the team's
                State = rest.State with
                {
                    WindowClosesAt = Heard(rest.State, message).WindowClosesAt,
                },
                Messages = [Received(message), .. rest.Messages],
                ChangesNothing = false,
            }
            : rest;
    }

    /// <summary>The engine promises never to throw; if it does all the same, the message is kept and the session stays.</summary>
    private WhatsAppBot.Flows.Turn Ask(Situation situation, Input input)
    {
        try
        {
            return Dialogue.Take(situation, input);
        }
        catch (Exception bug)
        {
            EngineThrew(log, situation.TurnId, bug);
            return new(
                situation.Session,
                [new Trouble(situation.Session?.Id, null, "engine", "The engine could not take this turn.")]
            );
        }
    }

    private static NewMessage Received(InboundMessage message) =>
        new(
            Direction.Inbound,
            message.Content,
            Contact,
            MessageStatus.Received,
            message.SentAt,
            Wamid: message.Wamid,
            ReplyTo: message.Context?.Wamid
        );

    private static ConversationState Heard(ConversationState state, InboundMessage message)
    {
        // by Meta's own clock; a late delivery must not open a window that has closed
        var closes = message.SentAt + Window;
        return state with
        {
            WindowClosesAt = state.WindowClosesAt > closes ? state.WindowClosesAt : closes,
            Status = ConversationStatus.Open,
        };
    }

    private static ConversationState Write(
        FlowEvent happened,
        ConversationState state,
        List<NewMessage> messages,
        DateTimeOffset now
    )
    {
        switch (happened)
        {
            case MessageCreated said:
                messages.Add(Said(said, state.WindowClosesAt, now));
                return state;

            case HandedOff handed:
                messages.Add(Line("handed_off", $"Handed over to {handed.Queue ?? "the team"}", null, now));
                return state with { Owner = Owner.Queue, Queue = handed.Queue };

            case TakenBack:
                messages.Add(Line("taken_back", "Nobody took it in time: the bot goes on", null, now));
                return state with { Owner = Owner.Bot, Queue = null, AssigneeId = null, AssigneeName = null };

            case SessionEnded { Outcome: Outcome.Failed } failed:
                messages.Add(Line("failed", $"The flow stopped: {failed.Reason}", null, now, failed.Reason));
                return state;

            default:
                // told by the turn log alone
                return state;
        }
    }

    private static NewMessage Said(MessageCreated said, DateTimeOffset? windowClosesAt, DateTimeOffset now)
    {
        var content = windowClosesAt > now ? said.Content : said.Fallback ?? said.Content;
        var author = new BotAuthor(
            said.FlowId,
            said.Version,
            said.FlowName,
            said.NodeId,
            said.NodeName,
            said.SessionId
        );
        return new NewMessage(
            Direction.Outbound,
            content,
            author,
            MessageStatus.Queued,
            now,
            Lane.Reply,
            SessionId: said.SessionId,
            NodeId: said.NodeId
        );
    }

    private static NewMessage Line(
        string what,
        string text,
        Author? author,
        DateTimeOffset now,
        string? about = null
    ) => EventLine.Of(what, text, author ?? Contact, now, about);

    private static string? LastStarted(IReadOnlyList<FlowEvent> events) =>
        events.OfType<SessionStarted>().LastOrDefault()?.SessionId;

    private async ValueTask<ChannelView> Channel(long id)
    {
        var found = await channels.Find(id);
        return found is null
            ? new ChannelView("", "")
            : new ChannelView(
                id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                found.Channel.Number,
                found.Channel.Title
            );
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The engine threw in turn {Turn}")]
    private static partial void EngineThrew(ILogger log, string turn, Exception bug);
}
