namespace WhatsAppBot.Flows.Templates;

/// <summary>A part of a template or rule that has a value.</summary>
internal abstract record Expression
{
    /// <summary>The expressions that this one is made of.</summary>
    public virtual IEnumerable<Expression> Inner => [];

    public abstract object? Evaluate(Rendering at);
}

internal sealed record Literal(object? Value) : Expression
{
    public override object? Evaluate(Rendering at) => Value;
}

internal sealed record Name(string Text) : Expression
{
    public override object? Evaluate(Rendering at) => at.Find(Text);
}

internal sealed record Part(Expression Whole, string Name) : Expression
{
    public override IEnumerable<Expression> Inner => [Whole];

    public override object? Evaluate(Rendering at) => Values.Member(Whole.Evaluate(at), Name);
}

internal sealed record Item(Expression Whole, Expression Key) : Expression
{
    public override IEnumerable<Expression> Inner => [Whole, Key];

    public override object? Evaluate(Rendering at) => Values.Index(Whole.Evaluate(at), Key.Evaluate(at));
}

internal sealed record Span(Expression From, Expression To) : Expression
{
    public override IEnumerable<Expression> Inner => [From, To];

    public override object? Evaluate(Rendering at)
    {
        var from = Values.Number(From.Evaluate(at)) ?? 0;
        var to = Values.Number(To.Evaluate(at)) ?? 0;
        if (Math.Abs(from) > int.MaxValue / 2 || Math.Abs(to) > int.MaxValue / 2 || to - from >= Rendering.MostItems)
            return at.Fail($"a range of more than {Rendering.MostItems} numbers");

        var items = new List<object?>();
        for (var number = decimal.Truncate(from); number <= to; number++)
            items.Add(number);
        return items;
    }
}

internal sealed record Both(Expression Left, Expression Right) : Expression
{
    public override IEnumerable<Expression> Inner => [Left, Right];

    public override object? Evaluate(Rendering at) =>
        Values.Truthy(Left.Evaluate(at)) && Values.Truthy(Right.Evaluate(at));
}

internal sealed record Either(Expression Left, Expression Right) : Expression
{
    public override IEnumerable<Expression> Inner => [Left, Right];

    public override object? Evaluate(Rendering at) =>
        Values.Truthy(Left.Evaluate(at)) || Values.Truthy(Right.Evaluate(at));
}

internal sealed record Not(Expression Of) : Expression
{
    public override IEnumerable<Expression> Inner => [Of];

    public override object? Evaluate(Rendering at) => !Values.Truthy(Of.Evaluate(at));
}

internal sealed record Comparison(Expression Left, string Operator, Expression Right) : Expression
{
    public override IEnumerable<Expression> Inner => [Left, Right];

    public override object? Evaluate(Rendering at)
    {
        at.Step();
        var (left, right) = (Left.Evaluate(at), Right.Evaluate(at));
        return Operator switch
        {
            "==" => Values.Same(left, right),
            "!=" or "<>" => !Values.Same(left, right),
            "contains" => Contains(left, right, at),
            ">" => Values.Order(left, right) > 0,
            ">=" => Values.Order(left, right) >= 0,
            "<" => Values.Order(left, right) < 0,
            _ => Values.Order(left, right) <= 0,
        };
    }

    private static bool Contains(object? whole, object? part, Rendering at) =>
        whole is string text
            ? part is not null && text.Contains(at.Text(part), StringComparison.Ordinal)
            : at.Items(whole).Any(item => Values.Same(item, part));
}

internal sealed record Filtered(
    Expression Value,
    Filter Filter,
    IReadOnlyList<Expression> Arguments,
    IReadOnlyDictionary<string, Expression> Named
) : Expression
{
    public override IEnumerable<Expression> Inner => [Value, .. Arguments, .. Named.Values];

    public override object? Evaluate(Rendering at)
    {
        var value = Value.Evaluate(at);
        var arguments = new object?[Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Arguments[i].Evaluate(at);
        if (!at.Step())
            return null;

        var result = Filter(value, new FilterCall(arguments, Named, at));
        return result is string text ? at.Bounded(text) : result;
    }
}
