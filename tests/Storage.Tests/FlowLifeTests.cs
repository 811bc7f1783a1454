namespace WhatsAppBot.Storage.Tests;

public sealed class FlowLifeTests : StorageTest
{
    private FlowBook Book => new(World.Node.Database);
    private FlowLife Life => new(World.Node.Database);
    private FlowJobs Jobs => new(World.Node.Database);

    [Fact]
    public async Task Whoever_publishes_at_once_gets_a_version_each()
    {
        var flow = await Draft();
        var versions = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Life.Publish(World.Workspace, flow, 1, "{}", Inside.Finish, Cancel))
        );

        Assert.Equal(Enumerable.Range(1, 10), versions.Select(version => version ?? 0).Order());
    }

    [Fact]
    public async Task A_draft_that_has_changed_is_not_published()
    {
        var flow = await Draft();
        Assert.Equal(2, await Book.Save(World.Workspace, flow, 1, "{}", new DraftNotes(0, 0), Cancel));

        Assert.Null(await Life.Publish(World.Workspace, flow, 1, "{}", Inside.Finish, Cancel));
        Assert.Equal(1, await Life.Publish(World.Workspace, flow, 2, "{}", Inside.Finish, Cancel));
    }

    [Fact]
    public async Task Every_change_that_starts_or_stops_a_flow_is_noticed()
    {
        var flow = await Draft();
        var before = await Revision();
        await Life.Publish(World.Workspace, flow, 1, "{}", Inside.Finish, Cancel);
        Assert.True(await Life.Change(World.Workspace, flow, [FlowState.Live], FlowState.Paused, Cancel));
        Assert.False(await Life.Change(World.Workspace, flow, [FlowState.Live], FlowState.Paused, Cancel));
        Assert.True(await Life.Change(World.Workspace, flow, [FlowState.Paused], FlowState.Archived, Cancel));

        Assert.Equal(before + 3, await Revision());
    }

    [Fact]
    public async Task Another_workspaces_flow_is_not_there()
    {
        var flow = await Draft();
        await World.Do("insert into workspaces (id, name) values ('theirs', 'Theirs') on conflict do nothing");

        Assert.Null(await Book.Find("theirs", flow, Cancel));
        Assert.Null(await Book.Draft("theirs", flow, Cancel));
        Assert.Null(await Book.Save("theirs", flow, 1, "{}", new DraftNotes(0, 0), Cancel));
        Assert.False(await Book.Rename("theirs", flow, "Mine", Cancel));
        Assert.Null(await Life.Publish("theirs", flow, 1, "{}", Inside.Finish, Cancel));
        await Life.Delete("theirs", flow, force: true, Cancel);
        Assert.NotNull(await Book.Find(World.Workspace, flow, Cancel));
    }

    [Fact]
    public async Task Whoever_stands_in_a_sub_flow_keeps_the_caller_from_being_deleted()
    {
        var flow = await Draft();
        var conversation = await World.Conversation();
        await World.Do(
            $$"""
            update conversations set flow_id = 'inner', flow_version = 1, session = '{"callers":[{"flowId":"{{flow}}","version":1}]}'
            where id = {{conversation}}
            """
        );

        Assert.Equal(1, await Life.Delete(World.Workspace, flow, force: false, Cancel));
        Assert.Null(await Life.Delete(World.Workspace, flow, force: true, Cancel));
        var job = await Mine(flow);
        Assert.Empty(await Jobs.Inside(job, 10, Cancel));
        Assert.Equal([conversation], await Jobs.Inside(job with { Callers = true }, 10, Cancel));
    }

    [Fact]
    public async Task A_job_is_one_silos_at_a_time_and_goes_on_where_it_was()
    {
        var flow = await Draft();
        await Life.Publish(World.Workspace, flow, 1, "{}", Inside.Move, Cancel);
        var job = await Mine(flow);
        await Jobs.Note(job with { After = 77, Callers = true }, 5, TimeSpan.Zero, Cancel);

        var again = await Mine(flow);
        Assert.Equal((FlowJobKind.Move, 1, 77L, true), (again.Kind, again.Version, again.After, again.Callers));
        await Jobs.Finish(again, Cancel);
        await World.Do($"update flow_jobs set lease_until = null where flow_id = '{flow}'");
        Assert.Equal(
            1L,
            await World.Ask<long>($"select count(*) from flow_jobs where flow_id = '{flow}' and done_at is not null")
        );
    }

    private async Task<string> Draft()
    {
        var flow = World.Fresh("flow");
        await Book.Create(World.Workspace, flow, "Flow", "{}", new DraftNotes(0, 0), Cancel);
        return flow;
    }

    /// <summary>Claims until it is this flow's job; those of other tests stay leased.</summary>
    private async Task<FlowJob> Mine(string flow)
    {
        while (await Jobs.Claim(Cancel) is { } job)
        {
            if (job.FlowId == flow)
                return job;
        }
        throw new InvalidOperationException("there is no such job");
    }

    private Task<long> Revision() =>
        World.Ask<long>($"select flows_revision from workspaces where id = '{World.Workspace}'");
}
