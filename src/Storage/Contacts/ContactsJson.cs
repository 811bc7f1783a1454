using System.Text.Json.Serialization;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>What a merge moved, and both contacts as they were: enough to undo it.</summary>
internal sealed record MergeDetail(
    StoredContact KeptBefore,
    StoredContact KeptAfter,
    StoredContact Merged,
    IReadOnlyList<MovedIdentity> Identities,
    long[] Conversations,
    long[] Notes,
    long[] Aliases
);

/// <summary>An identity as it is stored.</summary>
internal sealed record MovedIdentity(short Kind, string Value);

/// <summary>JSON of what contacts keep for themselves.</summary>
[JsonSerializable(typeof(MergeDetail))]
internal sealed partial class ContactsJson : JsonSerializerContext;
