using System.Globalization;
using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>
/// Makes of what was written what is told. The ids follow from the facts: made again, an event has the id it had. Of one conversation the order is that
/// of its transactions, and within one: what came in, what began, what was said, what ended; then how the conversation stands after all of them.
/// </summary>
internal static class HookMaker
{
    private enum Place
    {
        CameIn,
        Began,
        Said,
        Climbed,
        Ended,
    }

    private readonly record struct Placed(long Written, Place Place, long Number, HookEvent Event);

    public static IReadOnlyList<HookEvent> Of(HookFacts facts, DateTimeOffset now)
    {
        var made = new List<HookEvent>();
        foreach (var lane in Placings(facts).GroupBy(one => one.Event.Lane))
        {
            made.AddRange(
                lane.OrderBy(one => one.Written)
                    .ThenBy(one => one.Place)
                    .ThenBy(one => one.Number)
                    .Select(one => one.Event)
            );
        }
        foreach (var (_, touched) in facts.Conversations)
            made.AddRange(Changes(touched, facts, now));
        return made;
    }

    /// <summary>How a conversation stands: the part of it that is told when it changes.</summary>
    public static HookStanding Standing(Conversation conversation)
    {
        var state = conversation.State;
        return new HookStanding(
            state.Status.ToString().ToLowerInvariant(),
            state.Owner,
            state.Queue,
            state.AssigneeId,
            state.Labels ?? [],
            state.SnoozedUntil
        );
    }

