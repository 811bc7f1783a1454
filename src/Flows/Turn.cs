namespace WhatsAppBot.Flows;

/// <summary>
/// What one input did: the session that is live now, if any, and the facts in their order. Ended sessions are told by
/// <see cref="SessionEnded"/>.
/// </summary>
public sealed record Turn(Session? Session, IReadOnlyList<FlowEvent> Events);
