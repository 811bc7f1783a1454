using WhatsAppBot.Flows.Nodes;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Names that templates and rules read and nothing sets, and names that nothing can set.</summary>
internal static class VariableChecks
{
    /// <summary>A flow full of unknown names is not misspelt: looking for near names ends here.</summary>
    private const int MostGuesses = 100;

    private const int ShownName = 50;

    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around) =>
        [.. Unsettable(draft), .. Unknown(draft, around)];

    private static IEnumerable<Problem> Unsettable(Draft draft)
    {
        foreach (var id in draft.Types.Keys)
        {
            foreach (var (field, path) in draft.Sets(id).Where(IsUnsettable))
                yield return Wrong(
                    "bad_variable",
                    id,
                    field,
                    $"“{Texts.Shorten(path, ShownName)}” cannot name a variable; write up to 20 words with dots between them, 200 characters at most."
                );
        }
    }

    /// <summary>That a key is missing is told where the node is read.</summary>
    private static bool IsUnsettable((string Field, string Path) set) =>
        !Flows.Variables.IsName(set.Path) && !(set.Field == "key" && string.IsNullOrWhiteSpace(set.Path));

    private static IEnumerable<Problem> Unknown(Draft draft, FlowSurroundings around)
    {
        var set = Given(draft, around);
        var people = People(draft, around);
        var isOpen = TakesAnyName(draft);
        var told = new HashSet<(string, string)>();
        var nearest = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var reading in draft.Readings.Where(reading => !IsAnswer(draft, reading)))
        {
            foreach (var (root, part) in reading.Paths())
            {
                if (Stranger(root, part, set, people) is not var (name, known) || !told.Add((reading.ElementId, name)))
                    continue;

                if (!nearest.TryGetValue(name, out var near))
                    nearest[name] = near = nearest.Count < MostGuesses ? Nearest.To(name, known) : null;
                if (near is not null || !isOpen || root == "contact")
                    yield return Warn(
                        "unknown_variable",
                        reading.ElementId,
                        reading.Field,
                        (
                            name.Contains('.', StringComparison.Ordinal)
                                ? $"There is no “{name}”"
                                : $"Nothing in this flow sets “{name}”"
                        ) + (near is null ? "; set it before it is read." : $"; did you mean “{near}”?")
                    );
            }
        }
    }

    /// <summary>
    /// Whoever starts the flow by the API may bring variables of any name, and so may a flow inside that gives back what it likes: then only a
    /// near miss is suspicious.
    /// </summary>
    private static bool TakesAnyName(Draft draft) =>
        draft.Triggers.Any(trigger => trigger.Kind == TriggerKind.Api)
        || draft.Types.Any(node => node.Value == "subflow" && !draft.KeysOf(node.Key, "returns").Any());

    /// <summary>What a flow inside gives back is looked up in its answer, not in this flow.</summary>
    private static bool IsAnswer(Draft draft, Reading reading) =>
        reading.Field == "returns" && draft.Types.GetValueOrDefault(reading.ElementId) == "subflow";

    /// <summary>The name that is not known and those that it could be, or null.</summary>
    private static (string Name, IEnumerable<string> Known)? Stranger(
        string root,
        string? part,
        HashSet<string> set,
        HashSet<string>? people
    ) =>
        root switch
        {
            "contact" => Among(root, part, people),
            "message" => Among(root, part, KnownNames.Message),
            "flow" => Among(root, part, KnownNames.Flow),
            "channel" => Among(root, part, KnownNames.Channel),
            "vars" => part is null or "size" ? null : Variable(part, set),
            "context" => part is null or "size" || KnownNames.Scopes.Contains(part) ? null : Variable(part, set),
            _ => KnownNames.Scopes.Contains(root) ? null : Variable(root, set),
        };

    private static (string, IEnumerable<string>)? Among(string root, string? part, IReadOnlySet<string>? known) =>
        part is null || known is null || known.Contains(part)
            ? null
            : ($"{root}.{part}", known.Select(name => $"{root}.{name}"));

    private static (string, IEnumerable<string>)? Variable(string name, HashSet<string> set) =>
        set.Contains(name) || KnownNames.Older.Contains(name)
            ? null
            : (name, set.Concat(KnownNames.Older).Concat(KnownNames.Scopes));

    /// <summary>What the nodes set, and what other published flows hand over when they call this one.</summary>
    private static HashSet<string> Given(Draft draft, FlowSurroundings around)
    {
        var handed = around
            .Published.SelectMany(Calls.Of)
            .Where(call => call.FlowId == draft.FlowId)
            .SelectMany(call => call.Inputs);
        return draft
            .Types.Keys.SelectMany(draft.Variables)
            .Concat(handed)
            .Select(Root)
            .Where(name => name.Length > 0)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static HashSet<string>? People(Draft draft, FlowSurroundings around) =>
        around.CustomFields is { } own
            ? draft
                .Types.Keys.Where(id => draft.Types[id] == "contact")
                .SelectMany(id => draft.KeysOf(id, "fields"))
                .Concat(own)
                .Concat(KnownNames.Contact)
                .ToHashSet(StringComparer.Ordinal)
            : null;

    /// <summary>The first name of a path, in the way that variables are set.</summary>
    private static string Root(string path)
    {
        var parts = path.Split(
            ['.', '[', ']'],
            3,
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        return parts switch
        {
            ["vars" or "context", var name, ..] => name,
            [var name, ..] => name,
            _ => "",
        };
    }
}
