using System.Collections.Concurrent;
using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// Finds the conversation of a sender, and makes contact and conversation when there are none. Knows the way by heart
/// for the senders it saw last.
/// </summary>
public sealed class ContactDirectory(Database database)
{
    // about 100 bytes each
    private const int MostRemembered = 500_000;

    private const short Phone = 0;
    private const short Bsuid = 1;

    private readonly record struct Key(long Channel, short Kind, string Value);

    private sealed record Known(long Conversation, string? ProfileName);

    /// <summary>What is known by heart, and of which revision of the ways it is.</summary>
    private sealed record Knowledge(long Revision)
    {
        public ConcurrentDictionary<Key, Known> Ways { get; } = new();
    }

    private Knowledge knowledge = new(0);

    /// <summary>
    /// The conversation of each arrival, in their order, and the revision they are of: they are to be written to only while it is the database's
    /// (merges and erasures make a new one). Phones are compared by <see cref="PhoneKey"/>.
    /// </summary>
    internal async Task<(long[] Conversations, long Revision)> Find(IReadOnlyList<Arrival> items)
    {
        var mind = Volatile.Read(ref knowledge);
        var known = mind.Ways;
        var found = new long[items.Count];
        Dictionary<Key, Arrival>? strangers = null;
        for (var i = 0; i < items.Count; i++)
        {
            var key = Primary(items[i]);
            if (
                known.TryGetValue(key, out var way)
                && (items[i].Sender.ProfileName ?? way.ProfileName) == way.ProfileName
            )
                found[i] = way.Conversation;
            else
                (strangers ??= [])[key] = items[i];
        }

        if (strangers is null)
            return (found, mind.Revision);

        var made = await Meet(strangers);
        if (known.Count > MostRemembered)
            known.Clear();
        foreach (var (key, way) in made)
            known[key] = way;
        for (var i = 0; i < items.Count; i++)
        {
            if (found[i] == 0)
                found[i] = made[Primary(items[i])].Conversation;
        }
        return (found, mind.Revision);
    }

    /// <summary>Forgets everything that is of an older revision. Who is still finding writes into what is forgotten.</summary>
    internal void Forget(long revision)
    {
        var mind = Volatile.Read(ref knowledge);
        if (mind.Revision < revision)
            Interlocked.CompareExchange(ref knowledge, new Knowledge(revision), mind);
    }

    /// <summary>The conversation of a phone on a channel, made if there is none.</summary>
    public async Task<long> Open(string workspace, long channel, string phone)
    {
        await using (var ask = database.Source.CreateCommand("select revision from contact_revision"))
            Forget((long)(await ask.ExecuteScalarAsync() ?? 0L));
        var (found, _) = await Find([new Arrival(workspace, channel, new Sender(phone, null), "", [])]);
        return found[0];
    }

    /// <summary>The conversation of a contact on a channel, made if there is none; null when the workspace has no such contact.</summary>
    public async Task<long?> Open(string workspace, long channel, long contact, CancellationToken cancel)
    {
        await using var open = database.Source.CreateCommand(
            """
            with made as (
                insert into conversations (workspace_id, channel_id, contact_id)
                select $1, $2, id from contacts where workspace_id = $1 and id = $3 and merged_into is null for share
                on conflict do nothing returning id)
            select id from made
            union all
            select id from conversations where workspace_id = $1 and channel_id = $2 and contact_id = $3
            limit 1
            """
        );
        open.Parameters.Text(workspace);
        open.Parameters.Value(channel);
        open.Parameters.Value(contact);
        return await open.ExecuteScalarAsync(cancel) as long?;
    }

    private static Key Primary(Arrival item) =>
        item.Sender.Phone is { Length: > 0 } phone
            ? new Key(item.ChannelId, Phone, PhoneKey.Of(phone))
            : new Key(
                item.ChannelId,
                Bsuid,
                item.Sender.Bsuid ?? throw new ArgumentException("a sender has a phone or a BSUID")
            );

    /// <summary>Those with a phone first: they bring the business-scoped id by which one without a phone may be the same person.</summary>
    private async Task<Dictionary<Key, Known>> Meet(Dictionary<Key, Arrival> strangers)
    {
        var met = new Dictionary<Key, Known>(strangers.Count);
        foreach (var kind in (short[])[Phone, Bsuid])
        {
            if (strangers.Where(one => one.Key.Kind == kind).ToArray() is not { Length: > 0 } some)
                continue;
            foreach (var (key, way) in await Make(some))
                met[key] = way;
        }
        return met;
    }

