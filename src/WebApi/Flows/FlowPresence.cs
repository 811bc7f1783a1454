using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Live;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Who has which flow open in the builder, as the live streams tell it: who comes later sees it too, and who falls silent goes.</summary>
internal sealed class FlowPresence(
    IHubContext<InboxHub> hub,
    IGrainFactory grains,
    FlowBook flows,
    ILogger<FlowPresence> log,
    TimeProvider? clock = null
) : SteadyBeat(Every, log, clock: clock)
{
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(string Workspace, string Flow, string Person), FlowPresenceChanged> seen =
        new();

    public async Task<bool> IsOf(string workspace, string flow, CancellationToken cancel) =>
        await flows.Draft(workspace, flow, cancel) is not null;

    public Task Tell(string workspace, string flow, Caller caller, string? node, bool gone) =>
        grains
            .GetGrain<ILiveGrain>(0)
            .Publish([
                LiveEvent.Of(
                    new FlowPresenceChanged(
                        workspace,
                        flow,
                        new AssigneeSummary(caller.Id, caller.Name),
                        node,
                        gone,
                        Time.GetUtcNow()
                    )
                ),
            ]);

    public void Note(FlowPresenceChanged news)
    {
        var key = (news.Workspace, news.FlowId, news.Person.Id);
        if (news.Gone)
            seen.TryRemove(key, out _);
        else
            seen[key] = news with { At = Time.GetUtcNow() };
    }

    public IReadOnlyList<FlowPresenceChanged> At(string workspace, string flow) =>
        [
            .. seen
                .Values.Where(one => one.Workspace == workspace && one.FlowId == flow)
                .OrderBy(one => one.Person.Id, StringComparer.Ordinal),
        ];

    protected override async Task Beat(CancellationToken cancel)
    {
        foreach (var (key, news) in seen)
        {
            if (Time.GetUtcNow() - news.At < GoneAfter || !seen.TryRemove(new(key, news)))
                continue;
            await hub
                .Clients.Group(InboxHub.Group(news.Workspace))
                .SendAsync("flowPresence", news with { Gone = true }, cancel);
        }
    }
}

/// <summary>Where a page with the builder is, and how often it has spoken.</summary>
internal sealed class BuilderPlace
{
    private const int MostInTenSeconds = 50;
    private long since;
    private int said;

    public (string Workspace, string Flow)? At { get; set; }

    public bool MaySpeak()
    {
        var now = Environment.TickCount64;
        if (now - since > 10_000)
            (since, said) = (now, 0);
        return ++said <= MostInTenSeconds;
    }
}
