namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Which failures a person may have tried anew.</summary>
internal static class RetryRules
{
    /// <summary>Part of an experiment; stopped marketing messages; we took it back ourselves.</summary>
    public static int[] Never { get; } = [130472, 131050, WhatsAppBot.Storage.Withdrawn.Code];
}
