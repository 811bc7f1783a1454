namespace WhatsAppBot.Flows.Templates;

/// <summary>Reads a text with <c>{{ … }}</c> and <c>{% … %}</c> in it. The first mistake is kept in <see cref="Error"/>.</summary>
internal sealed class TemplateReader(string text)
{
    private const int MostDepth = 100;

    private int at;
    private int depth;
    private bool trimNext;

    public string? Error { get; private set; }

    public IReadOnlyList<Statement> Whole()
    {
        var body = Body(out var end, []);
        if (end is not null)
            Fail($"“{end.Value.Word}” stands alone");
        return body;
    }

    /// <summary>Statements up to one of the closing tags, which is taken.</summary>
    private List<Statement> Body(out Tag? end, ReadOnlySpan<string> closing)
    {
        end = null;
        var body = new List<Statement>();
        if (++depth > MostDepth)
            Fail("nested too deeply");

        while (at < text.Length && Error is null)
        {
            var open = Next(at);
            Keep(body, open < 0 ? text[at..] : text[at..open], open >= 0 && text.AsSpan(open + 2).StartsWith("-"));
            if (open < 0)
            {
                at = text.Length;
                break;
            }

            if (text[open + 1] == '{')
            {
                var (expression, error) = ExpressionReader.ReadWhole(Inside(open, "}}"));
                if (expression is null)
                    Fail(error ?? "cannot be read");
                else
                    body.Add(new Print(expression));
                continue;
            }

            var tag = Tag.Of(Inside(open, "%}"));
            if (closing.Contains(tag.Word))
            {
                end = tag;
                depth--;
                return body;
            }

            if (Read(tag) is { } statement)
                body.Add(statement);
        }

        if (closing.Length > 0)
            Fail($"“{closing[^1]}” is missing");
        depth--;
        return body;
    }

    private Statement? Read(Tag tag)
    {
        switch (tag.Word)
        {
            case "if" or "unless":
                return ReadIf(tag);
            case "case":
                return ReadCase(tag);
            case "for":
                return ReadFor(tag);
            case "assign":
                var assign = new ExpressionReader(tag.Rest);
                var name = assign.Word();
                if (name.Length == 0 || !assign.Take("="))
                    assign.Fail("assign needs a name, = and a value");
                return Done(assign, new Assign(name, assign.Filtered()));
            case "capture":
                return new Capture(tag.Rest.Trim().Trim('\'', '"'), Body(out _, ["endcapture"]));
            case "break":
                return new Signal(LoopSignal.Break);
            case "continue":
                return new Signal(LoopSignal.Continue);
            case "raw":
                return ReadRaw();
            case "comment":
                SkipTo("endcomment");
                return null;
            case "":
                return null;
            default:
                if (!tag.Word.StartsWith('#'))
                    Fail($"there is no tag “{tag.Word}”");
                return null;
        }
    }

    private Choice ReadIf(Tag tag)
    {
        var branches = new List<(Expression, IReadOnlyList<Statement>)>();
        var closing = tag.Word == "if" ? "endif" : "endunless";
        var condition = Condition(tag.Rest);
        if (tag.Word == "unless")
            condition = new Not(condition);

        for (Tag? end = tag; end is not null && Error is null; )
        {
            var body = Body(out end, ["elsif", "else", closing]);
            branches.Add((condition, body));
            if (end?.Word == closing)
                break;
            condition = end?.Word == "elsif" ? Condition(end.Value.Rest) : new Literal(true);
        }
        return new Choice(branches);
    }

    private Choice ReadCase(Tag tag)
    {
        var branches = new List<(Expression, IReadOnlyList<Statement>)>();
        var subject = Condition(tag.Rest);
        Body(out var end, ["when", "else", "endcase"]);
        while (end is not null && end.Value.Word != "endcase" && Error is null)
        {
            var when = end.Value.Word == "when" ? Equal(subject, end.Value.Rest) : new Literal(true);
            branches.Add((when, Body(out end, ["when", "else", "endcase"])));
        }
        return new Choice(branches);
    }

