using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Storage;

/// <summary>
/// What a turn does to its contact; null leaves as it is. Fields are merged by key, and a null value takes the key away. Tags are removed before others
/// are added. A name that is given here counts as a person's: no profile name overwrites it.
/// </summary>
public sealed record ContactChange(
    long ContactId,
    string? Name = null,
    string? Language = null,
    JsonObject? Fields = null,
    IReadOnlyList<string>? AddTags = null,
    IReadOnlyList<string>? RemoveTags = null,
    bool? OptOut = null
)
{
    internal string ToJson() => JsonSerializer.Serialize(this, StorageJson.Default.ContactChange);
}
