using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>
/// How much one turn may tell of what it saves: a loop that saves a long value two thousand times would make a log that nobody can store.
/// </summary>
internal sealed class LogRoom
{
    private const int MostKept = 256 * 1024;
    private const int AlwaysKept = 200;
    private const int MostChanged = 1024 * 1024;

    private int kept;
    private int changed;

    /// <summary>A value for the log; when there is too much of them, the small ones only, and of the others how large they are.</summary>
    public JsonNode? Kept(JsonNode? value, int bytes)
    {
        kept += bytes;
        return kept <= MostKept || bytes <= AlwaysKept ? value?.DeepClone() : $"… ({bytes} bytes)";
    }

    /// <summary>Why the contact cannot be changed so; what is not told is not done.</summary>
    public string? Refuses(ContactChanged change)
    {
        changed += change.Fields is { } fields ? Extent.BytesOf(fields) : 0;
        return changed > MostChanged
            ? $"more than {MostChanged / 1024} KiB of changes to the contact in one turn"
            : null;
    }
}
