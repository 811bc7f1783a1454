using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>What variants, quiet hours and a goal must be.</summary>
internal static class CampaignRules
{
    private const int MostVariants = 10;
    private const int MostWeight = 1000;
    private const int MostHeldOut = 90;
    private const int LongestNode = 200;

    public static ProblemHttpResult? Fault(BroadcastRequest request)
    {
        if (request.HoldOut is < 0 or > MostHeldOut)
            return Problems.BadRequest("hold-out", $"holdOut is 0 to {MostHeldOut} percent.");
        if (
            request.GoalNode is { } goal
            && (
                string.IsNullOrWhiteSpace(goal)
                || goal.Length > LongestNode
                || CleanText.Of(goal) != goal
                || request.Content is not BroadcastFlow
            )
        )
            return Problems.BadRequest("goal", "goalNode is the id of a node of the flow that the broadcast begins.");
        return Fault(request.QuietHours) ?? Fault(request.Variants);
    }

    public static ProblemHttpResult? Fault(QuietHours? quiet) =>
        quiet is not null && quiet.Times() is null
            ? Problems.BadRequest(
                "quiet-hours",
                "quietHours has two different times of the day, such as 21:00 and 09:00."
            )
            : null;

    private static ProblemHttpResult? Fault(IReadOnlyList<BroadcastVariant>? variants)
    {
        if (variants is null)
            return null;
        if (variants.Count is < 2 or > MostVariants)
            return Problems.BadRequest("variants", $"There are 2 to {MostVariants} variants, or none.");
        if (
            variants.Any(one =>
                one?.Key is not { Length: >= 1 and <= 20 } key
                || key.Any(c => !char.IsAsciiLetterOrDigit(c))
                || one.Weight is < 1 or > MostWeight
            )
        )
            return Problems.BadRequest(
                "variants",
                $"A variant's key has 1 to 20 letters and digits, its weight is 1 to {MostWeight}."
            );
        if (variants.DistinctBy(one => one.Key).Count() < variants.Count)
            return Problems.BadRequest("variants", "Two variants have the same key.");
        return variants
            .Select(one => one.Content is { } content ? BroadcastRules.Fault(content) : null)
            .FirstOrDefault(fault => fault is not null);
    }
}
