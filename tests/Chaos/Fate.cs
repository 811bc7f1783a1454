namespace WhatsAppBot.Chaos;

/// <summary>What Meta makes of a send.</summary>
internal enum Fate
{
    /// <summary>Taken and answered.</summary>
    Accept,

    /// <summary>Taken, but the connection breaks before the answer; the statuses tell.</summary>
    AcceptThenDrop,

    /// <summary>Taken, but the connection breaks before the answer, and nothing ever tells.</summary>
    AcceptAndForget,

    /// <summary>Taken; the statuses come before the answer.</summary>
    TellBeforeAnswering,

    /// <summary>Refused: too many at once (130429).</summary>
    Throttle,

    /// <summary>Refused: the access token is over (190).</summary>
    TokenEnded,

    /// <summary>A 503 of Meta's own, with a Graph body: not taken.</summary>
    Unavailable,
}
