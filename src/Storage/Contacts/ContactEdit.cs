using System.Text.Json.Nodes;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>A value that may be given (also as null) or left alone.</summary>
public readonly record struct Given<T>(bool Is, T? Value)
{
    public static implicit operator Given<T>(T? value) => new(true, value);
}

/// <summary>What is to change about a contact; what is not given stays. A field with null loses its value.</summary>
public sealed record ContactEdit
{
    public Given<string> Name { get; init; }
    public Given<string> Language { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public IReadOnlyList<string> Tag { get; init; } = [];
    public IReadOnlyList<string> Untag { get; init; } = [];
    public IReadOnlyDictionary<string, JsonNode?> Fields { get; init; } = new Dictionary<string, JsonNode?>();
    public bool? OptedIn { get; init; }
    public bool? OptedOut { get; init; }
    public string? ConsentSource { get; init; }
    public bool? Blocked { get; init; }

    /// <summary>An older "yes" does not end a "no" that stands: whoever wrote it may not have known of that.</summary>
    public bool KeepsOptOut { get; init; }

    /// <summary>The contact after it, and what changed as JSON for the log; the same contact when nothing did.</summary>
    internal StoredContact Apply(StoredContact was, DateTimeOffset now, out JsonObject log)
    {
        log = [];
        bool? optedIn = KeepsOptOut && was.OptedOut is not null && OptedIn == true ? null : OptedIn;
        var tags = (Tags ?? was.Tags)
            .Concat(Tag)
            .Distinct(StringComparer.Ordinal)
            .Except(Untag, StringComparer.Ordinal)
            .ToArray();
        var next = was with
        {
            Name = Name.Is ? Name.Value : was.Name,
            NamedByPerson = Name.Is ? Name.Value is { Length: > 0 } : was.NamedByPerson,
            Language = Language.Is ? Language.Value : was.Language,
            Tags = tags.SequenceEqual(was.Tags) ? was.Tags : tags,
            Fields = NewFields(was.Fields, log),
            OptedIn = Changed(optedIn, was.OptedIn, now),
            OptedOut = Changed(OptedOut, was.OptedOut, now),
            BlockedAt = Blocked is { } blocked ? (blocked ? was.BlockedAt ?? now : null) : was.BlockedAt,
        };
        // one consent ends the other
        if (OptedOut == true && next.OptedOut != was.OptedOut)
            next = next with { OptedIn = null };
        if (optedIn == true && OptedOut is null)
            next = next with { OptedOut = null };

        Note(log, "name", was.Name, next.Name);
        Note(log, "language", was.Language, next.Language);
        Note(log, "optedIn", was.OptedIn is not null, next.OptedIn is not null);
        Note(log, "optedOut", was.OptedOut is not null, next.OptedOut is not null);
        if (ConsentSource is not null && (log.ContainsKey("optedIn") || log.ContainsKey("optedOut")))
            log["source"] = ConsentSource;
        Note(log, "blocked", was.BlockedAt is not null, next.BlockedAt is not null);
        Note(log, "tagged", [.. next.Tags.Except(was.Tags)]);
        Note(log, "untagged", [.. was.Tags.Except(next.Tags)]);
        return log.Count == 0 && next.NamedByPerson == was.NamedByPerson && ReferenceEquals(next.Tags, was.Tags)
            ? was
            : next;
    }

    private Consent? Changed(bool? wanted, Consent? was, DateTimeOffset now) =>
        wanted switch
        {
            true => was ?? new Consent(now, ConsentSource),
            false => null,
            null => was,
        };

    private string NewFields(string was, JsonObject log)
    {
        if (Fields.Count == 0)
            return was;
        var values = JsonNode.Parse(was) as JsonObject ?? [];
        foreach (var (key, value) in Fields)
        {
            var old = values[key];
            if (JsonNode.DeepEquals(old, value))
                continue;
            log[$"fields.{key}"] = new JsonObject { ["from"] = old?.DeepClone(), ["to"] = value?.DeepClone() };
            if (value is null)
                values.Remove(key);
            else
                values[key] = value.DeepClone();
        }
        return values.ToJsonString();
    }

    private static void Note(JsonObject log, string what, JsonNode? from, JsonNode? to)
    {
        if (!JsonNode.DeepEquals(from, to))
            log[what] = new JsonObject { ["from"] = from, ["to"] = to };
    }

    private static void Note(JsonObject log, string what, string[] tags)
    {
        if (tags.Length > 0)
            log[what] = new JsonArray([.. tags.Select(tag => (JsonNode?)tag)]);
    }
}
