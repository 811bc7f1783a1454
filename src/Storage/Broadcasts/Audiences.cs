using System.Text.Json;
using Npgsql;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage;

/// <summary>A contact of an audience, for a glance at it.</summary>
public sealed record AudienceMember(long ContactId, string? Name, string? Phone);

/// <summary>How many an audience has, how many of them are left out and why, and some of those who are in.</summary>
public sealed record AudienceCount(
    int Included,
    IReadOnlyDictionary<string, int> Excluded,
    IReadOnlyList<AudienceMember> Sample
);

/// <summary>Counts audiences, and freezes them into recipients.</summary>
public sealed class Audiences(Database database, ContactCatalog catalog)
{
    /// <summary>A number has 7 to 15 digits (E.164).</summary>
    public const int FewestDigits = 7;

    /// <summary>See <see cref="FewestDigits"/>.</summary>
    public const int MostDigits = 15;

    // recipients in one part of the audience, and parts at most
    private const int InAShard = 500;
    private const int MostShards = 8;

    // the freeze of a million takes some ten seconds; on a slow machine more
    private const int Patience = 900;
    private const int ContactsAtOnce = 1000;

    /// <summary>True for what can be a phone number with its country's code.</summary>
    public static bool IsPhone(string phone) =>
        phone.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.' or '/')
        && PhoneKey.Of(phone) is { Length: >= FewestDigits and <= MostDigits };

    /// <summary>How many would get it if it began now. Contacts are not made of unknown numbers: they count as in.</summary>
    public async Task<AudienceCount> Count(string workspace, Audience audience, int sample, CancellationToken cancel)
    {
        var (clean, excluded) = AudienceMeaning.Clean(audience);
        var rule = await AudienceMeaning.Rule(catalog, workspace, clean, cancel);
        await using var ask = Patient();
        ask.CommandText = $"""
            with {AudienceSql.Judged(workspace, 0, clean, rule, ask.Parameters)}
            select reason, count(*), null::bigint, null, null from judged group by reason
            union all
            (select 'sample', 0, contact_id, name, phone from judged where reason is null order by place limit {sample})
            """;
        var (included, known) = (0, 0);
        var members = new List<AudienceMember>();
        await using (var row = await ask.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
            {
                var count = (int)row.GetInt64(1);
                known += count;
                if (row.TextOrNull(0) is not { } reason)
                    included += count;
                else if (reason == "sample")
                    members.Add(new AudienceMember(row.GetInt64(2), row.TextOrNull(3), row.TextOrNull(4)));
                else
                    excluded[reason] = count;
            }
        }

        if (clean is ListedPhones listed)
            included += Math.Max(0, listed.Recipients.Count - known);
        return new AudienceCount(included, excluded, members);
    }

    /// <summary>Why a contact is not in the audience: null when it is in, <c>not_chosen</c> when nothing speaks of it.</summary>
    public async Task<string?> WhyOut(string workspace, Audience audience, long contact, CancellationToken cancel)
    {
        var rule = await AudienceMeaning.Rule(catalog, workspace, audience, cancel);
        await using var ask = Patient();
        var judged = AudienceSql.Judged(workspace, 0, AudienceMeaning.Clean(audience).Audience, rule, ask.Parameters);
        ask.Parameters.Value(contact);
        ask.CommandText = $"with {judged} select reason from judged where contact_id = ${ask.Parameters.Count}";
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? row.TextOrNull(0) : "not_chosen";
    }

