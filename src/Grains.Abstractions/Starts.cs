namespace WhatsAppBot.Grains.Abstractions;

/// <summary>
/// A flow is to run. <paramref name="Revision"/> is what the caller knew of the workspace's flows: an older view of them is read anew first. The same
/// <paramref name="Key"/> twice makes one turn. <paramref name="Variables"/> is a JSON object.
/// </summary>
[GenerateSerializer, Immutable, Alias("wb.start-flow")]
public sealed record StartFlow(
    [property: Id(0)] string FlowId,
    [property: Id(1)] long Revision,
    [property: Id(2)] string? Variables = null,
    [property: Id(3)] bool Interrupt = false,
    [property: Id(4)] string? Key = null
);

/// <summary>How a start went; <paramref name="Version"/> is the turn that it made.</summary>
[GenerateSerializer, Immutable, Alias("wb.start-result")]
public sealed record StartResult(
    [property: Id(0)] StartOutcome Outcome,
    [property: Id(1)] long Version = 0,
    [property: Id(2)] string? Detail = null
);

/// <summary>What became of a start.</summary>
[GenerateSerializer, Alias("wb.start-outcome")]
public enum StartOutcome
{
    /// <summary>It ran; the turn is committed.</summary>
    Ran = 0,

    /// <summary>That key has made this turn before.</summary>
    Repeated = 1,

    /// <summary>That key has started another flow before.</summary>
    KeyOfAnother = 2,

    /// <summary>A session is live.</summary>
    Busy = 3,

    /// <summary>People have the conversation.</summary>
    WithPeople = 4,

    /// <summary>The engine refused; the detail says why.</summary>
    Refused = 5,

    /// <summary>There is no such conversation.</summary>
    Missing = 6,

    /// <summary>The conversation is just moving to another silo: ask again.</summary>
    Moving = 7,
}

/// <summary>How stopping a session went.</summary>
[GenerateSerializer, Alias("wb.stop-result")]
public enum StopResult
{
    Stopped = 0,

    /// <summary>The session is not the live one.</summary>
    NotLive = 1,

    /// <summary>There is no such conversation.</summary>
    Missing = 2,

    /// <summary>The conversation is just moving to another silo: ask again.</summary>
    Moving = 3,
}

/// <summary>Sessions on versions below <paramref name="Below"/> are moved to the version <paramref name="To"/>, or ended when there is none.</summary>
[GenerateSerializer, Immutable, Alias("wb.leave-versions")]
public sealed record LeaveVersions(
    [property: Id(0)] string FlowId,
    [property: Id(1)] int Below,
    [property: Id(2)] int? To,
    [property: Id(3)] string Reason
);
