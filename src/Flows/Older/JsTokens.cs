using System.Globalization;
using System.Text;

namespace WhatsAppBot.Flows.Older;

/// <summary>What a piece of JavaScript is.</summary>
internal enum JsKind
{
    End,
    Name,
    Text,
    Number,
    Sign,
}

/// <summary>A piece of JavaScript; <paramref name="Value"/> is the name, the sign or the text without quotes.</summary>
internal readonly record struct JsToken(JsKind Kind, string Value)
{
    public bool Is(string sign) => Kind == JsKind.Sign && Value == sign;
}

/// <summary>Cuts JavaScript into names, texts, numbers and signs; null when there is something else in it.</summary>
internal static class JsTokens
{
    private static readonly string[] Signs =
    [
        "===",
        "!==",
        "==",
        "!=",
        "<=",
        ">=",
        "&&",
        "||",
        "?.",
        "<",
        ">",
        "!",
        "(",
        ")",
        "[",
        "]",
        ".",
        ",",
        "-",
        ";",
    ];

    public static List<JsToken>? Of(string source)
    {
        var tokens = new List<JsToken>();
        for (var at = 0; at < source.Length; )
        {
            var c = source[at];
            if (char.IsWhiteSpace(c))
                at++;
            else if (IsLetter(c))
                tokens.Add(new JsToken(JsKind.Name, While(source, ref at, x => IsLetter(x) || char.IsAsciiDigit(x))));
            else if (char.IsAsciiDigit(c))
            {
                if (Number(source, ref at) is not { } number)
                    return null;
                tokens.Add(new JsToken(JsKind.Number, number));
            }
            else if (c is '\'' or '"' or '`')
            {
                if (Text(source, ref at) is not { } text)
                    return null;
                tokens.Add(new JsToken(JsKind.Text, text));
            }
            else if (
                Array.Find(Signs, sign => source.AsSpan(at).StartsWith(sign, StringComparison.Ordinal)) is { } sign
            )
            {
                tokens.Add(new JsToken(JsKind.Sign, sign));
                at += sign.Length;
            }
            else
                return null;
        }
        tokens.Add(new JsToken(JsKind.End, ""));
        return tokens;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || c is '_' or '$';

    private static string While(string source, ref int at, Func<char, bool> holds)
    {
        var start = at;
        while (at < source.Length && holds(source[at]))
            at++;
        return source[start..at];
    }

    /// <summary>Plain decimal numbers: <c>0x1F</c>, <c>1e9</c> and <c>010</c> are for a person to translate.</summary>
    private static string? Number(string source, ref int at)
    {
        var number = While(source, ref at, c => char.IsLetterOrDigit(c) || c is '.' or '_');
        var isPlain =
            number.All(c => char.IsAsciiDigit(c) || c == '.')
            && (number.Length == 1 || number[0] != '0' || number[1] == '.')
            && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        return isPlain ? number : null;
    }

    private static string? Text(string source, ref int at)
    {
        var quote = source[at++];
        var text = new StringBuilder();
        while (at < source.Length)
        {
            var c = source[at++];
            if (c == quote)
                return text.ToString();
            if (c is '\n' or '\r' && quote != '`')
                return null;
            if (quote == '`' && c == '$' && at < source.Length && source[at] == '{')
                return null;
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            if (at == source.Length || Escaped(source[at++]) is not { } plain)
                return null;
            text.Append(plain);
        }
        return null;
    }

    private static char? Escaped(char c) =>
        c switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '\'' or '"' or '\\' or '`' or '/' => c,
            _ => null,
        };
}
