using System.Text.Json;
using WhatsAppBot.Messages;
using WhatsAppBot.Simulation.Tests.Memory;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>What must be true when a history has come to rest, promise by promise.</summary>
internal static class Checks
{
    // 1.5 s of the gate and what a POST takes to get there
    private static readonly TimeSpan PauseHolds = TimeSpan.FromSeconds(2.02);

    // reconciled a minute after the attempt
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(59);

    public static IEnumerable<string> Of(History history, bool quiet)
    {
        if (!quiet)
            yield return $"I1 it never comes to rest: {Waiting(history)}";
        foreach (
            var broken in NothingLost(history)
                .Concat(ActedOnce(history))
                .Concat(InOrder(history))
                .Concat(Sends(history))
                .Concat(Recipients(history))
                .Concat(Timers(history))
                .Concat(Statuses(history))
        )
            yield return broken;
    }

    private static IEnumerable<string> NothingLost(History history)
    {
        foreach (var person in history.Meta.Messages.GroupBy(said => said.Phone))
        {
            var row = history.Tables.Conversations[history.Tables.Conversation(person.Key)];
            var inbound = row.Messages.Where(one => one.Message.Direction == Direction.Inbound).ToArray();
            foreach (var said in person.Where(said => said.AckedAt is not null && !IsPoison(said)))
                if (inbound.Count(one => one.Wamid == said.Wamid) is var times && times != 1)
                    yield return $"I1/I2 {said.Wamid} “{said.Text}” was acked and stands there {times} times";
            if (inbound.Length != person.Count(said => said.AckedAt is not null))
                yield return $"I1/I2 {person.Key} wrote {person.Count()} messages and {inbound.Length} stand there";
        }
    }

    /// <summary>Every flow answers each message with a text that repeats it.</summary>
    private static IEnumerable<string> ActedOnce(History history)
    {
        var said = Outbound(history).Select(one => one.Message.Message.Content.Plain).ToArray();
        foreach (var message in history.Meta.Messages.Where(one => one.AckedAt is not null && !IsPoison(one)))
        {
            var times = said.Count(text => text.EndsWith($" {message.Text};", StringComparison.Ordinal));
            // a flow that just waits is not begun a second time
            var isPassedOver = times == 0 && message.Text.StartsWith("wait", StringComparison.Ordinal);
            if (times != 1 && !isPassedOver)
                yield return $"I2 “{message.Text}” was answered {times} times";
        }
    }

    private static IEnumerable<string> InOrder(History history)
    {
        foreach (var person in history.Meta.Messages.Where(said => !IsPoison(said)).GroupBy(said => said.Phone))
        {
            var row = history.Tables.Conversations[history.Tables.Conversation(person.Key)];
            long? Seq(Said said) => row.Messages.Find(one => one.Wamid == said.Wamid)?.Seq;
            foreach (var a in person)
            foreach (var b in person)
                if (a.AckedAt < b.FirstTriedAt && Seq(a) > Seq(b))
                    yield return $"I3 “{b.Text}” was handled before “{a.Text}”";
        }

        foreach (var row in history.Tables.Conversations.Values)
        {
            DateTimeOffset last = default;
            foreach (var message in row.Messages.Where(one => one.Message.Lane == Storage.Lane.Reply && !one.Resent))
            {
                if (First(history, row, message) is not { } first)
                    continue;
                if (first.At < last)
                    yield return $"I3 {first.Attempt} “{first.Text}” was sent before what stands above it";
                last = first.At;
            }
        }
    }

    private static IEnumerable<string> Sends(History history)
    {
        foreach (var (row, message) in Outbound(history))
        {
            var posts = Accepted(history, row, message).ToArray();
            var name = $"{row.Value.Id}-{message.Seq} “{message.Message.Content.Plain}” ({message.Status})";
            var bulk = message.Message.BroadcastId is not null;
            if (
                posts.Length > 1
                && (bulk || !message.Resent || posts.Length > 2 || posts[1].At - posts[0].At < ResendAfter)
            )
                yield return $"I4 {name} went out {posts.Length} times: {string.Join(", ", posts.Select(post => post.Attempt))}";
            if (message.Status is MessageStatus.Queued or MessageStatus.Sending)
                yield return $"I4 {name} has no outcome";
            if (message.Status >= MessageStatus.Accepted && message.Status != MessageStatus.Failed && posts.Length == 0)
                yield return $"I4 {name} was never accepted";
            if (
                message is { Status: MessageStatus.Failed, Resent: false }
                && posts.Length > 0
                && !Told(history, row, message).Contains(MessageStatus.Failed)
            )
                yield return $"I4 {name} was accepted and counts as failed";
        }
    }

