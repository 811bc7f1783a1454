using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>
/// The nodes that one turn has come to, and when that is too much. Three rules keep a turn from running for ever: at most 500 steps at
/// nodes that say something or can wait, at most 2,000 steps in all (nodes that only compute are cheap, and a loop that counts may go round
/// some hundred times), and no node twice with exactly the same variables, because that cannot end.
/// </summary>
internal sealed class Visits(Run run)
{
    private const int MostSteps = 500;
    private const int MostSilentSteps = 2_000;
    private const int ShownPath = 12;
    private const int MostCompared = 16 * 1024 * 1024;

    private readonly List<Visit> path = [];
    private HashSet<UInt128>? states;
    private int loudSteps;
    private int compared;

    /// <summary>Notes the visit; a reason to stop if it is one too many.</summary>
    public string? Add(Node node)
    {
        var visit = new Visit(node, run.Place, run.Changes);
        var isBack = false;
        foreach (var earlier in path)
        {
            if (!ReferenceEquals(earlier.Node, node) || earlier.Place != visit.Place)
                continue;

            if (earlier.Changes == visit.Changes)
                return Add(visit, "a loop that cannot end");

            isBack = true;
        }

        if (isBack && IsKnown(node))
            return Add(visit, "a loop that cannot end");

        if (node.Speaks || node.Waits)
            loudSteps++;
        return Add(
            visit,
            loudSteps > MostSteps ? $"more than {MostSteps} steps in one turn"
                : path.Count >= MostSilentSteps ? $"more than {MostSilentSteps} steps in one turn"
                : null
        );
    }

    /// <summary>The reason with the nodes that the turn came to last.</summary>
    public string Blame(string why) =>
        $"{why}: {string.Join(" → ", path.TakeLast(ShownPath).Select(visit => visit.Node.Id))}";

    private string? Add(Visit visit, string? problem)
    {
        path.Add(visit);
        return problem is null ? null : Blame(problem);
    }

    /// <summary>
    /// Variables that change and change back: compared by their hash, only from the first return on, so that straight walks pay nothing, and
    /// only so much of them, so that large ones cost no time.
    /// </summary>
    private bool IsKnown(Node node)
    {
        if (compared > MostCompared)
            return false;

        var state = new JsonArray(node.Id, run.Place, run.Variables.Current.DeepClone());
        foreach (var caller in run.Callers)
            state.Add(caller.Variables.DeepClone());
        if (run.Contact.Fields is { } fields)
            state.Add(fields.DeepClone());
        state.Add(string.Join(',', run.Contact.Tags ?? []));
        state.Add(run.Contact.Name);
        state.Add(run.Contact.Language);
        state.Add(run.Contact.OptedOut);

        var text = Encoding.UTF8.GetBytes(state.ToJsonString());
        compared += text.Length;
        var hash = SHA256.HashData(text);
        return !(states ??= []).Add(BitConverter.ToUInt128(hash));
    }

    private readonly record struct Visit(Node Node, string Place, int Changes);
}
