using System.Text.Json;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>What people do with the conversation.</summary>
internal sealed partial class ConversationGrain
{
    private static readonly TimeSpan LeaseFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BubbleEvery = TimeSpan.FromSeconds(20);

    // a courtesy between people: it may be lost with the activation
    private (Person Holder, DateTimeOffset Until)? lease;
    private DateTimeOffset shownAt;

    public async Task<SayResult> Say(PersonSaying saying)
    {
        Active.IsSpoken = true;
        await Active.Work();
        if (Active.Now is not { } current)
            return new SayResult(SayOutcome.Missing);
        if (Active.IsStale)
            return new SayResult(SayOutcome.Moving);

        var content =
            JsonSerializer.Deserialize(saying.Content, MessagesJson.Default.Content)
            ?? throw new JsonException("A saying has a content.");
        if (ContentLimits.Check(content) is { } error)
            return new SayResult(SayOutcome.Unsendable, Detail: error.Details ?? error.Title);
        if (current.Contact.IsBlocked)
            return new SayResult(SayOutcome.Blocked);
        if (content is not TemplateContent && !(current.State.WindowClosesAt > clock.GetUtcNow()))
            return new SayResult(SayOutcome.WindowClosed);
        if (current.WantsNothing)
            return new SayResult(SayOutcome.OptedOut);
        if (!saying.Force && LeaseOfAnother(saying.Person) is { } held)
            return new SayResult(SayOutcome.Leased, held.Holder, held.Until);

        try
        {
            if (!await Active.Commit(current, desk.Say(current, saying, content), inboxId: 0))
                return new SayResult(SayOutcome.Moving);
        }
        catch (PostgresException trouble) when (trouble.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new SayResult(SayOutcome.Repeated);
        }

        if (lease?.Holder.Id == saying.Person.Id)
            lease = null;
        return new SayResult(SayOutcome.Said);
    }

    public async Task<DeskResult> Do(DeskOrder order)
    {
        await Active.Work();
        if (Active.Now is not { } current)
            return new DeskResult(OrderOutcome.Missing);
        if (Active.IsStale)
            return new DeskResult(OrderOutcome.Moving);

        var before = DeskMaker.StateOf(current.State);
        var (draft, refusal) = await desk.On(current, order);
        if (refusal is not null)
            return new DeskResult(OrderOutcome.Refused, before, refusal);
        if (draft is null)
            return new DeskResult(OrderOutcome.Unchanged, before);

        try
        {
            return await Active.Commit(current, draft, inboxId: 0)
                ? new DeskResult(OrderOutcome.Done, before)
                : new DeskResult(OrderOutcome.Moving);
        }
        catch (PostgresException trouble) when (trouble.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // a note that was written before
            return new DeskResult(OrderOutcome.Unchanged, before);
        }
    }

    public async Task<bool> Read(long seq, bool unread)
    {
        await Active.Work();
        if (Active.Now is not { } current)
            return false;

        var marked = await reads.MarkRead(current.WorkspaceId, Id, seq, unread, CancellationToken.None);
        if (marked is not { } now)
            return false;
        if ((now.ReadSeq, now.Unread) == (current.ReadSeq, current.Unread))
            return true;

        Active.Now = current with { ReadSeq = now.ReadSeq, Unread = now.Unread };
        // statuses take seqs without a turn, and a screen drops what is older than what it shows: it is told what is stored
        await announcer.Tell(await reads.Find(current.WorkspaceId, Id, CancellationToken.None) ?? Active.Now);
        return true;
    }

    public async Task<Lease?> Type(Person person, bool show)
    {
        Active.IsSpoken = true;
        await Active.Work();
        if (Active.Now is not { } current)
            return null;

        var now = clock.GetUtcNow();
        if (LeaseOfAnother(person) is { } held)
            return new Lease(false, held.Holder, held.Until);

        lease = (person, now + LeaseFor);
        if (show && !current.Contact.IsBlocked && now - shownAt >= BubbleEvery && current.State.WindowClosesAt > now)
        {
            shownAt = now;
            bubble.Show(current);
        }
        return new Lease(true, person, now + LeaseFor);
    }

    public Task Rest(Person person)
    {
        if (lease?.Holder.Id == person.Id)
            lease = null;
        return Task.CompletedTask;
    }

    public async Task Awake()
    {
        await Active.Work();
        if (!Active.IsStale && Active.Now is { } current && desk.Awake(current) is { } draft)
            await Active.Commit(current, draft, inboxId: 0);
    }

    public async Task NotSent(Person person, string why)
    {
        await Active.Work();
        if (!Active.IsStale && Active.Now is { } current)
            await Active.Commit(current, desk.Failed(current, person, why), inboxId: 0);
    }

    private (Person Holder, DateTimeOffset Until)? LeaseOfAnother(Person person) =>
        lease is { } held && held.Holder.Id != person.Id && held.Until > clock.GetUtcNow() ? held : null;
}
