using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>A saved filter.</summary>
public sealed record SegmentView(long Id, string Name, JsonElement Rule, long Version, DateTimeOffset UpdatedAt);

/// <summary>All segments of a workspace.</summary>
public sealed record SegmentList(IReadOnlyList<SegmentView> Items);

/// <summary>A name and a rule.</summary>
public sealed record SegmentInput(string Name, JsonElement Rule);

/// <summary>Who is in a segment: how many, and some of them.</summary>
public sealed record SegmentSample(ContactTotal Total, IReadOnlyList<ContactRow> Items);

/// <summary>Segments: filters with a name, evaluated when they are asked.</summary>
internal static class SegmentEndpoints
{
    private const int SampleSize = 10;

    public static void MapSegments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapWorkspace("segments", "Segments");
        group.MapGet("", List).WithName("ListSegments").WithSummary("Every segment");
        group
            .MapPost("", Create)
            .Needs(Permission.ContactsWrite)
            .OnceByKey()
            .Accepts<SegmentInput>("application/json")
            .WithName("CreateSegment")
            .WithSummary("Save a filter");
        group.MapGet("/{id:long}", Find).WithName("GetSegment").WithSummary("One segment");
        group
            .MapPut("/{id:long}", Change)
            .Needs(Permission.ContactsWrite)
            .Accepts<SegmentInput>("application/json")
            .WithName("ChangeSegment")
            .WithSummary("Change a segment");
        group
            .MapDelete("/{id:long}", Remove)
            .Needs(Permission.ContactsWrite)
            .WithName("RemoveSegment")
            .WithSummary("Take away a segment");
        group
            .MapGet("/{id:long}/sample", Sample)
            .CanWait()
            .WithName("SampleSegment")
            .WithSummary("How many are in it, and the newest of them");
    }

    private static async Task<Ok<SegmentList>> List(string ws, ContactCatalog catalog, CancellationToken cancel) =>
        TypedResults.Ok(new SegmentList([.. (await catalog.Segments(ws, cancel)).Select(View)]));

    private static async Task<Results<Ok<SegmentView>, ProblemHttpResult>> Find(
        string ws,
        long id,
        ContactCatalog catalog,
        CancellationToken cancel
    ) => await catalog.Segment(ws, id, cancel) is { } found ? TypedResults.Ok(View(found)) : NoSegment();

    private static async Task<Results<Created<SegmentView>, ProblemHttpResult>> Create(
        string ws,
        Body body,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        var (name, rule, problem) = await Read(ws, body, catalog, cancel);
        if (problem is not null)
            return problem;
        return await catalog.Save(ws, null, name, rule, cancel) is { } made
            ? TypedResults.Created($"/api/v1/workspaces/{ws}/segments/{made.Id}", View(made))
            : NameTaken();
    }

    private static async Task<Results<Ok<SegmentView>, ProblemHttpResult>> Change(
        string ws,
        long id,
        Body body,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (await catalog.Segment(ws, id, cancel) is null)
            return NoSegment();
        var (name, rule, problem) = await Read(ws, body, catalog, cancel);
        if (problem is not null)
            return problem;
        return await catalog.Save(ws, id, name, rule, cancel) is { } now ? TypedResults.Ok(View(now)) : NameTaken();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        long id,
        ContactCatalog catalog,
        CancellationToken cancel
    ) => await catalog.RemoveSegment(ws, id, cancel) ? TypedResults.NoContent() : NoSegment();

    private static async Task<Results<Ok<SegmentSample>, ProblemHttpResult>> Sample(
        string ws,
        long id,
        ContactQuestions questions,
        ContactReads reads,
        CancellationToken cancel
    )
    {
        var (question, problem) = await questions.Read(ws, null, id, null, cancel);
        if (question is null)
            return problem ?? NoSegment();
        var count = await reads.Count(question, cancel);
        var some = await reads.List(question, ContactOrder.Newest, null, SampleSize, cancel);
        return TypedResults.Ok(
            new SegmentSample(new ContactTotal(count.Count, count.Exact), [.. some.Items.Select(ContactRow.Of)])
        );
    }

    private static async Task<(string Name, string Rule, ProblemHttpResult? Problem)> Read(
        string ws,
        Body body,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (body.Open(out var problem) is not { } form)
            return ("", "", problem);
        var name = form.Needed("name", 100);
        var rule = form.Any("rule");
        if (rule is { } given)
        {
            var reader = new RuleReader(await catalog.Fields(ws, cancel));
            reader.Read(given, "rule");
            form.Flaws.AddRange(reader.Flaws);
        }
        else
            form.Bad("rule", "is missing");
        return (name, rule?.GetRawText() ?? "", form.Refusal());
    }

    private static SegmentView View(Segment segment) =>
        new(
            segment.Id,
            segment.Name,
            JsonSerializer.Deserialize<JsonElement>(segment.Rule),
            segment.Version,
            segment.UpdatedAt
        );

    private static ProblemHttpResult NameTaken() => Problems.Conflict("name-taken", "Another segment has this name.");

    private static ProblemHttpResult NoSegment() => Problems.NotFound("There is no such segment.");
}
