using System.Text.Json;

namespace WhatsAppBot.WhatsApp;

/// <summary>A message template as Meta lists it; <paramref name="Components"/> is the JSON array that it was created with.</summary>
public sealed record TemplateInfo(
    string Id,
    string Name,
    string Language,
    string Category,
    string Status,
    string? Quality,
    string? ParameterFormat,
    string? RejectedReason,
    JsonElement Components
);

/// <summary>What becomes a template: name 1–512 of a–z, 0–9 and _; category MARKETING, UTILITY or AUTHENTICATION.</summary>
public sealed record TemplateDraft(
    string Name,
    string Language,
    string Category,
    JsonElement Components,
    string? ParameterFormat = null
);

/// <summary>A template was handed in; Meta may have changed its category, and may have judged it at once.</summary>
public sealed record TemplateCreated(string Id, string Status, string? Category);

/// <summary>A business number as Meta lists it. Every member but the id may be missing.</summary>
public sealed record NumberInfo(
    string Id,
    string? Number,
    string? VerifiedName,
    string? Quality,
    string? Status,
    string? Verification,
    string? Throughput,
    string? MessagingLimit
);

/// <summary>What Meta says of a token: whether it works, until when, for what, and of which app it is.</summary>
public sealed record TokenInfo(
    bool Valid,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<string> Scopes,
    string? AppId = null
);

/// <summary>Meta says that it is done.</summary>
public sealed record Done;
