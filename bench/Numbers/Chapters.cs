namespace WhatsAppBot.Numbers;

/// <summary>What is measured.</summary>
internal static class Chapters
{
    private static readonly Figure Answered = new("answered/s", @"^replies/s\s+([\d.]+)");
    private static readonly Figure P50 = new("p50 ms", @"^p50, p99\s+([\d.]+) ms");
    private static readonly Figure P99 = new("p99 ms", @"^p50, p99\s+[\d.]+ ms, ([\d.]+) ms");
    private static readonly Figure Cpu = new("CPU ms a message", @"^cpu/message ([\d.]+) ms product");
    private static readonly Figure Lost = new("lost", @"^lost\s+(\d+)");
    private static readonly Figure Doubled = new("doubled", @"^doubled\s+(\d+)");
    private static readonly Figure[] Path = [Answered, P50, P99, Cpu, Lost, Doubled];

    public static readonly IReadOnlyList<Chapter> All =
    [
        new(
            "The webhook path",
            """
            Signed webhooks over HTTP, each answered by the bot: receiver, inbox, turn of the grain, outbox, send to a stub, record of the send. **The floor** is a bare
            Kestrel endpoint that checks the signature, commits one row together with others that wait, and calls the same stub: no parser, no flow, no order. PostgreSQL
            with fsync on, load and stub are on the same cores. CPU is that of all hosts and PostgreSQL, after half a minute of warm-up (the runtime compiles meanwhile).
            """,
            [
                Load("floor", "the floor", "--form floor --contacts 2000"),
                Load("node", "one Node", "--form node --contacts 2000"),
                Load("apart", "one Silo and one WebApi", "--form apart --contacts 2000"),
                Load("two", "two Silos and one WebApi", "--form two --contacts 2000"),
                Load("half", "one Node, 2,000 a second", "--form node --contacts 2000 --rate 2000"),
            ]
        ),
        new(
            "Recovery",
            """
            Two Nodes, people who write, and Meta as a program of its own. One Node is killed (SIGKILL, 30 messages a second) or hangs (SIGSTOP, 20 people write at once): how
            long the slowest of the messages that were acked afterwards waited for its answer. And two silos with more to do than they can for ten minutes: neither
            may take the other for dead.
            """,
            [
                Recovery(
                    "kill",
                    "one Node is killed",
                    "KilledNodeTests",
                    @"slowest answer after the kill\s+([\d.]+) s"
                ),
                Recovery("hang", "one Node hangs", "HungNodeTests", @"slowest answer while one node hung\s+([\d.]+) s"),
                new(
                    "evict",
                    "ten minutes with a full processor",
                    "bench/Load",
                    "--form two --contacts 2000 --warm-up 10 --seconds 600",
                    1,
                    [
                        new("living silos declared dead", @"^evicted\s+(\d+)"),
                        new("answered/s", Answered.Pattern),
                        new("lost", Lost.Pattern),
                        new("doubled", Doubled.Pattern),
                    ]
                ),
            ]
        ),
        new(
            "Many contacts",
            "The same with one Node: what a message costs must not depend on how many write.",
            [
                Load("c1", "1,000 contacts", "--form node --contacts 1000"),
                Load("c100", "100,000 contacts", "--form node --contacts 100000"),
            ]
        ),
        new(
            "Memory",
            "Everybody of 100,000 writes once. The heap is read after a full collection; a conversation is idle after its grain was collected (5 minutes without a message).",
            [
                new(
                    "memory",
                    "100,000 conversations",
                    "bench/Load",
                    "--contacts 100000 --memory yes",
                    1,
                    [
                        new("KB active", @"^active\s+(-?[\d.]+) KB"),
                        new("KB idle", @"^idle\s+(-?[\d.]+) KB"),
                        new("KB in the database", @"^database\s+([\d.]+) KB"),
                    ]
                ),
            ]
        ),
        new(
            "Broadcasts",
            """
            To people nobody knew, through one ConversationGrain each; the three statuses of every message come back as webhooks of their own, and 2 % of the people
            answer and are answered by the bot.
            """,
            [
                Campaign("campaign", "as fast as it goes, without statuses", "--broadcast 60000 --seconds 120", 3),
                Campaign(
                    "statuses",
                    "1,000 a second with three statuses each and replies",
                    "--broadcast 60000 --statuses 3 --replies 2 --per-second 1000 --seconds 180",
                    3
                ),
                Campaign(
                    "long",
                    "the same for five minutes",
                    "--broadcast 300000 --statuses 3 --replies 2 --per-second 1000 --seconds 600",
                    1
                ),
                Campaign(
                    "million",
                    "1,000,000 people in one go, without statuses",
                    "--broadcast 1000000 --seconds 900",
                    1
                ),
                new(
                    "freeze",
                    "freezing an audience of 1,000,000",
                    "bench/Load",
                    "--freeze 1000000",
                    3,
                    [
                        new("s", @"^freeze\s+\d+ recipients in ([\d.]+) s"),
                        new("s to count them", @"^count\s+\d+ recipients in ([\d.]+) s"),
                    ]
                ),
            ]
        ),
        new(
            "Live",
            "50 agents' pages, 200 messages a second over 2,000 conversations, each answered: from the commit to the page.",
            [
                new(
                    "live",
                    "50 pages",
                    "bench/Live",
                    "50 200 2000 30",
                    3,
                    [
                        new("p50 ms", @"^commit→page p50 (\d+) ms"),
                        new("p95 ms", @"^commit→page p50 \d+ ms, p95 (\d+) ms"),
                        new("p99 ms", @"p99 (\d+) ms, worst"),
                        new("pages that differ", @"^diverged\s+(\d+) of"),
                    ]
                ),
            ]
        ),
    ];

    private static Measure Load(string key, string title, string words) =>
        new(key, title, "bench/Load", $"{words} --warm-up 30 --seconds 20", 3, Path);

    private static Measure Recovery(string key, string title, string test, string pattern) =>
        new(
            key,
            title,
            "tests/Chaos",
            $"--filter-class *{test} --show-live-output on --no-ansi --progress off",
            3,
            [new("slowest answer, s", pattern)]
        );

    private static Measure Campaign(string key, string title, string words, int runs) =>
        new(
            key,
            title,
            "bench/Load",
            words,
            runs,
            [
                new("messages/s", @"^messages/s\s+([\d.]+)"),
                new("in the slowest minute", @"^messages/s\s.*slowest minute (\d+)"),
                new("statuses/s", @"^statuses/s\s+([\d.]+)"),
                new("replies' p99 ms", @"^replies\s.*p99 ([\d.]+) ms"),
                new("doubled", @"^doubled\s+(\d+)"),
                new("missing", @"^missing\s+(\d+)"),
                new("bytes a recipient", @"^database\s.*, (\d+) bytes a recipient"),
                new("Node's MB at the start", @"^memory\s+at the start Node (\d+) MB"),
                new("Node's MB at the end", @"^memory .*at the end Node (\d+) MB"),
            ]
        );
}
