using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>What contacts have said at WhatsApp itself about marketing messages. To want them again takes back no other refusal.</summary>
public sealed class MarketingWishes(Database database)
{
    public async Task Note(string workspace, IReadOnlyList<(string Phone, bool Stop)> wishes, CancellationToken cancel)
    {
        await using var note = database.Source.CreateCommand(
            """
            with wished as (
                select distinct on (i.contact_id) i.contact_id, w.stop
                from unnest($2::text[], $3::boolean[]) with ordinality as w (value, stop, place)
                join contact_identities i on i.workspace_id = $1 and i.kind = 0 and i.value = w.value
                order by i.contact_id, w.place desc),
            held as materialized (
                select p.id, w.stop from wished w join contacts p on p.id = w.contact_id
                where case when w.stop then p.opted_out_at is null else p.opted_out_source = 'whatsapp' end
                order by p.id for no key update of p)
            update contacts p set opted_out_at = case when h.stop then now() end, opted_out_source = case when h.stop then 'whatsapp' end,
                version = p.version + 1, updated_at = now()
            from held h where p.id = h.id
            """
        );
        note.Parameters.Text(workspace);
        note.Parameters.Texts(wishes, wish => PhoneKey.Of(wish.Phone));
        note.Parameters.Bools(wishes, wish => wish.Stop);
        await note.ExecuteNonQueryAsync(cancel);
    }
}
