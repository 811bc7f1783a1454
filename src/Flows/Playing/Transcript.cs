using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Playing;

/// <summary>
/// What a chat was like: what was said after each line of its script, and how its last session ended or what it waits for; both null when none
/// began.
/// </summary>
public sealed record Transcript(
    IReadOnlyList<IReadOnlyList<Content>> Said,
    Outcome? Outcome = null,
    WaitFor? Waits = null
)
{
    /// <summary>The transcript of a script of so many lines.</summary>
    public static Transcript Of(Played played, int lines)
    {
        var said = Enumerable
            .Range(0, lines)
            .Select(line =>
                (IReadOnlyList<Content>)
                    [.. played.Turns.Where(turn => turn.Act == line).SelectMany(turn => turn.Messages)]
            );
        var waits = played.Turns is [.., var last] ? last.Waits?.For : null;
        var ended = played.Turns.SelectMany(turn => turn.Events).OfType<SessionEnded>().LastOrDefault();
        return new Transcript([.. said], waits is null ? ended?.Outcome : null, waits);
    }

    /// <summary>Whether the same was said after that line.</summary>
    internal static bool Same(IReadOnlyList<Content> one, IReadOnlyList<Content> other) =>
        one.Count == other.Count
        && one.Zip(other).All(pair => JsonNode.DeepEquals(Json(pair.First), Json(pair.Second)));

    private static JsonNode? Json(Content content) =>
        JsonSerializer.SerializeToNode(content, MessagesJson.Default.Content);
}
