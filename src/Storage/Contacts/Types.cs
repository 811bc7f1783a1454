namespace WhatsAppBot.Storage.Contacts;

/// <summary>Who changes something: a person, or a program by its key.</summary>
/// <summary>What is wrong with one part of what was asked; the path is the one of the caller's JSON.</summary>
public sealed record Flaw(string Path, string Detail);

/// <summary>A consent that was given or taken back, and where.</summary>
public sealed record Consent(DateTimeOffset At, string? Source);

/// <summary>A contact as people and programs work with it. The phone is digits only.</summary>
public sealed record StoredContact(
    long Id,
    string? Name,
    bool NamedByPerson,
    string? Phone,
    string? Bsuid,
    string? Language,
    IReadOnlyList<string> Tags,
    string Fields,
    Consent? OptedIn,
    Consent? OptedOut,
    DateTimeOffset? BlockedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version
)
{
    /// <summary>When the contact last wrote to us; only lists and single reads know it.</summary>
    public DateTimeOffset? LastInboundAt { get; init; }

    /// <summary>The newest message in either direction.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }
}

/// <summary>A way to recognise a contact.</summary>
public sealed record Identity(string Kind, string Value);

/// <summary>A note of the team about a contact.</summary>
public sealed record ContactNote(long Id, string Text, string AuthorId, string AuthorName, DateTimeOffset CreatedAt);

/// <summary>One line of the log of changes; the detail is JSON.</summary>
public sealed record ContactLogLine(
    long Id,
    DateTimeOffset At,
    string ActorId,
    string ActorName,
    string Kind,
    string Detail
);