    private static IEnumerable<string> Recipients(History history)
    {
        if (history.Campaign is not { Row: { } broadcast })
            yield break;

        foreach (var one in broadcast.Recipients)
        {
            if (one.HandedOver > 1)
                yield return $"I4 recipient {one.Ord} was handed over {one.HandedOver} times";
            if (one.Waits || (one.Skipped is null) == (one.Seq is null))
                yield return $"I4 recipient {one.Ord} has no outcome";
        }
        foreach (var post in history.Meta.Posts.Where(post => post.Text == "template"))
        foreach (var (from, to) in broadcast.Pauses)
            if (post.At > from + PauseHolds && !(post.At > to))
                yield return $"I5 {post.Attempt} went out {(post.At - from).TotalSeconds:0.0} s after the pause";
    }

    private static IEnumerable<string> Timers(History history)
    {
        foreach (var row in history.Tables.Conversations.Values)
        {
            var fired = new HashSet<(string?, long)>();
            foreach (var turn in row.Turns)
            {
                if (turn.Turn.Log is not { Input: var input } || Generation(input) is not { } generation)
                    continue;
                if (turn.TimerBefore is not { } timer || timer.Generation != generation)
                    yield return $"I9 {row.Value.Id}: generation {generation} fired and is not the one that is set";
                else if (turn.At < timer.DueAt)
                    yield return $"I9 {row.Value.Id}: {(timer.DueAt - turn.At).TotalSeconds:0.0} s early";
                if (!fired.Add((turn.Turn.State.SessionId, generation)))
                    yield return $"I9 {row.Value.Id}: generation {generation} fired twice";
            }
        }
    }

    private static IEnumerable<string> Statuses(History history)
    {
        foreach (var (row, message) in Outbound(history))
        {
            for (var i = 1; i < message.Statuses.Count; i++)
                if (message.Statuses[i] <= message.Statuses[i - 1])
                    yield return $"I11 {row.Value.Id}-{message.Seq} went back: {string.Join(" ", message.Statuses)}";
            var top = Told(history, row, message).DefaultIfEmpty().Max();
            if (message.Status < top)
                yield return $"I11 {row.Value.Id}-{message.Seq} is {message.Status}, and Meta told {top}";
        }
    }

    private static bool IsPoison(Said said) => said.Text.StartsWith("poison", StringComparison.Ordinal);

    private static IEnumerable<(ConversationRow Row, MessageRow Message)> Outbound(History history) =>
        history.Tables.Conversations.Values.SelectMany(row =>
            row.Messages.Where(one => one.Message.Lane is not null).Select(one => (row, one))
        );

    private static IEnumerable<Post> Accepted(History history, ConversationRow row, MessageRow message) =>
        history.Meta.Posts.Where(post =>
            post.IsAccepted && post.Attempt.Conversation == row.Value.Id && post.Attempt.Seq == message.Seq
        );

    private static Post? First(History history, ConversationRow row, MessageRow message) =>
        Accepted(history, row, message).FirstOrDefault();

    /// <summary>What Meta told of it in a way that can be understood: with the attempt, or with a wamid that we know.</summary>
    private static IEnumerable<MessageStatus> Told(History history, ConversationRow row, MessageRow message) =>
        history
            .Meta.Told.Where(news =>
                news.Attempt is { } attempt
                    ? attempt.Conversation == row.Value.Id && attempt.Seq == message.Seq
                    : news.Wamid == message.Wamid
            )
            .Select(news => news.Status);

    private static long? Generation(string input)
    {
        if (!input.Contains("timer_fired", StringComparison.Ordinal))
            return null;
        using var json = JsonDocument.Parse(input);
        return json.RootElement.GetProperty("generation").GetInt64();
    }

    private static string Waiting(History history) =>
        string.Join(
            ", ",
            history.Tables.Conversations.Values.Select(row =>
                $"{row.Value.Id}: {row.Inbox.Count} rows, {row.Outbox.Count} sends, {(row.Timer is null ? 0 : 1)} timers"
            )
        ) + $", {history.Meta.Undelivered} deliveries";
}
