using System.Text;

namespace WhatsAppBot.Flows.Templates;

/// <summary>One rendering: the names it sees, what it has written, and what it may still spend.</summary>
internal sealed class Rendering(ILookup scope, JsonText? json = null)
{
    public const int MostSteps = 10_000;
    public const int MostText = 64 * 1024;
    public const int MostItems = 10_000;

    /// <summary>A list that is longer as a text was made to be too long: what is saved and what is heard is shorter.</summary>
    public const int MostList = 256 * 1024;
    private const int MostWork = 50_000;
    private const int Kibibyte = 1024;

    private readonly ILookup scope = scope;
    private JsonText? json = json;
    private Dictionary<string, object?>? locals;
    private int work;
    private int written;

    public int Steps { get; private set; }

    public StringBuilder Output { get; private set; } = new();

    /// <summary>Why the rendering came to nothing; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Set by <c>break</c> and <c>continue</c> until their loop has seen it.</summary>
    public LoopSignal Signal { get; set; }

    public bool Halted => Fault is not null || Signal != LoopSignal.None;

    public bool Step()
    {
        if (++Steps > MostSteps)
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
    public void Print(object? value, Insertion how)
    {
        if (json is null || how == Insertion.Raw)
            Write(Values.Text(value));
        else if (IsShort(value))
            Write(json.Fit(value, how == Insertion.Json));
    }

    /// <summary>What filters look at: a filter is one step, and every item costs besides.</summary>
    public IEnumerable<object?> Items(object? value)
    {
        foreach (var item in Values.Items(value))
        {
            if (!Work(1))
                yield break;
            yield return item;
        }
    }

    /// <summary>The text that a filter looks at; a long one costs by its length.</summary>
    public string Text(object? value)
    {
        var text = Values.Text(value);
        if (value is not string && text.Length > MostList)
            Fail("a list of more than 256 KiB");
        return text.Length < Kibibyte || Work(text.Length / Kibibyte) ? text : "";
    }

    public object? AsJson(object? value) => IsShort(value) ? Json.Text(Values.ToJson(value)) : null;

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

    private bool Work(int cost)
    {
        work += cost;
        if (work > MostWork)
            Fail($"filters that look at more than {MostWork} items");
        return Fault is null;
    }

    /// <summary>Whether a value that the template put together can be written at all.</summary>
    private bool IsShort(object? value)
    {
        if (value is IReadOnlyList<object?> or ILookup && Extent.Of(value, MostList).Bytes > MostList)
            Fail("a list of more than 256 KiB");
        return Fault is null;
    }

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
