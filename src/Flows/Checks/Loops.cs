namespace WhatsAppBot.Flows.Checks;

/// <summary>Finds the loops of a graph in time that grows with its edges (Tarjan's strong components, without recursion).</summary>
internal static class Loops
{
    /// <summary>Groups of nodes that can all come back to themselves by way of nodes of the list only, each in the order of the list.</summary>
    public static List<List<string>> In(IReadOnlyList<string> ids, Func<string, IEnumerable<string>> after)
    {
        var place = new Dictionary<string, int>(ids.Count, StringComparer.Ordinal);
        for (var i = 0; i < ids.Count; i++)
            place[ids[i]] = i;
        var next = new int[ids.Count][];
        for (var i = 0; i < next.Length; i++)
            next[i] = [.. after(ids[i]).Where(place.ContainsKey).Select(id => place[id]).Distinct()];

        return
        [
            .. Components(next)
                .Where(group => group.Count > 1 || next[group[0]].Contains(group[0]))
                .Select(group => group.Order().Select(i => ids[i]).ToList())
                .OrderBy(group => place[group[0]]),
        ];
    }

    /// <summary>The shortest way from a node back to itself inside its loop.</summary>
    public static List<string> Round(string from, HashSet<string> loop, Func<string, IEnumerable<string>> after)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var queue = new Queue<string>([from]);
        while (!cameFrom.ContainsKey(from) && queue.TryDequeue(out var id))
        {
            foreach (var target in after(id).Where(loop.Contains))
            {
                if (cameFrom.TryAdd(target, id))
                    queue.Enqueue(target);
            }
        }

        var path = new List<string> { from };
        for (var at = cameFrom[from]; at != from; at = cameFrom[at])
            path.Add(at);
        path.Add(from);
        path.Reverse();
        return path;
    }

    private static List<List<int>> Components(int[][] next)
    {
        var groups = new List<List<int>>();
        var order = new int[next.Length];
        var low = new int[next.Length];
        var isOpen = new bool[next.Length];
        var open = new Stack<int>();
        var calls = new Stack<(int Node, int Edge)>();
        var count = 0;
        for (var start = 0; start < next.Length; start++)
        {
            if (order[start] == 0)
                calls.Push((start, 0));
            while (calls.TryPop(out var call))
            {
                var (node, edge) = call;
                if (edge == 0)
                {
                    order[node] = low[node] = ++count;
                    open.Push(node);
                    isOpen[node] = true;
                }
                else
                    low[node] = Math.Min(low[node], low[next[node][edge - 1]]);

                while (edge < next[node].Length && order[next[node][edge]] != 0)
                {
                    if (isOpen[next[node][edge]])
                        low[node] = Math.Min(low[node], order[next[node][edge]]);
                    edge++;
                }

                if (edge < next[node].Length)
                {
                    calls.Push((node, edge + 1));
                    calls.Push((next[node][edge], 0));
                    continue;
                }

                if (low[node] == order[node])
                    groups.Add(Close(node, open, isOpen));
            }
        }
        return groups;
    }

    private static List<int> Close(int root, Stack<int> open, bool[] isOpen)
    {
        var group = new List<int>();
        int node;
        do
        {
            node = open.Pop();
            isOpen[node] = false;
            group.Add(node);
        } while (node != root);
        return group;
    }
}
