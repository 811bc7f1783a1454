using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>Who is erased: the contact and those merged into it, their conversations, their numbers by <see cref="PhoneKey"/>, and what names them elsewhere.</summary>
internal sealed record ErasedPerson(
    IReadOnlyList<long> Contacts,
    IReadOnlyList<long> Conversations,
    IReadOnlySet<string> Phones,
    IReadOnlySet<string> Traces
)
{
    public static async Task<ErasedPerson> Gather(
        NpgsqlConnection connection,
        string workspace,
        long id,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlBatch(connection);
        Ask("select id from contacts where workspace_id = $1 and (id = $2 or merged_into = $2)");
        Ask(
            """
            select v.id from conversations v join contacts c on c.id = v.contact_id
            where c.workspace_id = $1 and (c.id = $2 or c.merged_into = $2) order by v.id
            """
        );
        // a short name would be found in everything
        Ask(
            """
            select t.trace, t.is_phone from contacts c
            cross join lateral (
                values (c.phone, true), (c.bsuid, false), (case when length(c.name) >= 5 then c.name end, false)) as t (trace, is_phone)
            where c.workspace_id = $1 and (c.id = $2 or c.merged_into = $2) and t.trace <> ''
            union
            select i.value, i.kind = 0 from contact_identities i join contacts c on c.id = i.contact_id
            where c.workspace_id = $1 and (c.id = $2 or c.merged_into = $2)
            """
        );

        var (contacts, conversations) = (new List<long>(), new List<long>());
        var (phones, traces) = (new HashSet<string>(), new HashSet<string>());
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            contacts.Add(row.GetInt64(0));
        await row.NextResultAsync(cancel);
        while (await row.ReadAsync(cancel))
            conversations.Add(row.GetInt64(0));
        await row.NextResultAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            traces.Add(row.GetString(0));
            if (row.GetBoolean(1))
                phones.Add(PhoneKey.Of(row.GetString(0)));
        }
        return new ErasedPerson(contacts, conversations, phones, traces);

        void Ask(string sql)
        {
            var parameters = ask.Add(sql);
            parameters.Text(workspace);
            parameters.Value(id);
        }
    }
}
