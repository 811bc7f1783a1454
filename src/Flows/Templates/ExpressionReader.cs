using System.Globalization;

namespace WhatsAppBot.Flows.Templates;

/// <summary>
/// Reads Liquid expressions: paths in both bracket forms, comparisons, <c>and</c>/<c>or</c> (from right to left, as Liquid has it; parentheses
/// say otherwise), filters, also inside parentheses. The first mistake is kept in <see cref="Error"/>.
/// </summary>
internal sealed class ExpressionReader(string text, int depth = 0)
{
    private const int MostDepth = 100;
    private static readonly string[] Operators = ["==", "!=", "<>", ">=", "<=", ">", "<"];

    private int at;
    private int depth = depth;

    public string? Error { get; private set; }

    public static (Expression? Expression, string? Error) ReadWhole(string text)
    {
        var reader = new ExpressionReader(text);
        var expression = reader.Filtered();
        reader.End();
        return reader.Error is null ? (expression, null) : (null, reader.Error);
    }

    public void End()
    {
        Blank();
        if (at < text.Length)
            Fail($"cannot read from “{text[at..Math.Min(text.Length, at + 20)]}” on");
    }

    public Expression Filtered()
    {
        var value = Logical();
        while (Take("|"))
        {
            var name = Word();
            if (!Filters.All.TryGetValue(name, out var filter))
                return Fail($"there is no filter “{name}”");

            var arguments = new List<Expression>();
            var named = new Dictionary<string, Expression>(StringComparer.Ordinal);
            if (Take(":"))
            {
                do
                {
                    var start = at;
                    if (Word() is { Length: > 0 } key && Take(":"))
                    {
                        named[key] = Primary();
                        continue;
                    }

                    if (Error is null)
                        at = start;
                    arguments.Add(Primary());
                } while (Take(","));
            }

            value = new Filtered(value, filter, arguments, named);
            if (++depth > MostDepth)
                return Fail("nested too deeply");
        }
        return value;
    }

    public Expression Logical()
    {
        if (++depth > MostDepth)
            return Fail("nested too deeply");

        var left = Comparison();
        Expression whole =
            TakeWord("and") ? new Both(left, Logical())
            : TakeWord("or") ? new Either(left, Logical())
            : left;
        depth--;
        return whole;
    }

    public Expression Primary()
    {
        Blank();
        if (at >= text.Length)
            return Fail("a value is missing");

        var c = text[at];
        if (c is '\'' or '"')
            return new Literal(Quoted(c));

        if (c == '(')
            return Parenthesised();

        if (char.IsAsciiDigit(c) || (c == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return Number();

        var word = Word();
        return word switch
        {
            "" => Fail($"cannot read from “{text[at..Math.Min(text.Length, at + 20)]}” on"),
            "true" => new Literal(true),
            "false" => new Literal(false),
            "nil" or "null" => new Literal(null),
            "empty" or "blank" => new Literal(Values.Empty),
            _ => Path(new Name(word)),
        };
    }

    public string Word()
    {
        Blank();
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-'))
            at++;
        return text[start..at];
    }

    public bool Take(string sign)
    {
        Blank();
        if (!text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal))
            return false;

        at += sign.Length;
        return true;
    }

    public bool TakeWord(string word)
    {
        var start = at;
        if (Word() == word)
            return true;

        if (Error is null)
            at = start;
        return false;
    }

    public Expression Fail(string why)
    {
        Error ??= why;
        at = text.Length;
        return new Literal(null);
    }

    private Expression Comparison() => TakeWord("not") ? new Not(Compared()) : Compared();

    private Expression Compared()
    {
        var left = Primary();
        foreach (var sign in Operators)
        {
            if (Take(sign))
                return new Comparison(left, sign, Primary());
        }
        return TakeWord("contains") ? new Comparison(left, "contains", Primary()) : left;
    }

    private Expression Path(Expression whole)
    {
        for (var links = 0; at < text.Length; links++)
        {
            if (links > MostDepth)
                return Fail("nested too deeply");

            if (text[at] == '.' && !text.AsSpan(at).StartsWith("..", StringComparison.Ordinal))
            {
                at++;
                var name = Word();
                if (name.Length == 0)
                    return Fail("a name is missing after the dot");
                whole = new Part(whole, name);
            }
            else if (text[at] == '[')
            {
                at++;
                if (++depth > MostDepth)
                    return Fail("nested too deeply");
                whole = new Item(whole, Primary());
                depth--;
                if (!Take("]"))
                    return Fail("a ] is missing");
            }
            else
                break;
        }
        return whole;
    }

    private Expression Parenthesised()
    {
        at++;
        var inner = Filtered();
        if (Take(".."))
            inner = new Span(inner, Primary());
        return Take(")") ? Path(inner) : Fail("a ) is missing");
    }

    private Literal Number()
    {
        var start = at++;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
        }

        if (
            decimal.TryParse(
                text.AsSpan(start, at - start),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
            return new Literal(number);

        Fail("a number is too large");
        return new Literal(null);
    }

    private string Quoted(char quote)
    {
        var end = text.IndexOf(quote, at + 1);
        if (end < 0)
        {
            Fail("a quote is not closed");
            return "";
        }

        var inside = text[(at + 1)..end];
        at = end + 1;
        return inside;
    }

    private void Blank()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
    }
}
