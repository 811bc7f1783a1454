using System.Text.Json.Serialization;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>What has become of a recipient.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecipientWord>))]
public enum RecipientWord
{
    [JsonStringEnumMemberName("waiting")]
    Waiting = 0,

    /// <summary>Its message is written, and on its way to Meta.</summary>
    [JsonStringEnumMemberName("inFlight")]
    InFlight = 1,

    [JsonStringEnumMemberName("accepted")]
    Accepted = 10,

    [JsonStringEnumMemberName("delivered")]
    Delivered = 11,

    [JsonStringEnumMemberName("read")]
    Read = 12,

    [JsonStringEnumMemberName("failed")]
    Failed = 20,

    [JsonStringEnumMemberName("skipped")]
    Skipped = 30,

    /// <summary>The outcome of the attempt was lost: it is never sent again, a status may still tell.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown = 40,
}

/// <summary>One recipient. The message is <c>conversation-seq</c> of it; the channel is null when the broadcast has one alone.</summary>
public sealed record RecipientView(
    int Number,
    long ContactId,
    string? Name,
    string? Phone,
    long? ConversationId,
    string? MessageId,
    RecipientWord State,
    int Attempt,
    int? Code,
    string? Reason,
    DateTimeOffset? ChangedAt,
    string? Variant,
    DateTimeOffset? RepliedAt,
    DateTimeOffset? ClickedAt,
    DateTimeOffset? GoalAt,
    DateTimeOffset? DueAt,
    long? ChannelId
);

/// <summary>A page of recipients; <c>next</c> is null on the last one.</summary>
public sealed record RecipientPage(IReadOnlyList<RecipientView> Items, string? Next);
