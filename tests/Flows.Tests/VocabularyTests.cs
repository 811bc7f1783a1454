using System.Reflection;
using System.Text.Json.Serialization;
using WhatsAppBot.Flows.Nodes;

namespace WhatsAppBot.Flows.Tests;

/// <summary>The conversations speak the whole language: every node type, every way out of each, every event, every outcome, every wait.</summary>
public sealed class VocabularyTests
{
    private static readonly Lazy<Spoken> All = new(() =>
    {
        var spoken = new Spoken();
        foreach (var file in Golden.Files())
            spoken.Add(Golden.Play(Golden.Read(file)));
        return spoken;
    });

    public static TheoryData<string> Types => [.. Node.Types.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_node_type_is_entered(string type) => Assert.Contains(type, All.Value.Entered.Keys);

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_way_out_of_a_node_is_taken(string type)
    {
        var ways = All.Value.Ways.GetValueOrDefault(type, []);
        var taken = All.Value.Left.GetValueOrDefault(type, []);

        Assert.Empty(ways.Except(taken));
    }

    [Fact]
    public void Every_event_happens()
    {
        var types = typeof(FlowEvent)
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Select(entry => entry.DerivedType);

        Assert.Empty(types.Except(All.Value.Events));
    }

    [Fact]
    public void Every_outcome_and_every_wait_happens()
    {
        Assert.Empty(Enum.GetValues<Outcome>().Except(All.Value.Outcomes));
        Assert.Empty(Enum.GetValues<WaitFor>().Except(All.Value.Waits));
    }

    [Fact]
    public void Whatever_a_node_type_does_it_has_said_so()
    {
        Assert.Empty(All.Value.Spoke.Except(All.Value.Speakers));
        Assert.Empty(All.Value.Waited.Except(All.Value.Waiters));
    }

    [Fact]
    public void No_node_is_left_by_a_way_that_it_has_not_named() => Assert.Empty(All.Value.Unnamed);

    /// <summary>What was said in all conversations together.</summary>
    private sealed class Spoken
    {
        private static readonly HashSet<string?> Fixed =
        [
            null,
            Handles.Error,
            Handles.Timeout,
            Handles.NoMatch,
            Handles.Invalid,
            Handles.True,
            Handles.False,
            Handles.Else,
        ];

        private readonly Dictionary<string, (string FlowId, int Version)> sessions = [];

        public Dictionary<string, HashSet<string>> Entered { get; } = [];
        public Dictionary<string, HashSet<string>> Ways { get; } = [];
        public Dictionary<string, HashSet<string>> Left { get; } = [];
        public List<string> Unnamed { get; } = [];
        public HashSet<Type> Events { get; } = [];
        public HashSet<Outcome> Outcomes { get; } = [];
        public HashSet<WaitFor> Waits { get; } = [];
        public HashSet<Node> Spoke { get; } = new(ReferenceEqualityComparer.Instance);
        public HashSet<Node> Speakers { get; } = new(ReferenceEqualityComparer.Instance);
        public HashSet<Node> Waited { get; } = new(ReferenceEqualityComparer.Instance);
        public HashSet<Node> Waiters { get; } = new(ReferenceEqualityComparer.Instance);

        public void Add(Played played)
        {
            sessions.Clear();
            foreach (var events in played.Turns.Select(turn => turn.Events))
            {
                foreach (var (at, fact) in events.Index())
                {
                    var isLast = at + 1 < events.Count && events[at + 1] is SessionEnded { Outcome: Outcome.Failed };
                    if (fact is MessageCreated && isLast)
                        continue; // a failure text is the flow's, not the node's
                    Add(played, fact);
                }
            }
        }

        private void Add(Played played, FlowEvent fact)
        {
            Events.Add(fact.GetType());
            switch (fact)
            {
                case SessionStarted started:
                    sessions[started.SessionId] = (started.FlowId, started.Version);
                    break;
                case SessionMoved moved when sessions[moved.SessionId].FlowId == moved.FlowId:
                    sessions[moved.SessionId] = (moved.FlowId, moved.To);
                    break;
                case NodeEntered entered when Find(played, fact, entered.SessionId, entered.NodeId) is var (type, node):
                    Note(Entered, type, entered.NodeId);
                    foreach (var way in node.Ways)
                        Note(Ways, type, Kind(way));
                    if (node.Speaks)
                        Speakers.Add(node);
                    if (node.Waits)
                        Waiters.Add(node);
                    break;
                case NodeLeft left when Find(played, fact, left.SessionId, left.NodeId) is var (type, node):
                    Note(Left, type, Kind(left.Handle));
                    if (!node.Ways.Contains(left.Handle) && node is not (GotoNode or NoteNode))
                        Unnamed.Add($"{type} by {left.Handle ?? "next"}");
                    break;
                case MessageCreated said:
                    Spoke.Add(played.Flows.First(flow => Is(flow, said.FlowId, said.Version)).Node(said.NodeId)!);
                    break;
                case WaitBegan wait when Find(played, fact, wait.SessionId, wait.NodeId) is var (_, node):
                    Waits.Add(wait.For);
                    Waited.Add(node);
                    break;
                case SessionEnded ended:
                    Outcomes.Add(ended.Outcome);
                    break;
            }
        }

        /// <summary>The options of one node and the branches of another are one kind of way.</summary>
        private static string Kind(string? handle) => Fixed.Contains(handle) ? handle ?? "next" : "one of its own";

        private static bool Is(FlowVersion flow, string id, int version) => flow.FlowId == id && flow.Number == version;

        private (string Type, Node Node)? Find(Played played, FlowEvent fact, string sessionId, string nodeId)
        {
            var (id, version) = fact.Within is { } sub ? (sub.FlowId, sub.Version) : sessions[sessionId];
            var node = played.Flows.FirstOrDefault(flow => Is(flow, id, version))?.Node(nodeId);
            return node is null ? null : (TypeOf(node), node);
        }

        private static string TypeOf(Node node) =>
            Node.Types.First(type => type.Value.Method.DeclaringType == node.GetType()).Key;

        private static void Note(Dictionary<string, HashSet<string>> book, string type, string entry)
        {
            if (!book.TryGetValue(type, out var entries))
                book[type] = entries = [];
            entries.Add(entry);
        }
    }
}
