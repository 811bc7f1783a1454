using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>Makes the turns of what people do. A null draft: it was so already, or (with a reason) it cannot be done.</summary>
internal sealed class DeskMaker(TurnMaker maker, QueueDesk queues, [FromKeyedServices("app")] TimeProvider clock)
{
    public async Task<(Draft? Draft, string? Refusal)> On(Conversation conversation, DeskOrder order)
    {
        var now = clock.GetUtcNow();
        var author = new PersonAuthor(order.By.Id, order.By.Name);
        var state = conversation.State;
        switch (order)
        {
            case DeskOrder.GiveBack back:
                return await Return(conversation, back, author, now);

            case DeskOrder.Note note:
                return (Written(conversation, note, author, now), null);

            case DeskOrder.Enqueue { Queue: var queue }:
                var lines = new List<NewMessage>
                {
                    EventLine.Of("queued", $"{order.By.Name} passed it to {queue}", author, now, queue),
                };
                var placed = await queues.Place(
                    conversation,
                    DeskSteps.Woken(state) with
                    {
                        Owner = Owner.Queue,
                        Queue = queue,
                    },
                    lines,
                    now
                );
                return (new Draft(placed, TimerChange.None, lines, null), null);

            case DeskOrder.Label label when DeskSteps.TooMany(state.Labels, label):
                return (null, $"A conversation has at most {DeskSteps.MostLabels} labels.");

            default:
                return DeskSteps.Of(state, order) is { } step
                    ? (
                        new Draft(
                            step.State,
                            TimerChange.None,
                            [EventLine.Of(step.What, step.Text, author, now, step.About)],
                            null
                        ),
                        null
                    )
                    : (null, null);
        }
    }

    /// <summary>A person answers: the conversation is theirs from now on.</summary>
    public Draft Say(Conversation conversation, PersonSaying saying, Content content)
    {
        var message = new NewMessage(
            Direction.Outbound,
            content,
            new PersonAuthor(saying.Person.Id, saying.Person.Name),
            MessageStatus.Queued,
            clock.GetUtcNow(),
            Lane.Reply,
            ReplyTo: saying.ReplyTo,
            ClientId: saying.ClientId
        );
        // a reaction is no answer, and what was scheduled takes nothing away from whoever has it by now
        if (content is ReactionContent || saying.Scheduled && conversation.State.Owner == Owner.Person)
            return new Draft(conversation.State, TimerChange.None, [message], null);

        var state = conversation.State with
        {
            Owner = Owner.Person,
            AssigneeId = saying.Person.Id,
            AssigneeName = saying.Person.Name,
            Status = ConversationStatus.Open,
        };
        return new Draft(state, TimerChange.None, [message], null);
    }

    /// <summary>What was put aside until now is there again.</summary>
    public Draft? Awake(Conversation conversation)
    {
        var now = clock.GetUtcNow();
        return conversation.State is { Status: ConversationStatus.Snoozed, SnoozedUntil: { } until } && until <= now
            ? new Draft(
                DeskSteps.Woken(conversation.State),
                TimerChange.None,
                [EventLine.Of("woke", "The time for which it was put aside is over", new ContactAuthor(), now)],
                null
            )
            : null;
    }

    /// <summary>A line that tells what went wrong with what a person wanted.</summary>
    public Draft Failed(Conversation conversation, Abstractions.Person person, string why) =>
        new(
            conversation.State,
            TimerChange.None,
            [
                EventLine.Of(
                    "not_sent",
                    $"The reply that {person.Name} had scheduled was not sent: {why}",
                    new PersonAuthor(person.Id, person.Name),
                    clock.GetUtcNow(),
                    why
                ),
            ],
            null
        );

    public static DeskState StateOf(ConversationState state) =>
        new(
            state.Status.ToString().ToLowerInvariant(),
            state.Owner,
            state.Queue,
            state.AssigneeId is { } id ? new(id, state.AssigneeName ?? id) : null,
            state.SnoozedUntil,
            [.. state.Labels ?? []]
        );

    /// <summary>The session goes on where the hand-off left it, or ends for a flow that begins, or for nothing.</summary>
    private async Task<(Draft? Draft, string? Refusal)> Return(
        Conversation conversation,
        DeskOrder.GiveBack order,
        Author author,
        DateTimeOffset now
    )
    {
        // asked for twice, or never taken: there is nothing to hand back
        if (
            conversation.State.Owner == Owner.Bot
            && (
                order.Where == ReturnTo.Stopped || order.Where == ReturnTo.Nothing && conversation.State.Session is null
            )
        )
            return (null, null);

        var back = conversation with
        {
            State = conversation.State with { Owner = Owner.Bot, Queue = null, AssigneeId = null, AssigneeName = null },
        };
        Input? input = order.Where switch
        {
            ReturnTo.Flow => new Started(order.FlowId ?? "", null),
            ReturnTo.Nothing => back.State.Session is null ? null : new Stopped("handed back with nothing to do"),
            _ => new Returned(),
        };
        var draft = input is null ? new Draft(back.State, TimerChange.None, [], null) : await maker.On(back, input);
        // a session that began has an id of its own
        if (order.Where == ReturnTo.Flow && draft.State.SessionId == conversation.State.SessionId)
            return (null, "There is no published flow of that id that could be started.");

        var line = EventLine.Of("returned", $"{order.By.Name} handed the conversation back to the bot", author, now);
        return (draft with { Messages = [line, .. draft.Messages], ChangesNothing = false }, null);
    }

    private static Draft Written(Conversation conversation, DeskOrder.Note note, Author author, DateTimeOffset now) =>
        new(
            conversation.State,
            TimerChange.None,
            [
                new NewMessage(
                    Direction.Event,
                    new NoteContent(
                        CleanText.Of(note.Text),
                        [.. note.Mentions.Select(one => new Mention(one.Id, one.Name))]
                    ),
                    author,
                    MessageStatus.Received,
                    now,
                    ClientId: note.ClientId
                ),
            ],
            null
        );
}
