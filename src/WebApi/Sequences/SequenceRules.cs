using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Broadcasts;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Sequences;

/// <summary>What a sequence must be to be written down; what it must be to begin is its own to say.</summary>
internal static class SequenceRules
{
    private const int LongestName = 200;
    private const int MostSteps = 50;
    private const int MostTags = 50;

    // a year and a day
    private const int MostMinutes = 366 * 24 * 60;

    public static async Task<ProblemHttpResult?> Fault(
        string ws,
        SequenceRequest request,
        ConnectionDirectory directory,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > LongestName)
            return Problems.BadRequest("name", $"name has 1 to {LongestName} characters.");
        if (directory.Channel(request.ChannelId) is not { } channel || channel.WorkspaceId != ws)
            return Problems.BadRequest("channel", "There is no such channel.");
        if (request.Steps is not { Count: > 0 and <= MostSteps })
            return Problems.BadRequest("steps", $"steps has 1 to {MostSteps} steps.");
        foreach (var step in request.Steps)
        {
            if (Fault(step) is { } fault)
                return fault;
        }
        if (request.Stop?.Tags is { } tags && (tags.Count > MostTags || tags.Any(string.IsNullOrWhiteSpace)))
            return Problems.BadRequest("stop", $"stop.tags has at most {MostTags} tags.");
        if (request.Stop is { } stop && !Storable.Is(stop))
            return BroadcastRules.Unstorable("stop");
        if (CampaignRules.Fault(request.QuietHours) is { } quiet)
            return quiet;
        if (request.Enter is ListedPhones or ChosenContacts)
            return Problems.BadRequest(
                "enter",
                "enter is a segment, a rule or tags; others enter when they are asked to."
            );
        return request.Enter is { } enter ? await BroadcastRules.Fault(ws, enter, catalog, cancel) : null;
    }

    private static ProblemHttpResult? Fault(SequenceStep step)
    {
        if (step is null)
            return Problems.BadRequest("steps", "A step is an object.");
        if (Math.Abs((long)step.Minutes) > MostMinutes || (step.Minutes < 0 && step.After != StepClock.Field))
            return Problems.BadRequest(
                "steps",
                $"A step's minutes are 0 to {MostMinutes}; before 0 only when they count from a date of the contact."
            );
        if (!Enum.IsDefined(step.After) || step.After == StepClock.Field == string.IsNullOrWhiteSpace(step.Field))
            return Problems.BadRequest(
                "steps",
                "A step counts after the entry, the previous step, or a field, which it then names."
            );
        return BroadcastRules.Fault(step.Content) ?? (Storable.Is(step) ? null : BroadcastRules.Unstorable("steps"));
    }
}
