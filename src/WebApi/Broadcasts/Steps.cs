using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>A step of a broadcast or a sequence: one that does not fit where it stands is a 409 and changes nothing.</summary>
internal static class Steps
{
    /// <summary>A step under its own word, kept in the audit log as <c>thing.word</c>.</summary>
    public static void MapStep(
        this RouteGroupBuilder group,
        string thing,
        string word,
        string name,
        string summary,
        Delegate step
    ) =>
        group
            .MapPost($"/{{id:long}}/{word}", step)
            .Needs(Permission.BroadcastsWrite)
            .Audit($"{thing}.{word}", "id")
            .WithName(name)
            .WithSummary(summary);

    /// <summary>Takes it, and shows where the row stands afterwards.</summary>
    public static async Task<Results<Ok<TView>, ProblemHttpResult>> Take<TRow, TView>(
        Func<Task<TRow?>> find,
        Func<Task<StepAnswer>> step,
        Func<TRow, TView> view,
        Func<short, ProblemHttpResult> wrongState,
        Func<ProblemHttpResult> missing
    )
        where TRow : class
    {
        if (await find() is null)
            return missing();

        var answer = await step();
        if (answer.Problem is { } problem)
            return problem is "nothing-to-retry" or "not-retryable"
                ? Problems.Conflict(problem, answer.Detail ?? problem)
                : Problems.BadRequest(problem, answer.Detail ?? problem);
        if (!answer.Done)
            return answer.State < 0 ? missing() : wrongState(answer.State);
        return await find() is { } now ? TypedResults.Ok(view(now)) : missing();
    }
}
