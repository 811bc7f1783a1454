using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Who did something.</summary>
public sealed record AuditActor(string Id, string Name);

/// <summary>Something somebody did, with a few words of detail.</summary>
public sealed record AuditView(
    string Id,
    DateTimeOffset At,
    AuditActor Actor,
    string Action,
    string? Target,
    IReadOnlyDictionary<string, string?> Detail
);

/// <summary>A page of the log, the newest first; <c>next</c> is null on the last one.</summary>
public sealed record AuditPage(IReadOnlyList<AuditView> Items, string? Next);

/// <summary>What people and programs did.</summary>
internal static class AuditEndpoints
{
    private const int MostInAPage = 200;
    private const int LongestWord = 100;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/workspaces/{ws}/audit", List)
            .Needs(Permission.AuditRead)
            .WithTags("Audit")
            .WithName("ListAudit")
            .WithSummary("What people and programs did, the newest first");

    private static async Task<Results<Ok<AuditPage>, ProblemHttpResult>> List(
        string ws,
        AuditLog log,
        CancellationToken cancel,
        string? actor = null,
        string? action = null,
        string? target = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        string? cursor = null,
        int limit = 50
    )
    {
        var before = long.MaxValue;
        var fields = new Fields()
            .Check(limit is >= 1 and <= MostInAPage, "limit", $"1 to {MostInAPage}.")
            .Check(
                cursor is null || long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before),
                "cursor",
                "Not one that this list gave."
            )
            .Check(IsWord(actor), "actor", "An id.")
            .Check(IsWord(action), "action", "A word such as member.change.")
            .Check(IsWord(target), "target", "An id.");
        if (fields.Problem is { } wrong)
            return wrong;

        var page = await log.List(ws, new AuditFilter(actor, action, target, from, to), before, limit, cancel);
        return TypedResults.Ok(
            new AuditPage(
                [.. page.Select(View)],
                page.Count == limit ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null
            )
        );
    }

    private static bool IsWord(string? word) =>
        word is null || word.Length <= LongestWord && CleanText.Of(word) == word;

    private static AuditView View(AuditRow row) =>
        new(
            row.Id.ToString(CultureInfo.InvariantCulture),
            row.At,
            new AuditActor(row.ActorId, row.ActorName),
            row.Action,
            row.Target,
            row.Detail is null
                ? new Dictionary<string, string?>()
                : JsonSerializer.Deserialize<Dictionary<string, string?>>(row.Detail) ?? []
        );
}
