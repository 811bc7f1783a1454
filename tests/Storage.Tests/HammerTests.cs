using System.Collections.Concurrent;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

/// <summary>Two nodes do everything at once to the same conversations.</summary>
public sealed class HammerTests : StorageTest
{
    private const int Conversations = 20;
    private const int TurnsEach = 6;

    private readonly ConcurrentDictionary<long, int> changes = new();

    [Fact]
    public async Task No_seq_is_lost_and_nobody_waits_for_ever()
    {
        await using var second = new Writers(World.ConnectionString);
        Writers[] nodes = [Node, second];
        var conversations = await Task.WhenAll(Enumerable.Range(0, Conversations).Select(_ => World.Conversation()));

        var sent = new ConcurrentBag<(long Conversation, long Seq)>();
        await Task.WhenAll(
                from conversation in conversations
                from node in nodes
                select Task.Run(() => Converse(node, nodes, conversation, sent), Cancel)
            )
            .WaitAsync(Support.Eventually.Bound, Cancel);

        // the same two nodes raced for every turn: each was committed by one of them
        Assert.Equal(Conversations * TurnsEach, sent.Count);
        foreach (var conversation in conversations)
        {
            var rows = await World.Rows(
                $"select c.seq, count(*), max(m.changed_seq), count(distinct m.changed_seq), max(m.seq) from conversations c join messages m on m.conversation_id = c.id where c.id = {conversation} group by c.seq"
            );
            var parts = Assert.Single(rows).Split('|').Select(long.Parse).ToArray();
            var (seq, messages, newest, distinct) = (parts[0], parts[1], parts[2], parts[3]);

            Assert.Equal(TurnsEach * 2, messages);
            Assert.Equal(messages + changes[conversation], seq);
            Assert.Equal(seq, newest);
            Assert.Equal(messages, distinct);
        }
        Assert.Equal(
            [$"40|{Conversations * TurnsEach}"],
            await World.Rows("select status, count(*) from messages where direction = 1 group by status")
        );
        Assert.Empty(await World.Rows("select * from outbox"));
        Assert.Empty(await World.Rows("select * from parked_statuses"));
    }

    private async Task Converse(Writers node, Writers[] nodes, long conversation, ConcurrentBag<(long, long)> sent)
    {
        var aftermath = new List<Task>();
        for (var version = 0; version < TurnsEach; version++)
        {
            var turn = World.Make(conversation, version, 0, null, null, World.Heard("hi"), World.Said("yes"));
            if (await node.Turns.Commit(turn, Cancel) is not { } committed)
                continue;

            var seq = committed.FirstSeq + 1;
            sent.Add((conversation, seq));
            aftermath.Add(Task.Run(() => Deliver(nodes, conversation, seq), Cancel));
        }
        await Task.WhenAll(aftermath);
    }

    private async Task Deliver(Writers[] nodes, long conversation, long seq)
    {
        var send = World.Send(conversation, seq);
        int? attempt = null;
        while ((attempt = await nodes[seq % 2].Attempt(send, Cancel)) is null)
            await Task.Delay(5, Cancel);

        var wamid = $"w{conversation}.{seq}";
        var id = new AttemptId(conversation, seq, attempt.Value);
        var record = new SendRecord(conversation, World.Channel, seq, 1, new SendOutcome.Accepted(wamid, false));
        var told = new List<Task>();
        foreach (var status in new[] { MessageStatus.Delivered, MessageStatus.Sent, MessageStatus.Read })
        {
            foreach (var node in nodes)
                told.Add(Count(node.Apply(new(World.Channel, wamid, status, DateTimeOffset.UtcNow, null, id))));
        }
        told.Add(CountOne(nodes[(seq + 1) % 2].Records.Record(record, Cancel)));
        await Task.WhenAll(told);
    }

    private async Task Count(Task<IReadOnlyList<StatusChange>> applied)
    {
        foreach (var change in await applied)
            changes.AddOrUpdate(change.ConversationId, 1, (_, n) => n + 1);
    }

    private async Task CountOne(Task<StatusChange?> recorded)
    {
        if (await recorded is { } change)
            changes.AddOrUpdate(change.ConversationId, 1, (_, n) => n + 1);
    }
}
