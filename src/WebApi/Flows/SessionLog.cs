using System.Globalization;
using System.Text.Json;
using WhatsAppBot.Flows;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>A session of a conversation. <c>outcome</c> is null while it is live.</summary>
public sealed record FlowSessionView(
    string Id,
    string FlowId,
    string FlowName,
    int Version,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    Outcome? Outcome,
    string? Reason
)
{
    internal static FlowSessionView? Of(LoggedSession logged)
    {
        var begun = TurnView
            .Of(logged.First)
            .Events.OfType<SessionStarted>()
            .FirstOrDefault(one => one.SessionId == logged.First.SessionId);
        if (begun is null)
            return null;

        var last = logged.Last is null ? null : TurnView.Of(logged.Last);
        var ended = last?.Events.OfType<SessionEnded>().FirstOrDefault(one => one.SessionId == begun.SessionId);
        return new FlowSessionView(
            begun.SessionId,
            begun.FlowId,
            begun.FlowName,
            begun.Version,
            logged.First.At,
            ended is null ? null : last?.At,
            ended?.Outcome,
            ended?.Reason
        );
    }
}

/// <summary>A page of sessions, the newest first.</summary>
public sealed record SessionPage(IReadOnlyList<FlowSessionView> Items, string? Next);

/// <summary>A session with its turns; <c>next</c> asks for the turns after these.</summary>
public sealed record SessionDetail(FlowSessionView Session, IReadOnlyList<TurnView> Turns, string? Next);

/// <summary>A turn as the log has it: what came, what the engine told, and out of that what people look for first.</summary>
public sealed record TurnView(
    long Version,
    DateTimeOffset At,
    Input Input,
    IReadOnlyList<VisitedNode> Nodes,
    IReadOnlyList<VariableSet> Variables,
    IReadOnlyList<SaidMessage> Messages,
    IReadOnlyList<Trouble> Trouble,
    IReadOnlyList<FlowEvent> Events,
    bool WindowOpen
)
{
    internal static TurnView Of(LoggedTurn logged)
    {
        var events =
            JsonSerializer.Deserialize(logged.Events, FlowsJson.Default.IReadOnlyListFlowEvent)
            ?? throw new JsonException("A turn has events.");
        var input =
            JsonSerializer.Deserialize(logged.Input, FlowsJson.Default.Input)
            ?? throw new JsonException("A turn has an input.");
        var closed = Around.Parse(logged.Around).Closed is true;
        return new TurnView(
            logged.Version,
            logged.At,
            input,
            [.. events.OfType<NodeEntered>().Select(node => new VisitedNode(node.NodeId, node.NodeName))],
            [.. events.OfType<VariableSet>()],
            [.. events.OfType<MessageCreated>().Select(said => Said(said, closed))],
            [.. events.OfType<Trouble>()],
            events,
            !closed
        );
    }

    /// <summary>The events of a session.</summary>
    internal IEnumerable<FlowEvent> Of(string session) => Events.Where(one => one.OfSession == session);

    private static SaidMessage Said(MessageCreated said, bool closed)
    {
        var content = closed ? said.Fallback ?? said.Content : said.Content;
        return new SaidMessage(
            said.NodeId,
            content,
            closed && content is not TemplateContent ? Delivery.WindowClosed : Delivery.Queued
        );
    }
}

/// <summary>Reads sessions out of the turn log. A session's id tells the turn that began it, so that no index is needed to find it.</summary>
internal sealed class SessionLog(TurnLogs logs)
{
    /// <summary>The turns of a session from a version on (0: the first), up to the one that ended it; null when there is no such session.</summary>
    public async Task<IReadOnlyList<LoggedTurn>?> Turns(
        string workspace,
        long conversation,
        string session,
        long from,
        int most,
        CancellationToken cancel
    )
    {
        if (First(conversation, session) is not { } first)
            return null;

        var rows = await logs.From(workspace, conversation, Math.Max(first, from), most, cancel);
        if (rows.Count == 0)
            return null;
        if (rows[0].Version == first && rows[0].SessionId != session)
            return null;

        var turns = new List<LoggedTurn>();
        foreach (var row in rows)
        {
            turns.Add(row);
            if (row.Events.Contains($"\"session_ended\",\"sessionId\":\"{session}\"", StringComparison.Ordinal))
                break;
        }
        return turns;
    }

    /// <summary>The session itself.</summary>
    public async Task<FlowSessionView?> Find(
        string workspace,
        long conversation,
        string session,
        CancellationToken cancel
    ) =>
        First(conversation, session) is { } first
        && first < long.MaxValue
        && await logs.Sessions(workspace, conversation, first + 1, 1, cancel) is [var found]
        && found.First.SessionId == session
            ? FlowSessionView.Of(found)
            : null;

    private static long? First(long conversation, string session) =>
        session.Split('.') is [var id, var version, "s"]
        && id == conversation.ToString(CultureInfo.InvariantCulture)
        && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? first
            : null;
}
