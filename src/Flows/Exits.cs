namespace WhatsAppBot.Flows;

/// <summary>Where the edges of one node lead: one way per handle.</summary>
internal sealed class Exits
{
    public static readonly Exits None = new();

    private readonly Dictionary<string, string> named = new(StringComparer.Ordinal);
    private string? next;

    public string? To(string? handle) => handle is null ? next : named.GetValueOrDefault(handle);

    public bool Has(string? handle) => To(handle) is not null;

    /// <summary>False when the handle already has a way.</summary>
    public bool TryAdd(string? handle, string target)
    {
        if (handle is not null)
            return named.TryAdd(handle, target);

        if (next is not null)
            return false;

        next = target;
        return true;
    }
}
