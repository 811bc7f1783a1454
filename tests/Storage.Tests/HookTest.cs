using WhatsAppBot.Storage.Hooks;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

/// <summary>A world in which webhooks are made and told.</summary>
public abstract class HookTest : StorageTest
{
    private protected static readonly Actor Me = new("u1", "Ada");
    private protected static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    private protected Webhooks Hooks => new(World.Node.Database, Secrets.WellKnown);

    private protected HookFeed Feed => new(World.Node.Database);

    private protected HookLanes Lanes => new(World.Node.Database);

    private protected async Task<string> Add(IReadOnlyList<string> kinds, string secret = "whsec_12345")
    {
        var id = World.Fresh("hook_");
        Assert.True(await Hooks.Add("ours", id, "https://a.example/in", "", kinds, secret, Me, Cancel));
        return id;
    }

    private protected Task<TurnCommitted?> Say(long conversation, long version, params NewMessage[] messages) =>
        World.Node.Turns.Commit(World.Make(conversation, version, messages: messages), Cancel);

    private protected Task<StatusChange?> Accepted(PendingSend send) =>
        World.Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, send.Seq, 1, new SendOutcome.Accepted("wamid.1", false)),
            Cancel
        );

    private protected async Task<IReadOnlyList<string>> Texts(string kind) =>
        await World.Rows(
            $"select body::json #>> '{{message,text}}' from webhook_events where kind = '{kind}' order by id"
        );

    /// <summary>Many make events until there are so many of a kind: transactions of other tests in the same server hold it up for a moment.</summary>
    private protected Task Told(int count, string kind) =>
        Eventually.True(
            async () =>
            {
                await Everybody();
                return await World.Ask<long>($"select count(*) from webhook_events where kind = '{kind}'") == count;
            },
            $"{count} of {kind}",
            Cancel
        );

    private protected Task Everybody() =>
        Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    var feed = Feed;
                    while (await feed.TakeUp(Now, Cancel)) { }
                })
        );
}
