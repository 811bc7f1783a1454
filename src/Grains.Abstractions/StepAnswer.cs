namespace WhatsAppBot.Grains.Abstractions;

/// <summary>
/// What became of a wish about a broadcast or a sequence; <paramref name="State"/> is where it stands now (the numbers of the database), -1 when there
/// is none.
/// </summary>
[GenerateSerializer, Immutable, Alias("wb.broadcast-answer")]
public sealed record StepAnswer(
    [property: Id(0)] bool Done,
    [property: Id(1)] short State,
    [property: Id(2)] string? Problem = null,
    [property: Id(3)] string? Detail = null,
    [property: Id(4)] int Count = 0
);
