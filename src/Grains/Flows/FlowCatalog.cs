using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Flows;

/// <summary>The flows of every workspace, compiled once per silo. A publish is noticed within a second.</summary>
internal sealed partial class FlowCatalog(IFlows store, ILogger<FlowCatalog> log) : Pump(Every, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Task<Library>> libraries = new();

    /// <summary>The workspace's library; the versions that a live session is pinned to are in it, if they exist.</summary>
    public async ValueTask<Library> Of(string workspace, IEnumerable<(string FlowId, int Version)> pinned)
    {
        var library = await Library(workspace);
        foreach (var (flow, version) in pinned)
        {
            if (
                library.Find(flow, version) is null
                && await store.Find(workspace, flow, version, CancellationToken.None) is { } stored
                && Compile(stored) is { } compiled
            )
                library.Keep(compiled);
        }
        return library;
    }

    /// <summary>The workspace's library is at least of that revision afterwards, if there is one.</summary>
    public async ValueTask Reach(string workspace, long revision)
    {
        if ((await Library(workspace)).Revision < revision)
            await Refresh(CancellationToken.None);
    }

    protected override Task Beat(CancellationToken cancel) => Refresh(cancel);

    private async Task Refresh(CancellationToken cancel)
    {
        if (libraries.IsEmpty)
            return;

        foreach (var (workspace, revision) in await store.Revisions(cancel))
        {
            if (!libraries.TryGetValue(workspace, out var reading) || !reading.IsCompletedSuccessfully)
                continue;

            var library = await reading;
            if (library.Revision != revision)
                library.Publish(revision, await Published(workspace, cancel), await store.TimeZone(workspace, cancel));
        }
    }

    private async Task<Library> Library(string workspace)
    {
        var reading = libraries.GetOrAdd(workspace, Read);
        try
        {
            return await reading;
        }
        catch (NpgsqlException)
        {
            libraries.TryRemove(new(workspace, reading));
            throw;
        }
    }

    private async Task<Library> Read(string workspace)
    {
        // the revision first: what is published in between is read twice, never missed
        var revision = (await store.Revisions(CancellationToken.None)).GetValueOrDefault(workspace);
        var library = new Library();
        library.Publish(
            revision,
            await Published(workspace, CancellationToken.None),
            await store.TimeZone(workspace, CancellationToken.None)
        );
        return library;
    }

    private async Task<IReadOnlyList<FlowVersion>> Published(string workspace, CancellationToken cancel)
    {
        var compiled = new List<FlowVersion>();
        foreach (var stored in await store.Live(workspace, cancel))
        {
            if (Compile(stored) is { } flow)
                compiled.Add(flow);
        }
        return compiled;
    }

    private FlowVersion? Compile(PublishedFlow stored)
    {
        var parsed = FlowVersion.Parse(stored.FlowId, stored.Version, stored.Name, stored.Document);
        if (parsed.Flow is null)
            CannotRun(
                Log,
                stored.FlowId,
                stored.Version,
                string.Join("; ", parsed.Problems.Select(problem => problem.Text))
            );
        return parsed.Flow;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Flow {Flow} v{Version} cannot run: {Problems}")]
    private static partial void CannotRun(ILogger log, string flow, int version, string problems);
}

/// <summary>The compiled flows of one workspace: the published ones by trigger, every version that a session stands on by number.</summary>
internal sealed class Library : IFlowLibrary
{
    private readonly ConcurrentDictionary<(string, int), FlowVersion> versions = new();
    private volatile TriggerTable published = TriggerTable.Empty;

    public long Revision { get; private set; }

    public TriggerTable Published => published;

    /// <summary>The clock that the flows go by, as an IANA name.</summary>
    public string TimeZone { get; private set; } = "UTC";

    public FlowVersion? Find(string flowId, int version) => versions.GetValueOrDefault((flowId, version));

    public void Keep(FlowVersion flow) => versions[(flow.FlowId, flow.Number)] = flow;

    public void Publish(long revision, IReadOnlyList<FlowVersion> flows, string timeZone)
    {
        foreach (var flow in flows)
            Keep(flow);
        published = TriggerTable.Of(flows);
        TimeZone = timeZone;
        Revision = revision;
    }
}
