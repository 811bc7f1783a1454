using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Grains.Flows;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>What stands against beginning a broadcast: found before anything is started, told in a word and a sentence.</summary>
internal sealed class LaunchCheck(
    BroadcastStore store,
    LaunchFacts facts,
    Audiences audiences,
    ChannelCatalog channels,
    FlowCatalog flows,
    [FromKeyedServices("app")] TimeProvider clock
)
{
    // a request is on its way for a moment
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);

    public async Task<(string Problem, string Detail)?> Fault(string workspace, long id, DateTimeOffset? at)
    {
        var now = clock.GetUtcNow();
        if (at < now - Grace)
            return ("starts-at", "The time to begin is in the past.");
        if (at > now + Farthest)
            return ("starts-at", "The time to begin is more than a year away.");

        if (await store.Find(workspace, id, CancellationToken.None) is not { Audience: { } audience } row)
            return ("not-found", "There is no such broadcast.");
        var perSecond = 0;
        foreach (var one in row.Channels)
        {
            if (await channels.Find(one) is not { Channel: var channel } || channel.WorkspaceId != row.WorkspaceId)
                return ("channel", "The channel does not exist.");
            if (await channels.IsHeld(one))
                return ("token", $"Meta refuses the access token of {channel.Title}. Enter a new one in the settings.");
            perSecond += channel.MessagesPerSecond;
            // Meta approves a template for an account: numbers of two accounts need it in both
            foreach (var content in row.Contents)
            {
                if (await Fault(row.WorkspaceId, one, content, audience, row.GoalNode) is { } fault)
                    return fault;
            }
        }
        if (row.PerSecond > perSecond)
            return ("rate", $"The channel sends at most {perSecond} messages a second.");

        var count = await audiences.Count(workspace, audience, 0, CancellationToken.None);
        return count.Included == 0 ? ("empty-audience", "Nobody would receive it.") : null;
    }

    /// <summary>What stands against one of the things it is to send.</summary>
    public async Task<(string Problem, string Detail)?> Fault(
        string workspace,
        long channel,
        BroadcastContent content,
        Audience audience,
        string? goal = null
    )
    {
        if (content is BroadcastFlow flow)
            return await Opening(workspace, flow, goal);

        var template = (BroadcastTemplate)content;
        if (Unfilled(template, audience) is { } place)
            return (
                "missing-fallback",
                $"“{place}” has no fallback, and not everybody of the audience has a value for it."
            );
        return
            await facts.Template(channel, template.Name, template.Language, CancellationToken.None)
                is { } status
                    and not "APPROVED"
            ? ("template", $"Meta has not approved the template {template.Name} in {template.Language}: {status}.")
            : null;
    }

    /// <summary>The template that a content begins with for somebody whose 24 hours are over; null when it begins with none.</summary>
    public async Task<(string Name, string Language)?> FirstTemplate(Broadcast row)
    {
        if (row.Content is BroadcastTemplate template)
            return (template.Name, template.Language);

        var flow = (BroadcastFlow)row.Content;
        var said = Beginning(flow, await flows.Of(row.WorkspaceId, []));
        return said is [TemplateContent first, ..] ? (first.Name, first.Language) : null;
    }

    /// <summary>A place that may stay empty: only a list can be known to have a value for everybody.</summary>
    private static string? Unfilled(BroadcastTemplate template, Audience audience) =>
        (template.Parameters ?? [])
            .Where(slot => slot.From is not null && string.IsNullOrWhiteSpace(slot.Fallback))
            .Select(slot => slot.From)
            .FirstOrDefault(from =>
                audience is not ListedPhones listed
                || from?.StartsWith("values.", StringComparison.Ordinal) != true
                || listed.Recipients.Any(one =>
                    one.Values?[from["values.".Length..]] is not { } value
                    || string.IsNullOrWhiteSpace(value.ToString())
                )
            );

    /// <summary>Plays the beginning of the flow for somebody who has not written for a day.</summary>
    private async Task<(string, string)?> Opening(string workspace, BroadcastFlow flow, string? goal)
    {
        var library = await flows.Of(workspace, []);
        if (library.Published.Flow(flow.FlowId) is not { } published)
            return ("flow", "The flow is not published.");
        if (goal is not null && !published.Has(goal))
            return ("goal", "The flow has no such node.");
        if (flow.InsideWindowOnly)
            return null;

        return Beginning(flow, library).Any(said => said is not TemplateContent)
            ? (
                "flow-needs-window",
                "The flow begins with a message that may only be sent within 24 hours of the contact's last one. Begin with a template, or choose to leave out the others."
            )
            : null;
    }

    private IReadOnlyList<Content> Beginning(BroadcastFlow flow, Library library)
    {
        var turn = Dialogue.Take(
            new Situation(
                null,
                "check",
                clock.GetUtcNow(),
                library.TimeZone,
                new ContactView("0", "Ada", "15550000000"),
                new ChannelView("0", ""),
                Owner.Bot,
                library
            ),
            new Started(flow.FlowId, null, new BroadcastView("0", "Broadcast"))
        );
        return [.. turn.Events.OfType<MessageCreated>().Select(said => said.Fallback ?? said.Content)];
    }
}
