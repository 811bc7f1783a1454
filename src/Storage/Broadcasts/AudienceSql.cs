using Npgsql;
using NpgsqlTypes;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage;

/// <summary>
/// The people of an audience as SQL: <c>people (contact_id, vals, place)</c>, and why one of them is left out. The one place that knows how
/// whom a person chose becomes a query.
/// </summary>
internal static class AudienceSql
{
    /// <summary>
    /// CTEs that end with <c>judged (contact_id, vals, place, name, phone, reason)</c>; a null reason is in. The parameters are added here: $1 is the
    /// workspace, $2 the broadcast (0 for none yet), and the audience's own follow. The rule is what a segment or a rule means.
    /// </summary>
    public static string Judged(
        string workspace,
        long broadcast,
        Audience audience,
        ContactRule? rule,
        NpgsqlParameterCollection parameters
    )
    {
        var meant = new RuleSql(parameters, workspace);
        parameters.Value(broadcast);
        rule?.Write(meant);
        var people = rule is null
            ? People(audience, parameters)
            : $"""
                select c.id as contact_id, null::json as vals, c.id as place from contacts c
                where c.workspace_id = $1 and c.merged_into is null and ({meant})
                """;
        var reasons = new List<string>
        {
            "when p.opted_out_at is not null then 'opted_out'",
            "when p.blocked_at is not null then 'blocked'",
            "when p.phone is null and p.bsuid is null then 'no_number'",
        };
        var exclude = audience.Exclude;
        if (exclude?.MessagedWithinDays is { } days)
        {
            parameters.Value(days);
            reasons.Add(
                $"""
                when exists (
                    select 1 from conversations c
                    where c.contact_id = p.id and c.last_at > now() - ${parameters.Count} * interval '1 day' and exists (
                        select 1 from messages m
                        where m.conversation_id = c.id and m.direction = 1 and m.created_at > now() - ${parameters.Count} * interval '1 day'))
                then 'messaged_recently'
                """
            );
        }
        if (exclude?.LiveSession == true)
        {
            reasons.Add(
                """
                when exists (select 1 from conversations c where c.contact_id = p.id and (c.session is not null or c.owner <> 0))
                then 'live_session'
                """
            );
        }
        if (exclude?.Broadcasts is { Count: > 0 } others)
        {
            parameters.Add(
                new NpgsqlParameter<long[]>
                {
                    TypedValue = [.. others],
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
                }
            );
            reasons.Add(
                $"""
                when exists (
                    select 1 from unnest(${parameters.Count}::bigint[]) as b (id)
                    join broadcast_recipients r on r.broadcast_id = b.id and r.contact_id = p.id
                    where r.state not in (20, 30))
                then 'other_broadcast'
                """
            );
        }

        return $"""
            people as ({people}),
            judged as (
                select p.id as contact_id, w.vals, w.place, p.name, p.phone,
                    case {string.Join('\n', reasons)} end as reason
                from people w join contacts p on p.id = w.contact_id and p.workspace_id = $1 and p.merged_into is null
                where $2::bigint is not null)
            """;
    }

    private static string People(Audience audience, NpgsqlParameterCollection parameters)
    {
        switch (audience)
        {
            case ChosenContacts chosen:
                Bigints(parameters, chosen.ContactIds);
                return """
                    select id as contact_id, null::json as vals, min(ord) as place
                    from unnest($3::bigint[]) with ordinality as l (id, ord) group by id
                    """;

            case ListedPhones listed:
                var keys = listed.Recipients.Select(one => PhoneKey.Of(one.Phone)).ToArray();
                parameters.Texts(keys, key => key);
                parameters.Texts(listed.Recipients, one => one.Values?.ToJsonString());
                // of two lines with one number the first counts
                return """
                    select distinct on (i.contact_id) i.contact_id, l.vals::json as vals, l.ord as place
                    from unnest($3::text[], $4::text[]) with ordinality as l (value, vals, ord)
                    join contact_identities i on i.workspace_id = $1 and i.kind = 0 and i.value = l.value
                    order by i.contact_id, l.ord
                    """;

            case TaggedContacts tagged:
                Tags(parameters, tagged.All);
                Tags(parameters, tagged.Any);
                Tags(parameters, tagged.None);
                return """
                    select id as contact_id, null::json as vals, id as place from contacts
                    where workspace_id = $1 and tags @> $3 and (cardinality($4) = 0 or tags && $4) and not tags && $5
                    """;

            default:
                return "select id as contact_id, null::json as vals, id as place from contacts where workspace_id = $1";
        }
    }

    private static void Bigints(NpgsqlParameterCollection parameters, IReadOnlyList<long> ids) =>
        parameters.Bigints(ids, id => id);

    private static void Tags(NpgsqlParameterCollection parameters, IReadOnlyList<string>? tags) =>
        parameters.Texts(tags ?? [], tag => tag);
}
