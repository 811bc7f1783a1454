using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Grains.Abstractions;

/// <summary>The names of the live streams. Streams give freshness; the database, asked from a seq on, gives truth.</summary>
public static class LiveStreams
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "live";

    /// <summary>The namespace of the partition streams.</summary>
    public const string Namespace = "live";

    /// <summary>How many partition streams there are: fixed, small, never one per conversation (one costs about 200 µs an event).</summary>
    public const int Partitions = 4;

    /// <summary>The stream of a partition.</summary>
    public static StreamId Partition(int partition) => StreamId.Create(Namespace, partition);

    /// <summary>The partition that carries a conversation's events; the same in every process.</summary>
    public static int PartitionOf(long conversation) => (int)((ulong)conversation % Partitions);
}

/// <summary>What a live event tells.</summary>
[GenerateSerializer, Alias("wb.live-kind")]
public enum LiveKind
{
    MessageAdded = 0,
    MessageStatus = 1,
    ConversationChanged = 2,
    Presence = 3,
    Scheduled = 4,
    BroadcastProgress = 5,
    FlowPresence = 6,
}

/// <summary>One event for the screens; the payload is the JSON that the browser gets.</summary>
[GenerateSerializer, Immutable, Alias("wb.live-event")]
public sealed record LiveEvent(
    [property: Id(0)] LiveKind Kind,
    [property: Id(1)] string WorkspaceId,
    [property: Id(2)] long ConversationId,
    [property: Id(3)] byte[] Payload
)
{
    public static LiveEvent Of(string workspace, MessageAdded added) =>
        new(
            LiveKind.MessageAdded,
            workspace,
            added.ConversationId,
            JsonSerializer.SerializeToUtf8Bytes(added, ViewsJson.Default.MessageAdded)
        );

    public static LiveEvent Of(string workspace, MessageStatusChanged changed) =>
        new(
            LiveKind.MessageStatus,
            workspace,
            changed.ConversationId,
            JsonSerializer.SerializeToUtf8Bytes(changed, ViewsJson.Default.MessageStatusChanged)
        );

    /// <summary>News of a broadcast; its id chooses the partition.</summary>
    public static LiveEvent Of(BroadcastProgress progress) =>
        new(
            LiveKind.BroadcastProgress,
            progress.Workspace,
            progress.Id,
            JsonSerializer.SerializeToUtf8Bytes(progress, ViewsJson.Default.BroadcastProgress)
        );

    public static LiveEvent Of(string workspace, ConversationChanged changed) =>
        new(
            LiveKind.ConversationChanged,
            workspace,
            changed.ConversationId,
            JsonSerializer.SerializeToUtf8Bytes(changed, ViewsJson.Default.ConversationChanged)
        );

    public static LiveEvent Of(PresenceChanged presence) =>
        new(
            LiveKind.Presence,
            presence.Workspace,
            presence.ConversationId,
            JsonSerializer.SerializeToUtf8Bytes(presence, ViewsJson.Default.PresenceChanged)
        );

    /// <summary>Who is at a flow; all of them go by one partition.</summary>
    public static LiveEvent Of(FlowPresenceChanged presence) =>
        new(
            LiveKind.FlowPresence,
            presence.Workspace,
            0,
            JsonSerializer.SerializeToUtf8Bytes(presence, ViewsJson.Default.FlowPresenceChanged)
        );

    public static LiveEvent Of(ScheduledChanged changed) =>
        new(
            LiveKind.Scheduled,
            changed.Workspace,
            changed.ConversationId,
            JsonSerializer.SerializeToUtf8Bytes(changed, ViewsJson.Default.ScheduledChanged)
        );
}

/// <summary>
/// One item of a partition stream: what one relay gathered in some 15 ms, or (empty) a heartbeat. <paramref name="Number"/> grows by one per item of a
/// <paramref name="Source"/> and partition, so that a lost item is noticed.
/// </summary>
[GenerateSerializer, Immutable, Alias("wb.live-batch")]
public sealed record LiveBatch(
    [property: Id(0)] string Source,
    [property: Id(1)] long Number,
    [property: Id(2)] LiveEvent[] Events,
    [property: Id(3)] DateTimeOffset PublishedAt
);
