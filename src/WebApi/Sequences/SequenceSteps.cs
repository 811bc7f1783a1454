using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Broadcasts;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Sequences;

/// <summary>What can be done to a sequence, and to those who are in it.</summary>
internal static class SequenceSteps
{
    private const int MostAtOnce = 10_000;

    public static void MapSequenceSteps(this RouteGroupBuilder group)
    {
        group.MapStep(
            "sequence",
            "begin",
            "BeginSequence",
            "What it sends is checked, then people may enter; its steps do not change any more",
            Wish(grain => grain.Begin())
        );
        group.MapStep(
            "sequence",
            "pause",
            "PauseSequence",
            "Nobody gets a step; who is in it stays in it",
            Wish(grain => grain.Pause())
        );
        group.MapStep(
            "sequence",
            "resume",
            "ResumeSequence",
            "What has become due meanwhile goes out now",
            Wish(grain => grain.Resume())
        );
        group.MapStep("sequence", "end", "EndSequence", "For good: everybody leaves", Wish(grain => grain.End()));
        group
            .MapPost("/{id:long}/enter", Enter)
            .Needs(Permission.BroadcastsWrite)
            .Idempotent()
            .Audit("sequence.enter", "id")
            .WithName("EnterSequence")
            .WithSummary("Contacts, a segment, a rule or a list of numbers enter; each contact once");
        group.MapStep(
            "sequence",
            "leave",
            "LeaveSequence",
            "Contacts leave it; what has not gone out to them does not",
            Leave
        );
        group
            .MapGet("/{id:long}/entries", List)
            .WithName("ListSequenceEntries")
            .WithSummary("Who is in it and where, of one state or of all");
    }

    private static async Task<Results<Ok<EnterAnswer>, ProblemHttpResult>> Enter(
        string ws,
        long id,
        EnterRequest request,
        SequenceStore store,
        SequenceEntries entries,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is not { } row)
            return SequenceEndpoints.NoSequence();
        if (await BroadcastRules.Fault(ws, request.Audience, catalog, cancel) is { } fault)
            return fault;
        if (row.State is not (SequenceState.Active or SequenceState.Paused))
            return SequenceEndpoints.WrongState(row.State);

        var entered = await entries.Enter(row, request.Audience, cancel);
        return TypedResults.Ok(new EnterAnswer(entered.Count, entered.Already, entered.Excluded));
    }

    private static async Task<Results<Ok<LeaveAnswer>, ProblemHttpResult>> Leave(
        string ws,
        long id,
        LeaveRequest request,
        SequenceStore store,
        SequenceEntries entries,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is null)
            return SequenceEndpoints.NoSequence();
        if (request.ContactIds is not { Count: > 0 and <= MostAtOnce })
            return Problems.BadRequest("contact-ids", $"contactIds has 1 to {MostAtOnce} contacts.");
        return TypedResults.Ok(new LeaveAnswer(await entries.Leave(id, request.ContactIds, cancel)));
    }

    private static async Task<Results<Ok<EntryPage>, ProblemHttpResult>> List(
        string ws,
        long id,
        SequenceStore store,
        SequenceEntries entries,
        CancellationToken cancel,
        string? state = null,
        long after = 0,
        int limit = 50
    )
    {
        if (limit is < 1 or > Paging.Most)
            return Problems.BadRequest("limit", $"limit is 1 to {Paging.Most}.");
        EntryState? which = state switch
        {
            "in" => EntryState.In,
            "through" => EntryState.Through,
            "left" => EntryState.Left,
            _ => null,
        };
        if (state is not null && which is null)
            return Problems.BadRequest("state", "state is one of in, through, left.");
        if (await store.Find(ws, id, cancel) is null)
            return SequenceEndpoints.NoSequence();

        var page = await entries.List(id, which, after, limit, cancel);
        return TypedResults.Ok(
            new EntryPage(
                [
                    .. page.Select(one => new EntryView(
                        one.ContactId,
                        one.Name,
                        one.Phone,
                        one.State,
                        one.Reason,
                        one.Step + 1,
                        one.EnteredAt,
                        one.DueAt
                    )),
                ],
                page.Count == limit
                    ? page[^1].ContactId.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : null
            )
        );
    }

    /// <summary>The handler of a wish that takes nothing but the sequence.</summary>
    private static Delegate Wish(Func<ISequenceGrain, Task<StepAnswer>> step) =>
        (string ws, long id, SequenceStore store, IGrainFactory grains, CancellationToken cancel) =>
            Steps.Take(
                () => store.Find(ws, id, cancel),
                () => step(grains.GetGrain<ISequenceGrain>(id)),
                row => SequenceView.Of(row),
                state => SequenceEndpoints.WrongState((SequenceState)state),
                SequenceEndpoints.NoSequence
            );
}
