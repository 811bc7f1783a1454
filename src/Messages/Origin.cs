using System.Text.Json.Serialization;

namespace WhatsAppBot.Messages;

/// <summary>Who made an outbound message or an event line.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ContactAuthor), "contact")]
[JsonDerivedType(typeof(BotAuthor), "bot")]
[JsonDerivedType(typeof(PersonAuthor), "person")]
[JsonDerivedType(typeof(BroadcastAuthor), "broadcast")]
public abstract record Author;

/// <summary>The contact wrote it.</summary>
public sealed record ContactAuthor : Author;

/// <summary>A flow's node said it.</summary>
public sealed record BotAuthor(
    string FlowId,
    int Version,
    string FlowName,
    string NodeId,
    string? NodeName,
    string SessionId
) : Author;

/// <summary>An agent or the phone behind the number wrote it.</summary>
public sealed record PersonAuthor(string UserId, string Name) : Author;

/// <summary>A campaign sent it.</summary>
public sealed record BroadcastAuthor(long BroadcastId, string Title) : Author;

/// <summary>Whose turn it is in a conversation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Owner>))]
public enum Owner : short
{
    /// <summary>Flows may answer.</summary>
    [JsonStringEnumMemberName("bot")]
    Bot = 0,

    /// <summary>A person has it; the bot is silent until it is handed back.</summary>
    [JsonStringEnumMemberName("person")]
    Person = 1,

    /// <summary>Waiting for a person in a queue; the bot is silent.</summary>
    [JsonStringEnumMemberName("queue")]
    Queue = 2,
}
