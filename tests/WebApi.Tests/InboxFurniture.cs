using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>One of each thing of the inbox that belongs to the other workspace.</summary>
internal static class InboxFurniture
{
    public static async Task Put(Office office, long conversation, string person)
    {
        await office.Do(
            $"""
            insert into queues (workspace_id, key, title) values ('{Office.Theirs}', 'foreign', '{Office.ForeignWord}');
            insert into queue_members (workspace_id, queue, user_id) values ('{Office.Theirs}', 'foreign', '{person}');
            insert into saved_replies (id, workspace_id, shortcut, content, created_by)
                values ('reply_theirs', '{Office.Theirs}', '{Office.ForeignWord}', '{"{{"}"type":"text","text":"{Office.ForeignWord}"{"}}"}', '{Office.ForeignWord}');
            insert into saved_views (id, workspace_id, user_id, name, query) values ('view_theirs', '{Office.Theirs}', '{person}', '{Office.ForeignWord}', '{"{{}}"}');
            insert into scheduled_replies (conversation_id, client_id, workspace_id, person_id, person_name, content, send_at)
                values ({conversation}, '6f8d2c5e-1111-4222-8333-444455556666', '{Office.Theirs}', '{Office.ForeignWord}', '{Office.ForeignWord}',
                    '{"{{"}"type":"text","text":"{Office.ForeignWord}"{"}}"}', now() + interval '1 day');
            insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status, created_at)
                select {conversation}, 1, 1, '{Office.Theirs}', id, 0, 'image', '{Office.ForeignWord}',
                    '{"{{"}"type":"media","media":"image","id":"{Office.ForeignWord}"{"}}"}', '{"{{"}"type":"contact"{"}}"}', 100, now()
                from channels where phone_number_id = '222';
            """.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)
        );
        office.Foreign["queues"] = "foreign";
        office.Foreign["saved-replies"] = "reply_theirs";
        office.Foreign["views"] = "view_theirs";
        office.Foreign["scheduled"] = "6f8d2c5e-1111-4222-8333-444455556666";
        office.Foreign["media"] = $"{conversation}-1";
    }

    /// <summary>A conversation of ours in which a contact has just written one message.</summary>
    public static async Task<long> Conversation(this Office office)
    {
        var cancel = TestContext.Current.CancellationToken;
        var wamid = $"w{int.Parse(office.Fresh(""), null) + 5_000_000}";
        using var http = office.Client();
        await Eventually.True(
            async () =>
            {
                using var answer = await http.SendAsync(Site.Delivery(Site.Body(("111", wamid, "text"))), cancel);
                return answer.IsSuccessStatusCode;
            },
            "the webhook is taken",
            cancel
        );
        await Eventually.True(
            async () => await office.Ask<long>($"select count(*) from messages where wamid = '{wamid}'") == 1,
            "the message is in its conversation",
            cancel
        );
        return await office.Ask<long>($"select conversation_id from messages where wamid = '{wamid}'");
    }
}
