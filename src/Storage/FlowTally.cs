using System.Text.Json;

namespace WhatsAppBot.Storage;

/// <summary>A fact that is counted, of a node or (node and handle empty) of a session.</summary>
internal readonly record struct FactKey(
    string Workspace,
    string Flow,
    int Version,
    string Node,
    short Fact,
    string Handle
);

/// <summary>A day (UTC) of a flow.</summary>
internal readonly record struct DayKey(string Workspace, string Flow, DateOnly Day);

/// <summary>Adds up the facts of turns: by version, node and handle, and by day.</summary>
internal sealed class FlowTally
{
    public const short Entered = 10;
    public const short Left = 11;
    private const short Completed = 1;

    private readonly Dictionary<FactKey, long> facts = [];
    private readonly Dictionary<DayKey, (long Started, long Completed)> days = [];

    public IReadOnlyDictionary<FactKey, long> Facts => facts;

    public IReadOnlyDictionary<DayKey, (long Started, long Completed)> Days => days;

    /// <summary>A turn's facts belong to the session it found, but for those of the session that it began.</summary>
    public void Add(string workspace, string? flow, int? version, string events, DateTimeOffset at)
    {
        using var document = JsonDocument.Parse(events);
        string? begun = null;
        (string Flow, int Version) before = (flow ?? "", version ?? 0);
        var own = before;
        foreach (var happened in document.RootElement.EnumerateArray())
        {
            var session = Text(happened, "sessionId");
            switch (Text(happened, "type"))
            {
                case "session_moved" when Text(happened, "flowId") == before.Flow:
                    before.Version = happened.GetProperty("to").GetInt32();
                    break;
                case "session_started":
                    begun = session;
                    own = (Text(happened, "flowId") ?? "", happened.GetProperty("version").GetInt32());
                    Add("", 0, "");
                    OnDay(own.Flow, (1, 0));
                    break;
                case "session_ended":
                    var fact = Ended(Text(happened, "outcome"));
                    Add("", fact, "");
                    if (fact == Completed)
                        OnDay(session == begun ? own.Flow : before.Flow, (0, 1));
                    break;
                case "node_entered":
                    Add(Text(happened, "nodeId") ?? "", Entered, "");
                    break;
                case "node_left":
                    Add(Text(happened, "nodeId") ?? "", Left, Text(happened, "handle") ?? "");
                    break;
            }

            void Add(string node, short fact, string handle)
            {
                var (ofFlow, ofVersion) = session == begun ? own : before;
                // what happens inside a sub-flow is that flow's
                if (node.Length > 0 && happened.TryGetProperty("within", out var within))
                    (ofFlow, ofVersion) = (Text(within, "flowId") ?? "", within.GetProperty("version").GetInt32());
                if (ofFlow.Length == 0)
                    return;
                var key = new FactKey(workspace, ofFlow, ofVersion, node, fact, handle);
                facts[key] = facts.GetValueOrDefault(key) + 1;
            }
        }

        void OnDay(string of, (long Started, long Completed) more)
        {
            if (of.Length == 0)
                return;
            var key = new DayKey(workspace, of, DateOnly.FromDateTime(at.UtcDateTime));
            var (started, completed) = days.GetValueOrDefault(key);
            days[key] = (started + more.Started, completed + more.Completed);
        }
    }

    private static short Ended(string? outcome) =>
        outcome switch
        {
            "completed" => Completed,
            "expired" => 2,
            "interrupted" => 3,
            "handedOff" => 5,
            _ => 4,
        };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
