using System.Text;

namespace WhatsAppBot.Flows.Templates;

/// <summary>One rendering: the names it sees, what it has written, and what it may still spend.</summary>
internal sealed class Rendering(ILookup scope, JsonText? json = null)
{
    public const int MostSteps = 10_000;
    public const int MostText = 64 * 1024;
    public const int MostItems = 10_000;

    private readonly ILookup scope = scope;
    private JsonText? json = json;
    private Dictionary<string, object?>? locals;
    private int steps;
    private int written;

    public StringBuilder Output { get; private set; } = new();

    /// <summary>Why the rendering came to nothing; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Set by <c>break</c> and <c>continue</c> until their loop has seen it.</summary>
    public LoopSignal Signal { get; set; }

    public bool Halted => Fault is not null || Signal != LoopSignal.None;

    public bool Step()
    {
        if (++steps > MostSteps)
            Fail($"more than {MostSteps} steps");
        return !Halted;
    }

    public object? Fail(string why)
    {
        Fault ??= why;
        return null;
    }

    public object? Find(string name) =>
        locals is not null && locals.TryGetValue(name, out var value) ? value : scope.Find(name);

    public void Set(string name, object? value) => (locals ??= new(StringComparer.Ordinal))[name] = value;

    /// <summary>A value goes into the text as it is, or so that the text stays JSON.</summary>
    public void Print(object? value, Insertion how) =>
        Write(json is null || how == Insertion.Raw ? Values.Text(value) : json.Fit(value, how == Insertion.Json));

    public void Write(string text)
    {
        json?.Follow(text);
        written += Encoding.UTF8.GetByteCount(text);
        if (written > MostText)
            Fail("more than 64 KiB of text");
        else
            Output.Append(text);
    }

    /// <summary>A text that grew too long is a fault, before it grows further.</summary>
    public object? Bounded(string text) => text.Length <= MostText ? text : Fail("more than 64 KiB of text");

    /// <summary>What the statements write goes into a text of its own.</summary>
    public string Capture(IReadOnlyList<Statement> body)
    {
        var (outside, outerJson) = (Output, json);
        (Output, json) = (new StringBuilder(), null);
        Statement.WriteAll(body, this);
        var captured = Output.ToString();
        (Output, json) = (outside, outerJson);
        return captured;
    }
}

/// <summary>How a value goes into a JSON text: escaped, as JSON that it is already, or as it is.</summary>
internal enum Insertion
{
    Text,
    Json,
    Raw,
}

/// <summary>Whether a loop's body asked to stop early.</summary>
internal enum LoopSignal
{
    None,
    Break,
    Continue,
}
