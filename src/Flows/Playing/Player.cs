using System.Globalization;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Playing;

/// <summary>Takes turns in memory as a conversation does in the database. Nothing is sent, called or kept.</summary>
internal sealed class Player(string conversation, IFlowLibrary flows, ChannelView channel, ContactView contact)
{
    public Session? Session { get; private set; }
    public Owner Owner { get; set; } = Owner.Bot;
    public ContactView Contact { get; set; } = contact;

    public Turn Take(long version, DateTimeOffset now, string? timeZone, Input input)
    {
        var situation = new Situation(
            Session,
            string.Create(CultureInfo.InvariantCulture, $"{conversation}.{version}"),
            now,
            timeZone,
            Contact,
            channel,
            Owner,
            flows
        );
        var turn = Dialogue.Take(situation, input);
        foreach (var happened in turn.Events)
        {
            Owner = happened switch
            {
                HandedOff => Owner.Queue,
                TakenBack => Owner.Bot,
                _ => Owner,
            };
            if (happened is ContactChanged change)
                Contact = Contact.With(change);
        }
        Session = turn.Session;
        return turn;
    }
}

/// <summary>A few flows in memory; <paramref name="published"/> are those that start for new people.</summary>
internal sealed class Shelf(IReadOnlyList<FlowVersion> all, IReadOnlyList<FlowVersion> published) : IFlowLibrary
{
    public TriggerTable Published { get; } = TriggerTable.Of(published);

    public FlowVersion? Find(string flowId, int version) =>
        all.FirstOrDefault(flow => flow.FlowId == flowId && flow.Number == version)
        ?? published.FirstOrDefault(flow => flow.FlowId == flowId && flow.Number == version);

    /// <summary>The published flows with one of them as it might be: in its place, or as the youngest.</summary>
    public static IReadOnlyList<FlowVersion> With(IReadOnlyList<FlowVersion> published, FlowVersion flow) =>
        published.Any(one => one.FlowId == flow.FlowId)
            ? [.. published.Select(one => one.FlowId == flow.FlowId ? flow : one)]
            : [.. published, flow];
}
