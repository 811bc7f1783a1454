namespace WhatsAppBot.Simulator;

/// <summary>One thing a webhook tells: the <c>value</c> of a change, for whom, and what the log shall say about it.</summary>
internal sealed record Update(BusinessNumber Number, string Lane, byte[] Value, LogLine Line)
{
    public DateTimeOffset At { get; init; }

    /// <summary>What it is about: the field an app subscribes to.</summary>
    public string Field { get; init; } = "messages";

    /// <summary>Called once the other side has answered 200.</summary>
    public Action? Taken { get; init; }

    /// <summary>Completed after the first attempt, whatever came of it.</summary>
    public TaskCompletionSource? Tried { get; init; }
}
