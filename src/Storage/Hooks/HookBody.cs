using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>
/// What is posted to a webhook. The id is the same however often it is sent. What is told stands under the one member that belongs to the type; a member
/// without a value is left out.
/// </summary>
public sealed record HookBody(
    string Id,
    string Type,
    int Version,
    string Workspace,
    DateTimeOffset At,
    HookConversation? Conversation = null,
    MessageView? Message = null,
    HookStatus? Status = null,
    HookChange? Change = null,
    HookSession? Session = null,
    HookBroadcast? Broadcast = null,
    BroadcastProgress? Progress = null,
    bool? Shortened = null
)
{
    /// <summary>Grows when a member goes or changes its meaning. Members that are added do not count.</summary>
    public const int Newest = 1;

    // the limit of a call out is 256 KiB; a message as Meta sends it may be larger
    private const int Longest = 200 * 1024;

    /// <summary>A message that is too large goes without its content, and says so.</summary>
    public string ToJson()
    {
        var json = JsonSerializer.Serialize(this, HookJson.Spelled.HookBody);
        if (json.Length < Longest / 4 || System.Text.Encoding.UTF8.GetByteCount(json) <= Longest || Message is null)
            return json;

        return JsonSerializer.Serialize(
            this with
            {
                Message = Message with
                {
                    Content = new TextContent(""),
                    Text = CleanText.Of(Message.Text[..Math.Min(Message.Text.Length, 4096)]),
                },
                Shortened = true,
            },
            HookJson.Spelled.HookBody
        );
    }
}

/// <summary>The conversation in which it happened, as it stands when the event is made.</summary>
public sealed record HookConversation(
    long Id,
    long Seq,
    ContactSummary Contact,
    ChannelSummary Channel,
    string Status,
    Owner Owner,
    string? Queue,
    AssigneeSummary? Assignee,
    IReadOnlyList<string> Labels,
    DateTimeOffset? SnoozedUntil,
    DateTimeOffset CreatedAt
);

/// <summary>A message's new status; the change took the seq.</summary>
public sealed record HookStatus(
    string MessageId,
    long MessageSeq,
    long Seq,
    MessageStatus Status,
    MessageError? Error,
    string? Wamid,
    Guid? ClientId,
    long? BroadcastId
);

/// <summary>What of a conversation changed since it was told last, and how it was.</summary>
public sealed record HookChange(IReadOnlyList<string> Changed, HookStanding Before);

/// <summary>Who has a conversation and how it stands.</summary>
public sealed record HookStanding(
    string Status,
    Owner Owner,
    string? Queue,
    string? AssigneeId,
    IReadOnlyList<string> Labels,
    DateTimeOffset? SnoozedUntil
);

/// <summary>A run of a flow. The outcome is completed, expired, interrupted, failed or handedOff.</summary>
public sealed record HookSession(
    string Id,
    string FlowId,
    int? FlowVersion,
    string? FlowName,
    string? Outcome = null,
    string? Reason = null
);

/// <summary>A broadcast's new state, with the reason if it is paused or failed.</summary>
public sealed record HookBroadcast(
    long Id,
    string Title,
    BroadcastState State,
    string? Reason,
    int? Audience,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt
);

/// <summary>JSON of what is told.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true
)]
[JsonSerializable(typeof(HookBody))]
[JsonSerializable(typeof(HookStanding))]
[JsonSerializable(typeof(HookTry[]))]
[JsonSerializable(typeof(HookTry))]
internal sealed partial class HookJson : JsonSerializerContext
{
    /// <summary>Letters and emoji as they are: it is nobody's HTML.</summary>
    public static HookJson Spelled { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
