using System.Text.Json;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Grains.Tests;

/// <summary>Short spellings for what people say.</summary>
internal static class Sayings
{
    public static async Task<SayOutcome> Says(
        this IConversationGrain grain,
        Person person,
        string text,
        Guid? client = null,
        bool force = false
    ) => (await grain.Say(Saying(person, new TextContent(text), client, force))).Outcome;

    public static PersonSaying Saying(Person person, Content content, Guid? client = null, bool force = false) =>
        new(
            person,
            client ?? Guid.NewGuid(),
            JsonSerializer.SerializeToUtf8Bytes(content, MessagesJson.Default.Content),
            Force: force
        );
}