    /// <summary>
    /// Freezes the audience of a scheduled broadcast whose time has come, and lets it run: recipients, parts and state, all or nothing. False: it is not
    /// scheduled any more, or was changed meanwhile (an erasure takes a person out of its list). Whoever comes second finds that out at the end, and
    /// leaves nothing behind.
    /// </summary>
    public async Task<bool> Freeze(long broadcast, CancellationToken cancel)
    {
        if (await Stored(broadcast, cancel) is not var (workspace, audience, shares, senders, changed))
            return false;

        var (clean, excluded) = AudienceMeaning.Clean(audience);
        var rule = await AudienceMeaning.Rule(catalog, workspace, clean, cancel);
        if (clean is ListedPhones listed)
            await Meet(workspace, listed.Recipients, cancel, (broadcast, changed));

        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // one at a time; a pause or cancel does not wait for it
        await using (var only = new NpgsqlCommand("select pg_try_advisory_xact_lock(2, $1)", connection, transaction))
        {
            only.Parameters.Value((int)(broadcast % int.MaxValue));
            if (await only.ExecuteScalarAsync(cancel) is not true)
                return false;
        }

        await using (var work = new NpgsqlCommand("", connection, transaction) { CommandTimeout = Patience })
        {
            var judged = AudienceSql.Judged(workspace, broadcast, clean, rule, work.Parameters);
            work.CommandText = $"""
                with {judged},
                frozen as (
                    insert into broadcast_recipients (broadcast_id, ord, contact_id, vals, variant, state, reason, channel_id)
                    select $2, row_number() over (order by place) - 1, contact_id, vals, {shares.Write(
                    work.Parameters
                )}, {senders.Write(work.Parameters)} from judged
                    where reason is null and exists (select 1 from broadcasts where id = $2 and state = 1)
                    order by place)
                select reason, count(*) from judged where reason is not null group by reason
                """;
            await using var row = await work.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                excluded[row.GetString(0)] = (int)row.GetInt64(1);
        }

        await using var begin = new NpgsqlCommand(
            $"""
            with size as (
                select count(*)::int as people, least({MostShards}, greatest(1, ceil(count(*) / {InAShard}.0)))::int as parts
                from broadcast_recipients where broadcast_id = $1),
            began as (
                update broadcasts b set state = case when s.people = 0 then 6 else 2 end, reason = case when s.people = 0 then 'empty' end,
                    started_at = now(), frozen_at = now(), ended_at = case when s.people = 0 then now() end, updated_at = now(),
                    audience_size = s.people, excluded = $2::json, shards = s.parts,
                    -- a list has become recipients: numbers and names stay in one place, where they can be erased
                    audience = case when audience ->> 'kind' = 'phones' then json_build_object('kind', 'phones', 'recipients', json_build_array()) else audience end
                from size s where b.id = $1 and b.state = 1 and b.starts_at <= now() and b.updated_at = $3
                returning s.people, s.parts),
            parts as (
                insert into broadcast_shards (broadcast_id, shard, start_ord, next_ord, end_ord)
                select $1, p, people * p::bigint / parts, people * p::bigint / parts, people * (p + 1)::bigint / parts
                from began, generate_series(0, parts - 1) as g (p))
            select 1 from began
            """,
            connection,
            transaction
        )
        {
            CommandTimeout = Patience,
        };
        begin.Parameters.Value(broadcast);
        begin.Parameters.Text(JsonSerializer.Serialize(excluded, StorageJson.Default.DictionaryStringInt32));
        begin.Parameters.Time(changed);
        if (await begin.ExecuteScalarAsync(cancel) is null)
            return false;

#if CHAOS
        Crash.At("freeze before commit");
#endif
        await transaction.CommitAsync(cancel);
#if CHAOS
        Crash.At("freeze after commit");
#endif
        return true;
    }

    private async Task<(
        string Workspace,
        Audience Audience,
        Shares Shares,
        Senders Senders,
        DateTimeOffset Changed
    )?> Stored(long broadcast, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select b.workspace_id, b.audience, b.variants, b.hold_out, array_agg(c.id order by c.id), array_agg(c.messages_per_second order by c.id),
                b.updated_at
            from broadcasts b
            join channels c on c.id = b.channel_id or c.id in (select json_array_elements_text(b.plan -> 'moreChannels')::bigint)
            where b.id = $1 and b.state = 1 and b.starts_at <= now()
            group by b.id
            """
        );
        ask.Parameters.Value(broadcast);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? (
                row.GetString(0),
                StorageJson.ReadAudience(row.GetString(1)),
                new Shares(StorageJson.ReadVariants(row.TextOrNull(2)), row.GetInt32(3)),
                new Senders([.. row.GetFieldValue<long[]>(4).Zip(row.GetFieldValue<int[]>(5))]),
                row.Time(6)
            )
            : null;
    }

    /// <summary>
    /// Makes contacts of the numbers that nobody knew; a name of the list counts as a person's. Of a broadcast's list: while the broadcast is as it was
    /// when that was read, so that nobody who was erased since is made anew.
    /// </summary>
    internal async Task Meet(
        string workspace,
        IReadOnlyList<ListedPhone> people,
        CancellationToken cancel,
        (long Broadcast, DateTimeOffset Changed)? list = null
    )
    {
        foreach (var some in people.Chunk(ContactsAtOnce))
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancel);
            await using var batch = new NpgsqlBatch(connection);
            Locks.Strangers(batch, [workspace]);
            var sql = batch.Add(
                """
                with want as (
                    select * from unnest($2::text[], $3::text[], $4::text[]) as w (value, phone, name)),
                fresh as (
                    insert into contact_identities (workspace_id, kind, value, contact_id)
                    select $1, 0, w.value, nextval(pg_get_serial_sequence('contacts', 'id')) from want w
                    where not exists (
                        select 1 from contact_identities i where i.workspace_id = $1 and i.kind = 0 and i.value = w.value)
                        and ($5::bigint is null or exists (select 1 from broadcasts b where b.id = $5 and b.updated_at = $6))
                    order by w.value
                    on conflict do nothing
                    returning value, contact_id)
                insert into contacts (id, workspace_id, name, named_by, phone)
                select f.contact_id, $1, w.name, case when w.name is null then 0 else 1 end, w.phone
                from fresh f join want w using (value)
                """
            );
            sql.Text(workspace);
            sql.Texts(some, one => PhoneKey.Of(one.Phone));
            sql.Texts(some, one => string.Concat(one.Phone.Where(char.IsAsciiDigit)));
            sql.Texts(some, one => string.IsNullOrWhiteSpace(one.Name) ? null : one.Name.Trim());
            sql.Bigint(list?.Broadcast);
            sql.Time(list?.Changed);
            await batch.ExecuteNonQueryAsync(cancel);
        }
    }

    private NpgsqlCommand Patient()
    {
        var command = database.Source.CreateCommand();
        command.CommandTimeout = Patience;
        return command;
    }
}
