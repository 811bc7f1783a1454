namespace WhatsAppBot.Storage;

/// <summary>An attempt that is on record now. Blocked: the team has blocked the contact since it was written, and nothing may go out.</summary>
public readonly record struct Claimed(int Attempt, bool Blocked);