    private Expression Equal(Expression subject, string values)
    {
        var reader = new ExpressionReader(values);
        Expression any = new Comparison(subject, "==", reader.Primary());
        for (var more = 0; (reader.Take(",") || reader.TakeWord("or")) && more < MostDepth; more++)
            any = new Either(any, new Comparison(subject, "==", reader.Primary()));
        return Done(reader, any);
    }

    private Loop ReadFor(Tag tag)
    {
        var reader = new ExpressionReader(tag.Rest);
        var name = reader.Word();
        if (name.Length == 0 || !reader.TakeWord("in"))
            reader.Fail("for needs a name, in and a list");
        var over = reader.Primary();
        Expression? limit = null;
        Expression? offset = null;
        var reversed = false;
        while (reader.Error is null)
        {
            if (reader.TakeWord("reversed"))
                reversed = true;
            else if (reader.TakeWord("limit") && reader.Take(":"))
                limit = reader.Primary();
            else if (reader.TakeWord("offset") && reader.Take(":"))
                offset = reader.Primary();
            else
                break;
        }
        Done(reader, over);

        var body = Body(out var end, ["else", "endfor"]);
        IReadOnlyList<Statement> otherwise = end?.Word == "else" ? Body(out _, ["endfor"]) : [];
        return new Loop(name, over, limit, offset, reversed, body, otherwise);
    }

    private Plain ReadRaw()
    {
        var start = at;
        var end = SkipTo("endraw");
        return new Plain(text[start..end]);
    }

    /// <summary>Moves behind the closing tag and tells where it began.</summary>
    private int SkipTo(string closing)
    {
        for (var open = text.IndexOf("{%", at, StringComparison.Ordinal); open >= 0; )
        {
            var shut = text.IndexOf("%}", open + 2, StringComparison.Ordinal);
            if (shut < 0)
                break;

            if (Tag.Of(text[(open + 2)..shut].Trim('-')).Word == closing)
            {
                at = shut + 2;
                return open;
            }
            open = text.IndexOf("{%", shut, StringComparison.Ordinal);
        }

        Fail($"“{closing}” is missing");
        return text.Length;
    }

    private Expression Condition(string source)
    {
        var reader = new ExpressionReader(source);
        return Done(reader, reader.Filtered());
    }

    private T Done<T>(ExpressionReader reader, T read)
    {
        reader.End();
        if (reader.Error is { } error)
            Fail(error);
        return read;
    }

    private int Next(int from)
    {
        for (var i = text.IndexOf('{', from); i >= 0 && i + 1 < text.Length; i = text.IndexOf('{', i + 1))
        {
            if (text[i + 1] is '{' or '%')
                return i;
        }
        return -1;
    }

    private string Inside(int open, string closing)
    {
        var shut = text.IndexOf(closing, open + 2, StringComparison.Ordinal);
        if (shut < 0)
        {
            Fail($"“{closing}” is missing");
            return "";
        }

        at = shut + 2;
        var inside = text[(open + 2)..shut];
        trimNext = inside.EndsWith('-');
        return inside.StartsWith('-') || trimNext ? inside.Trim('-') : inside;
    }

    private void Keep(List<Statement> body, string plain, bool trimEnd)
    {
        if (trimNext)
            plain = plain.TrimStart();
        if (trimEnd)
            plain = plain.TrimEnd();
        trimNext = false;
        if (plain.Length > 0)
            body.Add(new Plain(plain));
    }

    private void Fail(string why)
    {
        Error ??= why;
        at = text.Length;
    }

    private readonly record struct Tag(string Word, string Rest)
    {
        public static Tag Of(string inside)
        {
            var trimmed = inside.Trim();
            var space = trimmed.AsSpan().IndexOfAny(" \t\r\n");
            return space < 0 ? new Tag(trimmed, "") : new Tag(trimmed[..space], trimmed[space..]);
        }
    }
}
