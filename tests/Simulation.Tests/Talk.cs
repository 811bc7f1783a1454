using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>What people say in histories, and the flows that answer. Every answer repeats what it answers, so that each can be found again.</summary>
internal static class Talk
{
    private static readonly DateTimeOffset Long = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>What a message may begin with; a number of its own follows.</summary>
    public static readonly string[] Words = ["ping", "ping", "ping", "quiz", "wait", "limit", "poison"];

    public static IReadOnlyList<PublishedFlow> Published { get; } =
    [
        Flow("ping", Message("a", "pong {{ input }};")),
        Flow("poison", Message("a", "poisoned {{ input }};")),
        Flow("quiz", Node("a", "ask", """{"text":"well, {{ input }};"}"""), Message("b", "thanks {{ input }};")),
        Flow("wait", Message("a", "soon {{ input }};"), Node("b", "delay", """{"seconds":20}"""), Message("c", "late")),
        Flow(
            "limit",
            Node("a", "ask", """{"text":"quick, {{ input }};","timeoutSeconds":15}"""),
            Message("b", "in time {{ input }};")
        ),
    ];

    private static PublishedFlow Flow(string word, params string[] nodes)
    {
        var trigger = Node("t", "trigger", $$"""{"kind":"keyword","match":"startsWith","keywords":["{{word}}"]}""");
        string[] ids = ["t", "a", "b", "c"];
        var edges = ids.Take(nodes.Length + 1)
            .Zip(ids.Skip(1).Take(nodes.Length))
            .Select(pair =>
                $$"""{"id":"{{pair.First}}{{pair.Second}}","source":"{{pair.First}}","target":"{{pair.Second}}"}"""
            );
        return new PublishedFlow(
            "ours",
            word,
            1,
            word,
            $$"""{"schemaVersion":1,"nodes":[{{string.Join(',', nodes.Prepend(trigger))}}],"edges":[{{string.Join(',', edges)}}]}""",
            Long
        );
    }

    private static string Message(string id, string text) => Node(id, "message", $$"""{"text":"{{text}}"}""");

    private static string Node(string id, string type, string data) =>
        $$"""{"id":"{{id}}","type":"{{type}}","position":{"x":0,"y":0},"data":{{data}}}""";
}
