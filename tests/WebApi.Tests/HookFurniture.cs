using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Hooks;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>A webhook of the other workspace, with a delivery in its log.</summary>
internal static class HookFurniture
{
    /// <summary>The delivery's id.</summary>
    public static async Task<string> Put(Office office)
    {
        await office
            .Service<Storage.Hooks.Webhooks>()
            .Add(
                Office.Theirs,
                "hook_theirs",
                $"https://{Office.ForeignWord}.example/",
                Office.ForeignWord,
                [HookKinds.BroadcastChanged],
                $"whsec_{Office.ForeignWord}",
                new Actor(Office.ForeignWord, Office.ForeignWord),
                CancellationToken.None
            );
        await office.Do("update webhooks set state = 1 where id = 'hook_theirs'");
        var delivery = await office.Ask<long>(
            $$"""
            insert into webhook_events (workspace_id, event_id, kind, lane, body)
            values ('{{Office.Theirs}}', 'webhook.test:theirs', 'webhook.test', 0, '{"id":"{{Office.ForeignWord}}"}')
            returning id
            """
        );
        await office.Do(
            $"insert into webhook_deliveries (event, webhook_id, lane, state) values ({delivery}, 'hook_theirs', 0, 2)"
        );
        return $"{delivery}";
    }
}
