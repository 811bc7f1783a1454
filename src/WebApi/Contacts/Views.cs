using System.Text.Json;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>A consent given or taken back, and where.</summary>
public sealed record ConsentView(DateTimeOffset At, string? Source);

/// <summary>A contact as screens and programs see it. The phone is E.164; who hides it has none.</summary>
public sealed record ContactRow(
    long Id,
    string? Name,
    string? Phone,
    string? Bsuid,
    string? Language,
    IReadOnlyList<string> Tags,
    JsonElement Fields,
    ConsentView? OptedIn,
    ConsentView? OptedOut,
    DateTimeOffset? BlockedAt,
    DateTimeOffset? LastInboundAt,
    DateTimeOffset? LastMessageAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version
)
{
    internal static ContactRow Of(StoredContact contact) =>
        new(
            contact.Id,
            contact.Name,
            contact.Phone is null ? null : $"+{contact.Phone}",
            contact.Bsuid,
            contact.Language,
            contact.Tags,
            JsonSerializer.Deserialize<JsonElement>(contact.Fields),
            contact.OptedIn is { } given ? new ConsentView(given.At, given.Source) : null,
            contact.OptedOut is { } taken ? new ConsentView(taken.At, taken.Source) : null,
            contact.BlockedAt,
            contact.LastInboundAt,
            contact.LastMessageAt,
            contact.CreatedAt,
            contact.UpdatedAt,
            contact.Version
        );
}

/// <summary>A page of contacts; <c>next</c> is null on the last one.</summary>
public sealed record ContactPage(IReadOnlyList<ContactRow> Items, string? Next);

/// <summary>How many: exactly, or about.</summary>
public sealed record ContactTotal(long Count, bool Exact);

/// <summary>A contact with the ways it is known by.</summary>
public sealed record ContactDetail(ContactRow Contact, IReadOnlyList<IdentityView> Identities);

/// <summary>A way a contact is known by: phone (as it is compared) or bsuid.</summary>
public sealed record IdentityView(string Kind, string Value);

/// <summary>A contact that is made or changed; what is not there stays as it is, a field with null loses its value.</summary>
public sealed record ContactInput(
    string? Name,
    string? Phone,
    string? Bsuid,
    string? Language,
    IReadOnlyList<string>? Tags,
    JsonElement? Fields,
    bool? OptedIn,
    bool? OptedOut,
    string? ConsentSource,
    bool? Blocked
);

/// <summary>A change of many contacts: by ids, or by filter, segment and search.</summary>
public sealed record BulkInput(
    IReadOnlyList<long>? Ids,
    JsonElement? Filter,
    long? Segment,
    string? Search,
    bool? All,
    IReadOnlyList<string>? Tag,
    IReadOnlyList<string>? Untag,
    JsonElement? Fields,
    bool? OptedOut,
    bool? OptedIn,
    string? ConsentSource,
    bool? Blocked
);

/// <summary>How many were meant, and how many were not so before.</summary>
public sealed record BulkOutcome(int Matched, int Changed);

/// <summary>A note, and who wrote it.</summary>
public sealed record NoteView(long Id, string Text, string AuthorId, string AuthorName, DateTimeOffset CreatedAt);

/// <summary>All notes of a contact.</summary>
public sealed record NoteList(IReadOnlyList<NoteView> Items);

/// <summary>A text to be noted.</summary>
public sealed record NoteInput(string Text);

/// <summary>A change in the log.</summary>
public sealed record ChangeView(
    long Id,
    DateTimeOffset At,
    string ActorId,
    string ActorName,
    string Kind,
    JsonElement Detail
);

/// <summary>A page of changes; <c>next</c> is null on the last one.</summary>
public sealed record ChangePage(IReadOnlyList<ChangeView> Items, string? Next);

/// <summary>A conversation in one line; one of an alias is of a contact that was merged into this one.</summary>
public sealed record ContactTalk(
    long Id,
    long ChannelId,
    long Messages,
    DateTimeOffset? LastAt,
    string? LastText,
    string? FlowName,
    bool InFlow,
    bool OfAlias
);

/// <summary>All conversations of a contact.</summary>
public sealed record ContactTalks(IReadOnlyList<ContactTalk> Items);
