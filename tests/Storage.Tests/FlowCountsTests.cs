using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

public sealed class FlowCountsTests : StorageTest
{
    private FlowCounts Counts => new(World.Node.Database);

    [Fact]
    public async Task Every_turn_counts_once_however_many_count_at_once()
    {
        var flow = World.Fresh("flow");
        for (var i = 0; i < 20; i++)
            await Turn(flow);

        await Counted(flow, "20");
        await All();

        Assert.Equal(
            ["|0||20", "|1||20", "a|10||20", "a|11|yes|20"],
            await World.Rows(
                $"select node_id, fact, handle, n from flow_stats where flow_id = '{flow}' order by node_id, fact"
            )
        );
    }

    [Fact]
    public async Task A_turn_that_commits_late_is_not_passed_over()
    {
        var flow = World.Fresh("flow");
        await using (
            await World.Hold(
                $"insert into turns (conversation_id, version, workspace_id, flow_id, flow_version, at, input, events) values (-7, 1, 'ours', '{flow}', 1, now(), '{{}}', '[]')"
            )
        )
        {
            // younger than a transaction that is still running: not yet
            await Turn(flow);
            await All();
            Assert.Empty(await Rows(flow));
        }

        await Counted(flow, "1");
    }

    [Fact]
    public async Task What_happens_in_a_sub_flow_is_that_flows()
    {
        var (flow, inner) = (World.Fresh("flow"), World.Fresh("inner"));
        await Turn(
            flow,
            $$$"""[{"type":"node_entered","sessionId":"s","nodeId":"x","within":{"flowId":"{{{inner}}}","version":4}}]"""
        );
        await Counted(inner, "1");

        Assert.Equal(
            ["4|x|10"],
            await World.Rows($"select version, node_id, fact from flow_stats where flow_id = '{inner}'")
        );
    }

    [Fact]
    public async Task Sessions_are_counted_by_their_day_and_the_list_tells_the_last_seven()
    {
        var flow = World.Fresh("flow");
        var book = new FlowBook(World.Node.Database);
        await book.Create(World.Workspace, flow, "Flow", "{}", new DraftNotes(0, 0), Cancel);
        for (var i = 0; i < 3; i++)
            await Turn(flow);
        await Counted(flow, "3");
        await World.Rows(
            $"insert into flow_days values ('{World.Workspace}', '{flow}', current_date - 2, 7), ('{World.Workspace}', '{flow}', current_date - 9, 9) returning 1"
        );

        Assert.Equal([0, 0, 0, 0, 7, 0, 3], (await book.Find(World.Workspace, flow, Cancel))?.StartedByDay);
    }

    private Task<IReadOnlyList<string>> Rows(string flow) =>
        World.Rows($"select n from flow_stats where flow_id = '{flow}'");

    /// <summary>Many count at once until this is counted: transactions of other tests in the same server hold it up for a moment.</summary>
    private Task Counted(string flow, string count) =>
        Eventually.True(
            async () =>
            {
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => All()));
                return (await Rows(flow)).Contains(count);
            },
            $"{count} are counted",
            Cancel
        );

    private async Task All()
    {
        while (await Counts.RollUp(Cancel)) { }
    }

    private async Task Turn(string flow, string? events = null)
    {
        var conversation = await World.Conversation();
        var turn = World.Make(conversation, 0);
        var committed = await World.Node.Turns.Commit(
            turn with
            {
                Log = new TurnLog(
                    DateTimeOffset.UtcNow,
                    "{}",
                    events
                        ?? $$"""
                        [{"type":"session_started","sessionId":"s","flowId":"{{flow}}","version":1},
                         {"type":"node_entered","sessionId":"s","nodeId":"a"},
                         {"type":"node_left","sessionId":"s","nodeId":"a","handle":"yes"},
                         {"type":"session_ended","sessionId":"s","flowId":"{{flow}}","outcome":"completed"}]
                        """,
                    FlowId: flow,
                    FlowVersion: 1
                ),
            },
            Cancel
        );
        Assert.NotNull(committed);
    }
}
