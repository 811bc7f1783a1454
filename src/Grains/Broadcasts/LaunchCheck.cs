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
        if (
            await channels.Find(row.ChannelId) is not { Channel: var channel }
            || channel.WorkspaceId != row.WorkspaceId
        )
            return ("channel", "The channel does not exist.");
        if (row.PerSecond > channel.MessagesPerSecond)
            return ("rate", $"The channel sends at most {channel.MessagesPerSecond} messages a second.");
        if (row.Content is BroadcastTemplate template && Unfilled(template, audience) is { } place)
            return (
                "missing-fallback",
                $"“{place}” has no fallback, and not everybody of the audience has a value for it."
            );
        if (
            row.Content is BroadcastTemplate { Name: var name, Language: var language }
            && await store.Template(row.ChannelId, name, language, CancellationToken.None)
                is { } status
                    and not "APPROVED"
        )
            return ("template", $"Meta has not approved the template {name} in {language}: {status}.");
        if (row.Content is BroadcastFlow flow && await Opening(row, flow) is { } fault)
            return fault;

        var count = await audiences.Count(workspace, audience, 0, CancellationToken.None);
        return count.Included == 0 ? ("empty-audience", "Nobody would receive it.") : null;
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
    private async Task<(string, string)?> Opening(Broadcast row, BroadcastFlow flow)
    {
        var library = await flows.Of(row.WorkspaceId, []);
        if (library.Published.Flow(flow.FlowId) is null)
            return ("flow", "The flow is not published.");
        if (flow.InsideWindowOnly)
            return null;

        var turn = Dialogue.Take(
            new Situation(
                null,
                "check",
                clock.GetUtcNow(),
                null,
                new ContactView("0", "Ada", "15550000000"),
                new ChannelView("0", ""),
                Owner.Bot,
                library
            ),
            new Started(flow.FlowId, null, new BroadcastView("0", row.Title))
        );
        return turn.Events.OfType<MessageCreated>().Any(said => (said.Fallback ?? said.Content) is not TemplateContent)
            ? (
                "flow-needs-window",
                "The flow begins with a message that may only be sent within 24 hours of the contact's last one. Begin with a template, or choose to leave out the others."
            )
            : null;
    }
}
