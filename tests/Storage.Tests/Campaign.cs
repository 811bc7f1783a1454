using System.Globalization;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

/// <summary>A broadcast with contacts of its own, and turns that hand it over.</summary>
internal sealed class Campaign(World world, Broadcast row)
{
    public static readonly BroadcastContent Promo = new BroadcastTemplate("promo", "en_US");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public long Id => row.Id;

    /// <summary>Begun, for so many contacts that nobody knew.</summary>
    public static async Task<Campaign> Begin(World world, int people)
    {
        await People(world, people, "audience");
        var campaign = await Draft(world, new TaggedContacts(["audience"]));
        await campaign.Freeze();
        return campaign;
    }

    public static async Task<Campaign> Draft(World world, Audience audience)
    {
        var row = await world.Node.Broadcasts.Make(World.Workspace, "ada", Plan(audience), Cancel);
        return new Campaign(world, row);
    }

    public static BroadcastDraft Plan(Audience audience) =>
        new(World.Channel, "Sale", Promo, audience, LiveSessionPolicy.Skip, null, 20, 100);

    public static Task People(World world, int people, string tag) =>
        world.Do(
            $"""
            insert into contacts (workspace_id, phone, name, tags)
            select 'ours', (491510000000 + i)::text, 'Person ' || i, array['{tag}'] from generate_series(1, {people}) as g (i);
            insert into contact_identities (workspace_id, kind, value, contact_id)
            select 'ours', 0, phone, id from contacts where phone is not null on conflict do nothing
            """
        );

    /// <summary>Scheduled for now, and frozen.</summary>
    public async Task<bool> Freeze()
    {
        await world.Node.Broadcasts.Schedule(Id, null, Cancel);
        return await world.Node.Audiences.Freeze(Id, Cancel);
    }

    public async Task<IReadOnlyList<WaitingRecipient>> Waiting()
    {
        var now = await world.Node.Broadcasts.Find(Id, Cancel) ?? row;
        return await world.Node.Recipients.Waiting(now, 0, int.MaxValue, Cancel);
    }

    /// <summary>The turn that gives it to a recipient; null: it was not committed.</summary>
    public Task<TurnCommitted?> HandOver(WaitingRecipient to, long version = 0) =>
        world.Node.Turns.Commit(
            World.Make(
                to.ConversationId ?? throw new InvalidOperationException("no conversation"),
                version,
                messages: new NewMessage(
                    Direction.Outbound,
                    new TemplateContent("promo", "en_US"),
                    new BroadcastAuthor(Id, "Sale"),
                    MessageStatus.Queued,
                    DateTimeOffset.UtcNow,
                    Lane.Bulk,
                    ClientId: Guid.NewGuid(),
                    BroadcastId: Id,
                    BroadcastOrd: to.Ord
                )
            ) with
            {
                Recipient = new ServedRecipient(Id, to.Ord),
            },
            Cancel
        );

    public PendingSend Send(WaitingRecipient to, TurnCommitted committed) =>
        World.Send(to.ConversationId ?? 0, committed.FirstSeq) with
        {
            Lane = Lane.Bulk,
            BroadcastId = Id,
        };

    /// <summary>How many recipients are in each state.</summary>
    public async Task<string> States() =>
        string.Join(
            ' ',
            await world.Rows(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"select state, count(*) from broadcast_recipients where broadcast_id = {Id} group by state order by state"
                )
            )
        );
}
