using WhatsAppBot.Flows;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Runs the saved tests of flows: pure engine, nothing is sent or kept.</summary>
internal sealed class TestDesk(FlowTests tests, FlowDesk desk, FlowStore store, ConnectionDirectory directory)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LimitOfAll = TimeSpan.FromSeconds(15);

    /// <summary>Runs all tests of the flow, or one of them.</summary>
    public async Task<IReadOnlyList<TestResult>> Run(
        string workspace,
        FlowVersion flow,
        CancellationToken cancel,
        string? only = null
    )
    {
        var saved = await tests.All(workspace, flow.FlowId, cancel);
        var wanted = saved.Where(test => only is null || test.Id == only).ToArray();
        if (wanted.Length == 0)
            return [];

        var published = await desk.Published(workspace, cancel);
        var channel = Channels.View(directory.First(workspace));
        var zone = await store.TimeZone(workspace, cancel);
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        whole.CancelAfter(LimitOfAll);
        return await Task.Run(() => wanted.Select(One).ToArray(), cancel);

        TestResult One(StoredFlowTest test)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
            limit.CancelAfter(Limit);
            return new TestResult(
                test.Id,
                test.Name,
                SavedTest.Parse(test.Test).Run(flow, published, channel, zone, limit.Token)
            );
        }
    }

    /// <summary>What a flow answers to the script of a test.</summary>
    public async Task<Played> Play(string workspace, FlowVersion flow, SavedTest test, CancellationToken cancel)
    {
        var published = await desk.Published(workspace, cancel);
        var channel = Channels.View(directory.First(workspace));
        var zone = await store.TimeZone(workspace, cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        return await Task.Run(() => test.Play(flow, published, channel, zone, limit.Token), cancel);
    }
}
