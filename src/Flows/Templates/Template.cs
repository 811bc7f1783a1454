namespace WhatsAppBot.Flows.Templates;

/// <summary>A text with places to fill, read once.</summary>
internal sealed class Template
{
    public static readonly Template Nothing = new("", []);

    private readonly string source;
    private readonly IReadOnlyList<Statement> body;

    private Template(string source, IReadOnlyList<Statement> body) => (this.source, this.body) = (source, body);

    public bool IsPlain => body.Count == 0;

    public string Source => source;

    public IReadOnlyList<Statement> Body => body;

    /// <summary>How many code points it says at least, whatever its places hold.</summary>
    public int LeastLength =>
        IsPlain ? Texts.Length(source.Trim()) : body.OfType<Plain>().Sum(plain => Texts.Length(plain.Text.Trim()));

    public bool IsBlank => string.IsNullOrWhiteSpace(source);

    public static (Template Template, string? Error) Parse(string source)
    {
        if (!source.Contains("{{", StringComparison.Ordinal) && !source.Contains("{%", StringComparison.Ordinal))
            return (new Template(source, []), null);

        var reader = new TemplateReader(source);
        var body = reader.Whole();
        return reader.Error is { } error
            ? (Nothing, error)
            : (new Template(source, body.Count == 0 ? [new Plain("")] : body), null);
    }

    /// <summary>The filled text; when it could not be filled, an empty one and why.</summary>
    public (string Text, string? Fault) Render(ILookup scope) => Render(scope, null);

    /// <summary>The filled text of a JSON document: inserted values are escaped, unless marked <c>| raw</c>.</summary>
    public (string Text, string? Fault) RenderJson(ILookup scope) => Render(scope, new JsonText());

    /// <summary>The value itself when the template is nothing but one <c>{{ … }}</c>, else the filled text.</summary>
    public (object? Value, string? Fault) Evaluate(ILookup scope, Allowance? left = null)
    {
        if (body is not [Print print])
            return Render(scope, null, left);

        var rendering = new Rendering(scope);
        var value = print.Value.Evaluate(rendering);
        left?.Spend(rendering);
        return rendering.Fault is { } fault ? (null, fault) : (value, null);
    }

    private (string Text, string? Fault) Render(ILookup scope, JsonText? json, Allowance? left = null)
    {
        if (IsPlain)
            return (source, null);

        var rendering = new Rendering(scope, json);
        Statement.WriteAll(body, rendering);
        left?.Spend(rendering);
        return rendering.Fault is { } fault ? ("", fault) : (rendering.Output.ToString(), null);
    }
}
