using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Checks;

/// <summary>A template or an expression of a flow, and the node and field where it stands.</summary>
internal sealed record Reading(string ElementId, string Field, Template? Text, Expression? Formula)
{
    /// <summary>
    /// The names that it looks up outside itself, each with the part of it that is asked for: <c>contact.age</c> is (contact, age).
    /// </summary>
    public IEnumerable<(string Root, string? Part)> Paths()
    {
        var found = new HashSet<(string, string?)>();
        if (Formula is not null)
            Collect(Formula, found);
        if (Text is null)
            return found;

        var own = new HashSet<string>(StringComparer.Ordinal) { "forloop" };
        foreach (var statement in Text.Body)
            Collect(statement, found, own);
        return found.Where(path => !own.Contains(path.Item1));
    }

    private static void Collect(Statement statement, HashSet<(string, string?)> found, HashSet<string> own)
    {
        if (statement.Sets is { } name)
            own.Add(name);
        foreach (var read in statement.Reads)
            Collect(read, found);
        foreach (var inner in statement.Inner)
            Collect(inner, found, own);
    }

    private static void Collect(Expression expression, HashSet<(string, string?)> found)
    {
        switch (expression)
        {
            case Name name:
                found.Add((name.Text, null));
                return;
            case Part(Name whole, var part):
                found.Add((whole.Text, part));
                return;
            case Item(Name whole, Literal { Value: string part }):
                found.Add((whole.Text, part));
                return;
        }

        foreach (var inner in expression.Inner)
            Collect(inner, found);
    }
}

/// <summary>An edge of a document; a null handle is the one without a name.</summary>
internal sealed record Edge(string Id, string Source, string? Handle, string Target);
