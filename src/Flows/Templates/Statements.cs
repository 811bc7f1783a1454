namespace WhatsAppBot.Flows.Templates;

/// <summary>A part of a template that writes something or changes what is written.</summary>
internal abstract record Statement
{
    /// <summary>The expressions that it reads, without those of the statements inside it.</summary>
    public virtual IEnumerable<Expression> Reads => [];

    /// <summary>The statements inside it.</summary>
    public virtual IEnumerable<Statement> Inner => [];

    /// <summary>The name that it gives a value for the rest of the template.</summary>
    public virtual string? Sets => null;

    public abstract void Write(Rendering to);

    public static void WriteAll(IReadOnlyList<Statement> body, Rendering to)
    {
        for (var i = 0; i < body.Count && to.Step(); i++)
            body[i].Write(to);
    }
}

internal sealed record Plain(string Text) : Statement
{
    public override void Write(Rendering to) => to.Write(Text);
}

internal sealed record Print(Expression Value) : Statement
{
    public override IEnumerable<Expression> Reads => [Value];

    private readonly Insertion how =
        Value is not Filtered filtered ? Insertion.Text
        : ReferenceEquals(filtered.Filter, Filters.All["raw"]) ? Insertion.Raw
        : ReferenceEquals(filtered.Filter, Filters.All["json"]) ? Insertion.Json
        : Insertion.Text;

    public override void Write(Rendering to) => to.Print(Value.Evaluate(to), how);
}

internal sealed record Assign(string Name, Expression Value) : Statement
{
    public override IEnumerable<Expression> Reads => [Value];

    public override string? Sets => Name;

    public override void Write(Rendering to) => to.Set(Name, Value.Evaluate(to));
}

internal sealed record Capture(string Name, IReadOnlyList<Statement> Body) : Statement
{
    public override IEnumerable<Statement> Inner => Body;

    public override string? Sets => Name;

    public override void Write(Rendering to) => to.Set(Name, to.Capture(Body));
}

internal sealed record Signal(LoopSignal Kind) : Statement
{
    public override void Write(Rendering to) => to.Signal = Kind;
}

/// <summary>The first branch whose condition holds; <c>else</c> has a literal true.</summary>
internal sealed record Choice(IReadOnlyList<(Expression When, IReadOnlyList<Statement> Then)> Branches) : Statement
{
    public override IEnumerable<Expression> Reads => Branches.Select(branch => branch.When);

    public override IEnumerable<Statement> Inner => Branches.SelectMany(branch => branch.Then);

    public override void Write(Rendering to)
    {
        foreach (var (when, then) in Branches)
        {
            if (!Values.Truthy(when.Evaluate(to)))
                continue;

            WriteAll(then, to);
            return;
        }
    }
}

internal sealed record Loop(
    string Name,
    Expression Over,
    Expression? Limit,
    Expression? Offset,
    bool Reversed,
    IReadOnlyList<Statement> Body,
    IReadOnlyList<Statement> Otherwise
) : Statement
{
    public override IEnumerable<Expression> Reads => new[] { Over, Limit, Offset }.OfType<Expression>();

    public override IEnumerable<Statement> Inner => [.. Body, .. Otherwise];

    public override string? Sets => Name;

    public override void Write(Rendering to)
    {
        var items = to.Items(Over.Evaluate(to))
            .Skip(Whole(Offset, to) ?? 0)
            .Take(Whole(Limit, to) ?? Rendering.MostItems)
            .ToList();
        if (Reversed)
            items.Reverse();
        if (items.Count == 0)
            WriteAll(Otherwise, to);

        var (outerItem, outerLoop) = (to.Find(Name), to.Find("forloop"));
        for (var i = 0; i < items.Count && to.Step(); i++)
        {
            to.Set(Name, items[i]);
            to.Set("forloop", new Round(i, items.Count));
            WriteAll(Body, to);
            if (to.Signal == LoopSignal.Break)
                break;
            to.Signal = LoopSignal.None;
        }

        if (to.Signal == LoopSignal.Break)
            to.Signal = LoopSignal.None;
        if (items.Count > 0)
        {
            to.Set(Name, outerItem);
            to.Set("forloop", outerLoop);
        }
    }

    private static int? Whole(Expression? of, Rendering to) =>
        of is not null && Values.Number(of.Evaluate(to)) is { } number
            ? (int)Math.Clamp(number, 0, Rendering.MostItems)
            : null;

    private sealed record Round(int Index, int Length) : ILookup
    {
        public IEnumerable<string> Names => ["index", "index0", "rindex", "rindex0", "first", "last", "length"];

        public object? Find(string name) =>
            name switch
            {
                "index" => Index + 1m,
                "index0" => (decimal)Index,
                "rindex" => (decimal)(Length - Index),
                "rindex0" => Length - Index - 1m,
                "first" => Index == 0,
                "last" => Index == Length - 1,
                "length" => (decimal)Length,
                _ => null,
            };
    }
}
