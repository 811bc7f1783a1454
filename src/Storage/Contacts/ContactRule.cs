namespace WhatsAppBot.Storage.Contacts;

/// <summary>Which contacts are meant: a tree of and, or, not over what is known of a contact. Becomes SQL with parameters only.</summary>
public abstract record ContactRule
{
    private ContactRule() { }

    /// <summary>Adds itself to the statement, with <c>c</c> as the contact.</summary>
    internal abstract void Write(RuleSql sql);

    /// <summary>All of them hold; true when there are none.</summary>
    public sealed record And(IReadOnlyList<ContactRule> Rules) : ContactRule
    {
        internal override void Write(RuleSql sql) => sql.Joined(Rules, " and ", "true");
    }

    /// <summary>One of them holds; false when there are none.</summary>
    public sealed record Or(IReadOnlyList<ContactRule> Rules) : ContactRule
    {
        internal override void Write(RuleSql sql) => sql.Joined(Rules, " or ", "false");
    }

    /// <summary>It does not hold: what is not known does not hold.</summary>
    public sealed record Not(ContactRule Rule) : ContactRule
    {
        internal override void Write(RuleSql sql)
        {
            sql.Add("not coalesce((");
            Rule.Write(sql);
            sql.Add("), false)");
        }
    }

    /// <summary>How a text is compared.</summary>
    public enum Match
    {
        Is,
        StartsWith,
        Contains,
        Empty,
    }

    /// <summary>The name, without case and accents.</summary>
    public sealed record Name(Match How, string Value) : ContactRule
    {
        internal override void Write(RuleSql sql)
        {
            if (How == Match.Empty)
                sql.Add("coalesce(c.name, '') = ''");
            else if (How == Match.Is)
                // the index knows the first 60 characters
                sql.Add("c.sort_name = left(fold(")
                    .Text(Value)
                    .Add("), 60) and fold(c.name) = fold(")
                    .Text(Value)
                    .Add(")");
            else if (How == Match.StartsWith)
                sql.Add("c.name <> '' and c.sort_name like ").Pattern(Value);
            else
                // the index of the pieces finds them
                sql.Add("c.name <> '' and name_pieces(c.sort_name) @@ name_pieces_query(fold(")
                    .Text(Value)
                    .Add(")) and c.sort_name like '%' || ")
                    .Pattern(Value);
        }
    }

    /// <summary>The number: exactly (by the spelling-proof key), by its beginning, or that there is none.</summary>
    public sealed record Phone(Match How, string Digits) : ContactRule
    {
        internal override void Write(RuleSql sql)
        {
            if (How == Match.Empty)
                sql.Add("c.phone is null");
            else if (How == Match.Is)
                sql.Add(
                        "c.id in (select i.contact_id from contact_identities i where i.workspace_id = $1 and i.kind = 0 and i.value = "
                    )
                    .Text(Messages.PhoneKey.Of(Digits))
                    .Add(")");
            else
                sql.Add("c.words @@ (quote_literal(")
                    .Text(Digits)
                    .Add(") || ':*')::tsquery and starts_with(c.phone, ")
                    .Text(Digits)
                    .Add(")");
        }
    }

    /// <summary>One of these tags.</summary>
    public sealed record Tagged(IReadOnlyList<string> Any) : ContactRule
    {
        internal override void Write(RuleSql sql) => sql.Add("c.tags && ").Texts(Any);
    }

    /// <summary>One of these languages.</summary>
    public sealed record Language(IReadOnlyList<string> Any) : ContactRule
    {
        internal override void Write(RuleSql sql) => sql.Add("c.language = any(").Texts(Any).Add(")");
    }

    /// <summary>A custom field has exactly this value (JSON).</summary>
    public sealed record FieldIs(string Key, string Json) : ContactRule
    {
        internal override void Write(RuleSql sql) =>
            sql.Add("c.fields @> ")
                .Json(new System.Text.Json.Nodes.JsonObject { [Key] = System.Text.Json.Nodes.JsonNode.Parse(Json) });
    }

    /// <summary>A custom field has no value.</summary>
    public sealed record FieldEmpty(string Key) : ContactRule
    {
        internal override void Write(RuleSql sql) => sql.Add("not c.fields ? ").Text(Key);
    }