    private async Task<Dictionary<Key, Known>> Make(IReadOnlyList<KeyValuePair<Key, Arrival>> strangers)
    {
        // in one order everywhere, so that two batches that meet the same strangers cannot deadlock
        // (the workspace's lock lets one batch of strangers in at a time: two halves of one person must not be made at once)
        var sorted = strangers
            .OrderBy(one => one.Value.WorkspaceId, StringComparer.Ordinal)
            .ThenBy(one => one.Key.Kind)
            .ThenBy(one => one.Key.Value, StringComparer.Ordinal)
            .ToArray();

        await using var connection = await database.Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Locks.Strangers(batch, sorted.Select(one => one.Value.WorkspaceId));

        var people = batch.Add(
            """
            with want as (
                select * from unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                    as w (workspace_id, kind, value, bsuid, name, phone, shown_bsuid)),
            known as (
                select w.*, p.contact_id is not null as has_primary, coalesce(p.contact_id, s.contact_id) as contact_id
                from want w
                left join contact_identities p on p.workspace_id = w.workspace_id and p.kind = w.kind and p.value = w.value
                left join contact_identities s on s.workspace_id = w.workspace_id and s.kind = 1 and s.value = w.bsuid),
            fresh as (
                insert into contact_identities (workspace_id, kind, value, contact_id)
                select distinct on (workspace_id, kind, value) workspace_id, kind, value,
                    coalesce(contact_id, nextval(pg_get_serial_sequence('contacts', 'id')))
                from known where not has_primary
                order by workspace_id, kind, value
                on conflict do nothing
                returning workspace_id, kind, value, contact_id),
            made as (
                insert into contacts (id, workspace_id, name, phone, bsuid)
                select distinct on (f.contact_id) f.contact_id, f.workspace_id, k.name, k.phone, k.shown_bsuid
                from fresh f join known k using (workspace_id, kind, value)
                where k.contact_id is null)
            update contacts c set name = coalesce(case when c.named_by = 0 then k.name end, c.name),
                phone = coalesce(c.phone, k.phone), bsuid = coalesce(k.shown_bsuid, c.bsuid)
            from known k
            where c.id = k.contact_id
                and ((c.named_by = 0 and k.name is not null and c.name is distinct from k.name)
                    or (c.phone is null and k.phone is not null)
                    or (k.shown_bsuid is not null and c.bsuid is distinct from k.shown_bsuid))
            """
        );
        people.Texts(sorted, one => one.Value.WorkspaceId);
        people.Smallints(sorted, one => one.Key.Kind);
        people.Texts(sorted, one => one.Key.Value);
        people.Texts(sorted, one => one.Value.Sender.Bsuid);
        people.Texts(sorted, one => one.Value.Sender.ProfileName);
        people.Texts(sorted, one => one.Value.Sender.Phone is { Length: > 0 } phone ? phone : null);
        people.Texts(sorted, one => one.Value.Sender.Bsuid);

        var others = batch.Add(
            """
            insert into contact_identities (workspace_id, kind, value, contact_id)
            select distinct on (w.workspace_id, w.bsuid) w.workspace_id, 1, w.bsuid, p.contact_id
            from unnest($1::text[], $2::smallint[], $3::text[], $4::text[]) as w (workspace_id, kind, value, bsuid)
            join contact_identities p on p.workspace_id = w.workspace_id and p.kind = w.kind and p.value = w.value
            where w.bsuid is not null and w.kind = 0
            order by w.workspace_id, w.bsuid
            on conflict do nothing
            """
        );
        others.Texts(sorted, one => one.Value.WorkspaceId);
        others.Smallints(sorted, one => one.Key.Kind);
        others.Texts(sorted, one => one.Key.Value);
        others.Texts(sorted, one => one.Value.Sender.Bsuid);

        var talks = batch.Add(
            """
            insert into conversations (workspace_id, channel_id, contact_id)
            select w.workspace_id, w.channel_id, p.contact_id
            from unnest($1::text[], $2::bigint[], $3::smallint[], $4::text[]) as w (workspace_id, channel_id, kind, value)
            join contact_identities p on p.workspace_id = w.workspace_id and p.kind = w.kind and p.value = w.value
            where not exists (select 1 from conversations c where c.channel_id = w.channel_id and c.contact_id = p.contact_id)
            order by w.channel_id, p.contact_id
            on conflict do nothing
            """
        );
        Ways(talks, sorted);

        var read = batch.Add(
            """
            select w.ord, c.id, p.name, p.named_by
            from unnest($1::text[], $2::bigint[], $3::smallint[], $4::text[])
                with ordinality as w (workspace_id, channel_id, kind, value, ord)
            join contact_identities i on i.workspace_id = w.workspace_id and i.kind = w.kind and i.value = w.value
            join contacts p on p.id = i.contact_id
            join conversations c on c.channel_id = w.channel_id and c.contact_id = i.contact_id
            """
        );
        Ways(read, sorted);

        var ways = new Dictionary<Key, Known>(sorted.Length);
#if CHAOS
        Crash.At("ContactDirectory before commit");
#endif
        await using var row = await batch.ExecuteReaderAsync();
        // the lock's own rows say nothing
        await row.NextResultAsync();
        do
        {
            while (await row.ReadAsync())
            {
                var one = sorted[row.GetInt64(0) - 1];
                ways[one.Key] = new Known(row.GetInt64(1), one.Value.Sender.ProfileName);
            }
        } while (await row.NextResultAsync());
#if CHAOS
        Crash.At("ContactDirectory after commit");
#endif
        return ways;
    }

    private static void Ways(NpgsqlParameterCollection parameters, IReadOnlyList<KeyValuePair<Key, Arrival>> sorted)
    {
        parameters.Texts(sorted, one => one.Value.WorkspaceId);
        parameters.Bigints(sorted, one => one.Key.Channel);
        parameters.Smallints(sorted, one => one.Key.Kind);
        parameters.Texts(sorted, one => one.Key.Value);
    }
}
