namespace WhatsAppBot.Grains.Abstractions;

/// <summary>One sequence; the key is its id. Its row in the database is the truth of where it stands.</summary>
[Alias("wb.sequence")]
public interface ISequenceGrain : IGrainWithIntegerKey
{
    /// <summary>From draft: what it sends is checked, then people may enter.</summary>
    [Alias("begin")]
    Task<StepAnswer> Begin();

    /// <summary>Nobody gets a step; those who are in it stay in it.</summary>
    [Alias("pause")]
    Task<StepAnswer> Pause();

    /// <summary>What has become due meanwhile goes out now.</summary>
    [Alias("resume")]
    Task<StepAnswer> Resume();

    /// <summary>For good: everybody leaves.</summary>
    [Alias("end")]
    Task<StepAnswer> End();
}
