using System.Globalization;

namespace WhatsAppBot.Flows.Older;

/// <summary>
/// Reads JavaScript conditions by its rules of precedence: <c>||</c>, <c>&amp;&amp;</c>, equality, order, <c>!</c>, members. Nothing is run. What is
/// outside the common forms makes the whole unreadable, and <see cref="Refused"/> says why.
/// </summary>
internal sealed class JsReader
{
    private const int MostDepth = 50;
    private const int MostSource = 4_000;
    private static readonly string[] Methods =
    [
        "endsWith",
        "includes",
        "indexOf",
        "startsWith",
        "toLowerCase",
        "toUpperCase",
        "trim",
    ];

    private readonly List<JsToken> tokens;
    private int at;
    private int depth;

    private JsReader(List<JsToken> tokens) => this.tokens = tokens;

    public string? Refused { get; private set; }

    private JsToken Here => tokens[at];

    /// <summary>The expression of a condition, also behind <c>return</c>; null and a reason when it is none of ours.</summary>
    public static (JsExpression? Expression, string? Refused) Read(string source)
    {
        if (source.Length > MostSource)
            return (null, "it is too long");
        if (JsTokens.Of(source) is not { } tokens)
            return (null, "it has signs that only JavaScript knows");

        var reader = new JsReader(tokens);
        if (reader.Here is { Kind: JsKind.Name, Value: "return" })
            reader.at++;
        var expression = reader.Or();
        reader.Take(";");
        if (reader.Here.Kind != JsKind.End)
            reader.Refuse($"“{reader.Here.Value}” cannot be translated");
        return reader.Refused is { } why ? (null, why) : (expression, null);
    }

    private JsExpression Or()
    {
        if (++depth > MostDepth)
            return Refuse("it is nested too deeply");

        var left = And();
        while (Take("||"))
            left = new JsLogical(false, left, And());
        depth--;
        return left;
    }

    private JsExpression And()
    {
        var left = Equality();
        while (Take("&&"))
            left = new JsLogical(true, left, Equality());
        return left;
    }

    private JsExpression Equality()
    {
        var left = Order();
        while (TakeOne("===", "!==", "==", "!=") is { } sign)
            left = new JsComparison(sign[0] == '!' ? "!=" : "==", left, Order());
        return left;
    }

    private JsExpression Order()
    {
        var left = Unary();
        while (TakeOne("<=", ">=", "<", ">") is { } sign)
            left = new JsComparison(sign, left, Unary());
        return left;
    }

    private JsExpression Unary()
    {
        if (Take("!"))
        {
            if (++depth > MostDepth)
                return Refuse("it is nested too deeply");

            var negated = new JsNot(Unary());
            depth--;
            return negated;
        }

        if (Take("-"))
            return Members(Here.Kind == JsKind.Number ? Number("-") : Refuse("“-” cannot be translated"));
        return Members(Primary());
    }

    private JsExpression Primary()
    {
        switch (Here)
        {
            case { Kind: JsKind.Text } text:
                at++;
                return new JsLiteral(text.Value);
            case { Kind: JsKind.Number }:
                return Number("");
            case { Kind: JsKind.Name } name:
                at++;
                return name.Value switch
                {
                    "true" => new JsLiteral(true),
                    "false" => new JsLiteral(false),
                    "null" or "undefined" => new JsLiteral(null),
                    "context" => new JsPath([]),
                    _ => Refuse($"“{name.Value}” is not part of the context"),
                };
        }

        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : Refuse("a ) is missing");
        }
        return Take("[") ? List() : Refuse($"“{Here.Value}” cannot be translated");
    }

    private JsExpression List()
    {
        var items = new List<JsExpression>();
        while (Refused is null && !Take("]"))
        {
            items.Add(Or());
            if (!Take(",") && !Here.Is("]"))
                return Refuse("a ] is missing");
        }
        return new JsList(items);
    }

    private JsExpression Members(JsExpression whole)
    {
        while (Refused is null)
        {
            var isOptional = Take("?.");
            if (Here.Is("["))
            {
                at++;
                whole = Inside(whole);
            }
            else if (isOptional || Take("."))
                whole = Member(whole);
            else
                break;
        }
        return whole;
    }

    private JsExpression Inside(JsExpression whole)
    {
        object? key = Here switch
        {
            { Kind: JsKind.Text } text => text.Value,
            { Kind: JsKind.Number } number
                when int.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) =>
                index,
            _ => null,
        };
        if (key is null || whole is not JsPath path)
            return Refuse("a computed name cannot be translated");

        at++;
        return Take("]") ? new JsPath([.. path.Parts, key]) : Refuse("a computed name cannot be translated");
    }

    private JsExpression Member(JsExpression whole)
    {
        if (Here.Kind != JsKind.Name)
            return Refuse("a name is missing after the dot");

        var name = tokens[at++].Value;
        if (Take("("))
        {
            var arguments = new List<JsExpression>();
            while (Refused is null && !Take(")"))
            {
                arguments.Add(Or());
                if (!Take(",") && !Here.Is(")"))
                    return Refuse("a ) is missing");
            }
            return new JsCall(whole, name, arguments);
        }

        if (name == "length")
            return new JsLength(whole);
        if (Array.IndexOf(Methods, name) >= 0)
            return Refuse($"“{name}” without a call cannot be translated");
        return whole is JsPath path ? new JsPath([.. path.Parts, name]) : Refuse($"“.{name}” cannot be translated");
    }

    private JsLiteral Number(string sign) =>
        new(decimal.Parse(sign + tokens[at++].Value, NumberStyles.Number, CultureInfo.InvariantCulture));

    private bool Take(string sign)
    {
        if (!Here.Is(sign))
            return false;

        at++;
        return true;
    }

    private string? TakeOne(params ReadOnlySpan<string> signs)
    {
        foreach (var sign in signs)
        {
            if (Take(sign))
                return sign;
        }
        return null;
    }

    private JsLiteral Refuse(string why)
    {
        Refused ??= why;
        at = tokens.Count - 1;
        return new JsLiteral(null);
    }
}
