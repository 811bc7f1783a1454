using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>Whether what is kept as JSON can be read again by the database: asked before it is written, since writing alone takes anything.</summary>
public static class Storable
{
    public static bool Is(Audience audience) => Is(() => StorageJson.Of(audience));

    public static bool Is(BroadcastContent content) => Is(() => StorageJson.Of(content));

    public static bool Is(Content content) => Is(() => StorageJson.Of(content));

    public static bool Is(JsonObject json) => Is(() => json.ToJsonString());

    public static bool Is(SequenceStep step) =>
        Is(() => JsonSerializer.Serialize([step], StorageJson.Default.IReadOnlyListSequenceStep));

    public static bool Is(SequenceStop stop) =>
        Is(() => JsonSerializer.Serialize(stop, StorageJson.Default.SequenceStop));

    private static bool Is(Func<string> write)
    {
        try
        {
            return StorableJson.Fault(Encoding.UTF8.GetBytes(write())) is null;
        }
        catch (InvalidOperationException)
        {
            // half a character in a value of whatever kind, which is looked at only when it is written
            return false;
        }
    }
}
