using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>How a management call ended: with what was asked for, with Meta's refusal, or with nobody who answered.</summary>
public abstract record AccountAnswer<T>;

/// <summary>Meta did it, or told it.</summary>
public sealed record Told<T>(T Value) : AccountAnswer<T>;

/// <summary>
/// Meta refused. For the management of templates the <paramref name="Subcode"/> is what tells the reason (2388xxx), and title and details are Meta's
/// own words for people.
/// </summary>
public sealed record Declined<T>(int Status, MessageError Error, int? Subcode) : AccountAnswer<T>;

/// <summary>Nobody answered, or not as Graph does; whether a change was made is not known.</summary>
public sealed record Unreached<T>(string Reason) : AccountAnswer<T>;