    private static IEnumerable<Placed> Placings(HookFacts facts)
    {
        foreach (var written in facts.Messages)
        {
            var message = written.Message;
            if (Of(facts, message.ConversationId) is not { } at)
                continue;
            if (message.Seq == 1)
            {
                var began = Body(
                    HookKinds.ConversationCreated,
                    written.WorkspaceId,
                    message.CreatedAt,
                    at,
                    $"{message.ConversationId}"
                );
                yield return new(written.Written, Place.CameIn, 0, new(written.Written, message.ConversationId, began));
            }
            // lines about the session and notes are the team's own
            if (message.Direction == Direction.Event)
                continue;

            var came = message.Direction == Direction.Inbound;
            var body = Body(
                came ? HookKinds.MessageReceived : HookKinds.MessageCreated,
                written.WorkspaceId,
                message.CreatedAt,
                at,
                $"{message.ConversationId}:{message.Seq}"
            );
            yield return new(
                written.Written,
                came ? Place.CameIn : Place.Said,
                message.Seq,
                new(written.Written, message.ConversationId, body with { Message = ViewsOf.Message(message) })
            );
        }

        foreach (var step in facts.Statuses)
        {
            if (Of(facts, step.ConversationId) is not { } at)
                continue;

            var body = Body(
                HookKinds.MessageStatus,
                step.WorkspaceId,
                step.At,
                at,
                $"{step.ConversationId}:{step.Seq}"
            ) with
            {
                Status = new HookStatus(
                    MessageView.IdOf(step.ConversationId, step.MessageSeq),
                    step.MessageSeq,
                    step.Seq,
                    step.Status,
                    StorageJson.Error(step.Error),
                    step.Wamid,
                    step.ClientId,
                    step.BroadcastId
                ),
            };
            yield return new(step.Written, Place.Climbed, step.Seq, new(step.Written, step.ConversationId, body));
        }

        foreach (var turn in facts.Turns)
        {
            if (Of(facts, turn.ConversationId) is { } at)
            {
                foreach (var session in Sessions(turn, at))
                    yield return session;
            }
        }

        foreach (var step in facts.Broadcasts)
        {
            var body = new HookBody(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{HookKinds.BroadcastChanged}:{step.BroadcastId}:{step.Id}"
                ),
                HookKinds.BroadcastChanged,
                HookBody.Newest,
                step.WorkspaceId,
                step.At,
                Broadcast: new HookBroadcast(
                    step.BroadcastId,
                    step.Title,
                    step.State,
                    step.Reason,
                    step.Audience,
                    step.StartedAt,
                    step.EndedAt
                )
            );
            yield return new(step.Written, Place.Climbed, step.Id, new(step.Written, -step.BroadcastId, body));
        }
    }

    private static IEnumerable<Placed> Sessions(WrittenTurn turn, TouchedConversation at)
    {
        using var events = JsonDocument.Parse(turn.Events);
        var number = 0;
        foreach (var happened in events.RootElement.EnumerateArray())
        {
            var kind = Text(happened, "type") switch
            {
                "session_started" => HookKinds.SessionStarted,
                "session_ended" => HookKinds.SessionEnded,
                _ => null,
            };
            if (kind is null || Text(happened, "sessionId") is not { } id)
                continue;

            var body = Body(kind, turn.WorkspaceId, turn.At, at, id) with
            {
                Session = new HookSession(
                    id,
                    Text(happened, "flowId") ?? "",
                    happened.TryGetProperty("version", out var version) ? version.GetInt32() : null,
                    Text(happened, "flowName"),
                    Text(happened, "outcome"),
                    Text(happened, "reason")
                ),
            };
            var place = kind == HookKinds.SessionStarted ? Place.Began : Place.Ended;
            yield return new(turn.Written, place, number++, new(turn.Written, turn.ConversationId, body));
        }
    }

    /// <summary>What is different from what was told last. A conversation that was never told of counts as new: open, and the bot's.</summary>
    private static IEnumerable<HookEvent> Changes(TouchedConversation touched, HookFacts facts, DateTimeOffset now)
    {
        var conversation = touched.Conversation;
        var (before, after) = (touched.Told ?? New, Standing(conversation));
        var changed = Differences(before, after);
        if (changed.Count == 0)
            yield break;

        var written = facts
            .Messages.Where(one => one.Message.ConversationId == conversation.Id)
            .Select(one => one.Written)
            .Concat(facts.Turns.Where(one => one.ConversationId == conversation.Id).Select(one => one.Written))
            // how it stands is read now: a status alone may bring a change to light whose turn is taken up later
            .Concat(facts.Statuses.Where(one => one.ConversationId == conversation.Id).Select(one => one.Written))
            .Max();
        var change = new HookChange(changed, before);
        yield return Event(HookKinds.ConversationChanged);
        if (before.Owner != after.Owner)
            yield return Event(
                after.Owner switch
                {
                    Owner.Person => HookKinds.HandoffTaken,
                    Owner.Queue => HookKinds.HandoffRequested,
                    _ => HookKinds.HandoffReturned,
                }
            );

        HookEvent Event(string kind) =>
            new(
                written,
                conversation.Id,
                Body(kind, conversation.WorkspaceId, now, touched, $"{conversation.Id}:{conversation.Version}") with
                {
                    Change = change,
                }
            );
    }

    private static HookStanding New { get; } = new("open", Owner.Bot, null, null, [], null);

    private static List<string> Differences(HookStanding before, HookStanding after)
    {
        var changed = new List<string>();
        Add("status", before.Status == after.Status);
        Add("owner", before.Owner == after.Owner);
        Add("queue", before.Queue == after.Queue);
        Add("assignee", before.AssigneeId == after.AssigneeId);
        Add("labels", before.Labels.SequenceEqual(after.Labels));
        Add("snoozedUntil", before.SnoozedUntil == after.SnoozedUntil);
        return changed;

        void Add(string what, bool same)
        {
            if (!same)
                changed.Add(what);
        }
    }

    /// <summary>Null: it was erased, or moved out of sight, since.</summary>
    private static TouchedConversation? Of(HookFacts facts, long conversation) =>
        facts.Conversations.GetValueOrDefault(conversation);

    private static HookBody Body(
        string kind,
        string workspace,
        DateTimeOffset at,
        TouchedConversation touched,
        string fact
    )
    {
        var view = ViewsOf.Conversation(touched.Conversation, touched.Channel);
        return new HookBody(
            $"{kind}:{fact}",
            kind,
            HookBody.Newest,
            workspace,
            at,
            new HookConversation(
                view.Id,
                view.Seq,
                view.Contact,
                view.Channel,
                view.Status,
                view.Owner,
                view.Queue,
                view.Assignee,
                view.Labels,
                view.SnoozedUntil,
                view.CreatedAt
            )
        );
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
