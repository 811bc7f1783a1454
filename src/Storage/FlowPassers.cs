using System.Text.Json;

namespace WhatsAppBot.Storage;

/// <summary>A conversation that went a way of a flow, and when.</summary>
public sealed record FlowPasser(long ConversationId, long ContactId, string? Name, string? Phone, DateTimeOffset At);

/// <summary>Finds who went a certain way of a flow lately, in the newest part of the turn log: no index is kept for it.</summary>
public sealed class FlowPassers(Database database)
{
    /// <summary>How far back is looked, in turns of everybody.</summary>
    private const int LookedAt = 20_000;

    /// <summary>The last ones who left the node by the handle (empty: the one without a name), each conversation once.</summary>
    public async Task<IReadOnlyList<FlowPasser>> Last(
        string workspace,
        string flow,
        string node,
        string handle,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select t.conversation_id, c.contact_id, k.name, k.phone, t.at, t.events,
                coalesce(t.around ->> 'wasFlow', t.flow_id), coalesce((t.around ->> 'wasVersion')::int, t.flow_version)
            from (select * from turns order by written desc limit {LookedAt}) t
            join conversations c on c.id = t.conversation_id
            join contacts k on k.id = c.contact_id
            where t.workspace_id = $1 and position($2 in t.events::text) > 0 and position('"node_left"' in t.events::text) > 0
                and (t.flow_id = $3 or t.around ->> 'wasFlow' = $3 or position($4 in t.events::text) > 0)
            order by t.written desc, t.version desc
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(JsonSerializer.Serialize(node));
        ask.Parameters.Text(flow);
        ask.Parameters.Text(JsonSerializer.Serialize(flow));
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var found = new List<FlowPasser>();
        while (found.Count < most && await row.ReadAsync(cancel))
        {
            var conversation = row.GetInt64(0);
            if (found.Any(one => one.ConversationId == conversation))
                continue;

            // the same reading of a turn as for the counts
            var tally = new FlowTally();
            tally.Add(workspace, row.TextOrNull(6), row.IntOrNull(7), row.GetString(5), row.Time(4));
            if (tally.Facts.Keys.Any(fact => IsIt(fact)))
                found.Add(
                    new FlowPasser(conversation, row.GetInt64(1), row.TextOrNull(2), row.TextOrNull(3), row.Time(4))
                );
        }
        return found;

        bool IsIt(FactKey fact) =>
            (fact.Fact, fact.Flow, fact.Node, fact.Handle) == (FlowTally.Left, flow, node, handle);
    }
}
