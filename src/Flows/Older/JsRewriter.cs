using System.Globalization;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Older;

/// <summary>
/// Writes a JavaScript condition as an expression of ours that holds in the same cases. In JavaScript an empty text and 0 are false, in Liquid
/// they are true: whatever stands alone as a condition is compared with both. Like all comparisons here it takes the text "0" for the number.
/// </summary>
internal sealed class JsRewriter
{
    private const int MostValue = 4_000;

    private string? refused;

    /// <summary>The expression, or null and why it cannot be written.</summary>
    public static (string? Expression, string? Refused) Rewrite(string source)
    {
        var (read, refused) = JsReader.Read(source);
        if (read is null)
            return (null, refused);

        var rewriter = new JsRewriter();
        var written = rewriter.Test(read);
        if (rewriter.refused is { } why)
            return (null, why);

        var error = ExpressionReader.ReadWhole(written).Error;
        return error is null ? (written, null) : (null, error);
    }

    /// <summary>Where only true or false counts.</summary>
    private string Test(JsExpression of) =>
        of switch
        {
            JsLogical logical =>
                $"{Side(logical.Left, logical.IsAnd)} {(logical.IsAnd ? "and" : "or")} {Side(logical.Right, logical.IsAnd)}",
            JsNot(JsNot(var inner)) => Test(inner),
            JsNot(var inner) => $"not ({Test(inner)})",
            JsComparison comparison => Compare(comparison),
            JsCall { Method: "includes" or "startsWith" or "endsWith" } call => Ask(call),
            JsLiteral(var value) => value is null or false or "" or 0m ? "false" : "true",
            JsLength length => $"{Value(length)} > 0",
            JsList => Refuse("a list is no condition"),
            _ when Value(of) is var value => $"({value} and {value} != '' and {value} != 0)",
            _ => Refuse("it is no condition"),
        };

    /// <summary>Liquid's <c>and</c> and <c>or</c> bind alike: parentheses say what JavaScript's precedence says.</summary>
    private string Side(JsExpression of, bool isAnd) =>
        of is JsLogical inner && inner.IsAnd != isAnd ? $"({Test(of)})" : Test(of);

    private string Compare(JsComparison comparison)
    {
        if (Index(comparison) is { } asked)
            return asked;

        var isOrder = comparison.Operator[0] is '<' or '>';
        if (isOrder && (IsTest(comparison.Left) || IsTest(comparison.Right)))
            return Refuse("a comparison of comparisons cannot be translated");

        return $"{Value(comparison.Left)} {comparison.Operator} {Value(comparison.Right)}";
    }

    private string Ask(JsCall call)
    {
        if (call.Arguments is not [var argument])
            return Refuse($"“{call.Method}” wants one value");

        if (call.Method is "startsWith" or "endsWith")
            return argument is JsLiteral { Value: string part } && part.Length > 0
                ? $"({Chain(call.On)} | slice: {Edge(call.Method, part)}) == {Quoted(part)}"
                : Refuse($"“{call.Method}” can be translated for a plain text only");

        if (call.On is not JsList list)
            return $"{Value(call.On)} contains {Value(argument)}";

        if (list.Items.Count == 0)
            return "false";

        var sought = Value(argument);
        return $"({string.Join(" or ", list.Items.Select(item => $"{sought} == {Value(item)}"))})";
    }

    private static string Edge(string method, string part)
    {
        var length = Texts.Length(part);
        return string.Create(CultureInfo.InvariantCulture, $"{(method == "startsWith" ? 0 : -length)}, {length}");
    }

    /// <summary>The older way to ask whether something is in a text or a list: compared with -1 or 0.</summary>
    private string? Index(JsComparison comparison)
    {
        if (
            comparison
            is not {
                Left: JsCall { Method: "indexOf", Arguments: [var part] } call,
                Right: JsLiteral { Value: decimal number }
            }
        )
            return null;

        var ask = new JsCall(call.On, "includes", [part]);
        return (comparison.Operator, number) switch
        {
            ("!=" or ">", -1m) or (">=", 0m) => Test(ask),
            ("==" or "<=", -1m) or ("<", 0m) => Test(new JsNot(ask)),
            _ => null,
        };
    }

    /// <summary>
    /// Where the value itself counts: something that can stand beside an operator. A value is written more than once where it is a condition,
    /// and one inside the other would grow without end.
    /// </summary>
    private string Value(JsExpression of) =>
        Written(of) is { Length: <= MostValue } value ? value : Refuse("it would become too long");

    private string Written(JsExpression of) =>
        of switch
        {
            JsLiteral literal => Literal(literal.Value),
            JsPath path => Path(path),
            JsLength(var whole) => Value(whole) + ".size",
            JsCall { Method: "toLowerCase" or "toUpperCase" or "trim" } => $"({Chain(of)})",
            JsLogical { IsAnd: false, Right: JsLiteral { Value: null or false or "" or 0m } } => $"({Chain(of)})",
            JsNot or JsComparison or JsCall { Method: "includes" or "startsWith" or "endsWith" } => $"({Test(of)})",
            JsCall call => Refuse($"“{call.Method}()” cannot be translated"),
            JsLogical => Refuse("“&&” and “||” that give something else than true or false cannot be translated"),
            _ => Refuse("a list cannot be translated here"),
        };

    /// <summary>A value and the filters behind it, without parentheses around them.</summary>
    private string Chain(JsExpression of) =>
        of switch
        {
            JsCall { Method: "toLowerCase", Arguments: [] } call => $"{Chain(call.On)} | downcase",
            JsCall { Method: "toUpperCase", Arguments: [] } call => $"{Chain(call.On)} | upcase",
            JsCall { Method: "trim", Arguments: [] } call => $"{Chain(call.On)} | strip",
            JsCall { Method: "toLowerCase" or "toUpperCase" or "trim" } call => Refuse(
                $"“{call.Method}” wants no value"
            ),
            JsLogical { IsAnd: false, Right: JsLiteral { Value: null or false or "" or 0m } right } logical =>
                $"{Chain(logical.Left)} | default: {Literal(right.Value)}",
            _ => Value(of),
        };

    private string Path(JsPath path)
    {
        if (path.Parts.Count == 0)
            return Refuse("“context” alone cannot be translated");

        return "context"
            + string.Concat(
                path.Parts.Select(part =>
                    part is string name
                        ? IsWord(name)
                            ? $".{name}"
                            : $"[{Quoted(name)}]"
                        : $"[{part}]"
                )
            );
    }

    private string Literal(object? value) =>
        value switch
        {
            null => "nil",
            bool flag => flag ? "true" : "false",
            decimal number => number.ToString(CultureInfo.InvariantCulture),
            var text => Quoted((string)text),
        };

    /// <summary>Liquid's quotes know no escapes.</summary>
    private string Quoted(string text) =>
        !text.Contains('\'', StringComparison.Ordinal) ? $"'{text}'"
        : !text.Contains('"', StringComparison.Ordinal) ? $"\"{text}\""
        : Refuse("a text with both kinds of quotes cannot be translated");

    private static bool IsTest(JsExpression of) =>
        of
            is JsNot
                or JsComparison
                or JsLogical { Right: not JsLiteral }
                or JsCall { Method: "includes" or "startsWith" or "endsWith" };

    private static bool IsWord(string name) =>
        name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_') && !char.IsAsciiDigit(name[0]);

    private string Refuse(string why)
    {
        refused ??= why;
        return "nil";
    }
}
