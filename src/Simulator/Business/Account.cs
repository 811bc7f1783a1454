namespace WhatsAppBot.Simulator;

/// <summary>A WhatsApp business account: what its numbers share.</summary>
internal sealed class Account(string id, Later later)
{
    public string Id { get; } = id;
    public TemplateBook Templates { get; } = new(later);
    public FormBook Forms { get; } = new();
    public PeopleADay People { get; } = new(later);

    /// <summary>Whether the app hears of this account; without it no webhook leaves.</summary>
    public bool Subscribed { get; set; } = true;

    /// <summary>Where webhooks about messages go instead of the app's address.</summary>
    public string? OverrideUrl { get; set; }
}
