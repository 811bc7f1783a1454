namespace WhatsAppBot.Storage.Contacts;

/// <summary>In which order a list comes.</summary>
public enum ContactOrder
{
    /// <summary>The newest contact first.</summary>
    Newest,

    /// <summary>By name; those without by their number.</summary>
    Name,

    /// <summary>By the newest message in either direction; those who have none come last.</summary>
    Seen,
}

/// <summary>Which contacts a list, a count, an export or a bulk change means.</summary>
public sealed record ContactQuestion(string Workspace, ContactRule Rule, string? Search = null)
{
    /// <summary>All whom the search finds, when somebody has looked already and they are few.</summary>
    internal long[]? Found { get; init; }

    /// <summary>Everyone is meant.</summary>
    internal bool AsksNothing => Search is not { Length: > 0 } && Rule is ContactRule.And { Rules.Count: 0 };

    /// <summary>Nothing is asked beside the search.</summary>
    internal bool IsSearchOnly => Search is { Length: > 0 } && Rule is ContactRule.And { Rules.Count: 0 };

    /// <summary>Adds the condition on <c>c</c>; an alias of a merge is nobody.</summary>
    internal void Write(RuleSql sql)
    {
        sql.Add("c.workspace_id = $1 and c.merged_into is null and ");
        Rule.Write(sql);
        if (Found is not null)
            sql.Add(" and c.id = any(").Bigints(Found).Add(")");
        else if (Search is { Length: > 0 })
            sql.Add(" and c.words @@ contact_query(").Text(Search).Add(")");
    }
}

/// <summary>Where a page ended; which parts are used depends on the order.</summary>
public sealed record ContactPlace(DateTimeOffset? At, string? Name, long Id);

/// <summary>A page of contacts, and where the next one starts.</summary>
public sealed record ContactsPage(IReadOnlyList<StoredContact> Items, ContactPlace? Next);

/// <summary>How many contacts there are: exactly, or about.</summary>
public sealed record ContactCount(long Count, bool Exact);
