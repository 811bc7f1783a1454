using System.Text.Json.Nodes;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>What becomes of the values of two contacts that are one person, and how to take it back.</summary>
internal static class MergeRules
{
    /// <summary>
    /// The kept one's values win where it has some, except those in <paramref name="take"/> (name, language, phone, bsuid, fields.key). Tags add up.
    /// An opt-out or a block of either holds: nobody is written to because of a merge.
    /// </summary>
    public static StoredContact Merge(StoredContact kept, StoredContact merged, IReadOnlySet<string> take)
    {
        var fields = Values(kept.Fields);
        foreach (var (key, value) in Values(merged.Fields))
        {
            if (fields[key] is null || take.Contains($"fields.{key}"))
                fields[key] = value?.DeepClone();
        }
        var name = take.Contains("name") && merged.Name is not null || kept.Name is null;
        var optedOut = kept.OptedOut ?? merged.OptedOut;
        return kept with
        {
            Name = name ? merged.Name : kept.Name,
            NamedByPerson = name ? merged.NamedByPerson || take.Contains("name") : kept.NamedByPerson,
            Phone = Pick("phone", kept.Phone, merged.Phone),
            Bsuid = Pick("bsuid", kept.Bsuid, merged.Bsuid),
            Language = Pick("language", kept.Language, merged.Language),
            Tags = [.. kept.Tags.Union(merged.Tags, StringComparer.Ordinal)],
            Fields = fields.ToJsonString(),
            OptedOut = optedOut,
            OptedIn = optedOut is null ? kept.OptedIn ?? merged.OptedIn : null,
            BlockedAt = kept.BlockedAt ?? merged.BlockedAt,
        };

        string? Pick(string what, string? ours, string? theirs) =>
            take.Contains(what) ? theirs ?? ours : ours ?? theirs;
    }

    /// <summary>Takes back what the merge changed and nobody has changed since.</summary>
    public static StoredContact Undo(StoredContact now, StoredContact before, StoredContact after)
    {
        var fields = Values(now.Fields);
        var (old, merged) = (Values(before.Fields), Values(after.Fields));
        foreach (var (key, value) in merged)
        {
            if (JsonNode.DeepEquals(value, old[key]) || !JsonNode.DeepEquals(value, fields[key]))
                continue;
            if (old[key] is { } was)
                fields[key] = was.DeepClone();
            else
                fields.Remove(key);
        }
        var named = now.Name == after.Name;
        return now with
        {
            Name = named ? before.Name : now.Name,
            NamedByPerson = named ? before.NamedByPerson : now.NamedByPerson,
            Phone = now.Phone == after.Phone ? before.Phone : now.Phone,
            Bsuid = now.Bsuid == after.Bsuid ? before.Bsuid : now.Bsuid,
            Language = now.Language == after.Language ? before.Language : now.Language,
            Tags = [.. now.Tags.Except(after.Tags.Except(before.Tags))],
            Fields = fields.ToJsonString(),
            OptedOut = now.OptedOut == after.OptedOut ? before.OptedOut : now.OptedOut,
            OptedIn = now.OptedIn == after.OptedIn && now.OptedOut == after.OptedOut ? before.OptedIn : now.OptedIn,
            BlockedAt = now.BlockedAt == after.BlockedAt ? before.BlockedAt : now.BlockedAt,
        };
    }

    private static JsonObject Values(string fields) => JsonNode.Parse(fields) as JsonObject ?? [];
}