    /// <summary>A custom text contains this, without case and accents.</summary>
    public sealed record FieldContains(string Key, string Value) : ContactRule
    {
        internal override void Write(RuleSql sql) =>
            sql.Add("fold(c.fields ->> ").Text(Key).Add(") like '%' || ").Pattern(Value);
    }

    /// <summary>A custom number is less or greater.</summary>
    public sealed record FieldNumber(string Key, bool Less, decimal Value) : ContactRule
    {
        internal override void Write(RuleSql sql) =>
            sql.Add("case when jsonb_typeof(c.fields -> ")
                .Text(Key)
                .Add(") = 'number' then (c.fields ->> ")
                .Text(Key)
                .Add(Less ? ")::numeric < " : ")::numeric > ")
                .Number(Value)
                .Add(" end");
    }

    /// <summary>A custom date is before or after.</summary>
    public sealed record FieldDate(string Key, bool Before, DateOnly Value) : ContactRule
    {
        internal override void Write(RuleSql sql) =>
            sql.Add("(c.fields ->> ")
                .Text(Key)
                .Add(Before ? ") collate \"C\" < " : ") collate \"C\" > ")
                .Text(Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Took the consent back, or did not.</summary>
    public sealed record OptedOut(bool Yes) : ContactRule
    {
        internal override void Write(RuleSql sql) =>
            sql.Add(Yes ? "c.opted_out_at is not null" : "c.opted_out_at is null");
    }

    /// <summary>Gave consent, or did not.</summary>
    public sealed record OptedIn(bool Yes) : ContactRule
    {
        internal override void Write(RuleSql sql) =>
            sql.Add(Yes ? "c.opted_in_at is not null" : "c.opted_in_at is null");
    }

    /// <summary>Is blocked, or is not.</summary>
    public sealed record Blocked(bool Yes) : ContactRule
    {
        internal override void Write(RuleSql sql) => sql.Add(Yes ? "c.blocked_at is not null" : "c.blocked_at is null");
    }

    /// <summary>Was made before or after.</summary>
    public sealed record Created(bool Before, DateTimeOffset At) : ContactRule
    {
        internal override void Write(RuleSql sql) => sql.Add(Before ? "c.created_at < " : "c.created_at > ").Time(At);
    }

    /// <summary>Last wrote to us before or after; who never wrote is neither.</summary>
    public sealed record Heard(bool Before, DateTimeOffset At) : ContactRule
    {
        // what came later than this was listed later than this: the list's index finds the few who wrote lately
        internal override void Write(RuleSql sql)
        {
            if (Before)
                sql.Add(
                        "(select max(v.window_closes_at) from conversations v where v.contact_id = c.id) - interval '24 hours' < "
                    )
                    .Time(At);
            else
                sql.Add(
                        "c.id in (select v.contact_id from conversations v where v.workspace_id = $1 and v.listed_at >= date_bin('15 seconds', "
                    )
                    .Time(At)
                    .Add(", timestamptz '2000-01-01 00:00:00+00') and v.window_closes_at - interval '24 hours' > ")
                    .Time(At)
                    .Add(")");
        }
    }

    /// <summary>Is in a flow now, or in this one.</summary>
    public sealed record InFlow(bool Yes, string? Flow) : ContactRule
    {
        internal override void Write(RuleSql sql)
        {
            sql.Add(Yes ? "" : "not ")
                .Add("exists (select 1 from conversations v where v.contact_id = c.id and v.session is not null");
            if (Flow is not null)
                sql.Add(" and v.flow_id = ").Text(Flow);
            sql.Add(")");
        }
    }

    /// <summary>Meta took a broadcast's message for them, or did not: of any broadcast, or of this one.</summary>
    public sealed record Received(bool Yes, long? Broadcast) : ContactRule
    {
        // 10 to 12: accepted, delivered, read
        internal override void Write(RuleSql sql)
        {
            sql.Add(Yes ? "" : "not ")
                .Add(
                    "exists (select 1 from broadcast_recipients r where r.contact_id = c.id and r.state between 10 and 12"
                );
            if (Broadcast is { } one)
                sql.Add(" and r.broadcast_id = ").Bigint(one);
            sql.Add(")");
        }
    }

    /// <summary>Has a conversation, or has none.</summary>
    public sealed record HasConversation(bool Yes) : ContactRule
    {
        internal override void Write(RuleSql sql) =>
            sql.Add(Yes ? "" : "not ").Add("exists (select 1 from conversations v where v.contact_id = c.id)");
    }
}
