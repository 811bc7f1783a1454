namespace WhatsAppBot.Flows.Templates;

/// <summary>
/// What all places of one JSON document may take together. A text is bounded by itself; a document has as many texts as its author likes.
/// </summary>
internal sealed class Allowance
{
    public const int MostBytes = 512 * 1024;
    private const int MostSteps = 10 * Rendering.MostSteps;

    /// <summary>A text that cannot be filled leaves a line in the log.</summary>
    private const int CostOfFault = 1_024;

    private static readonly string TooDeep = $"lists and objects more than {Extent.MostDepth} deep inside each other";

    private int bytes;
    private int steps;
    private bool isTold;

    /// <summary>Why the document comes to nothing; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Takes room for a value, so many levels deep in its document; false when there is none left.</summary>
    public bool Take(object? value, int depth)
    {
        if (Fault is not null)
            return false;

        var extent = Extent.Of(value, MostBytes - bytes);
        Take(extent.Bytes);
        return Reaches(depth + extent.Depth);
    }

    /// <summary>Whether a list or an object may lie so deep.</summary>
    public bool Reaches(int depth)
    {
        if (depth > Extent.MostDepth)
            Fault ??= TooDeep;
        return Fault is null;
    }

    /// <summary>What it took to compute a value.</summary>
    public void Spend(Rendering rendering)
    {
        steps += rendering.Steps;
        if (steps > MostSteps)
            Fault ??= $"more than {MostSteps} steps";
        if (rendering.Fault is not null)
            Take(CostOfFault);
    }

    /// <summary>The fault, the first time that somebody asks for it.</summary>
    public string? Tell()
    {
        if (isTold)
            return null;

        isTold = Fault is not null;
        return Fault;
    }

    private void Take(int more)
    {
        bytes += more;
        if (bytes > MostBytes)
            Fault ??= $"more than {MostBytes / 1024} KiB of JSON";
    }
}
