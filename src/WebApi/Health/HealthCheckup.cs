using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Health;

/// <summary>
/// One line of a workspace's health. <c>id</c> is what it is about, <c>state</c> is <c>ok</c>, <c>warning</c> or <c>problem</c>, <c>code</c> says in one
/// word how it stands; <c>subject</c> names a number, a connection, a webhook or a node, <c>count</c>, <c>at</c> and <c>text</c> are what the code is
/// about.
/// </summary>
public sealed record HealthLine(
    string Id,
    string State,
    string Code,
    string? Subject = null,
    long? Count = null,
    DateTimeOffset? At = null,
    string? Text = null
);

/// <summary>How a workspace stands, line by line; <c>state</c> is the worst of them, <c>version</c> the product's.</summary>
public sealed record HealthReport(
    string State,
    IReadOnlyList<HealthLine> Lines,
    string Version,
    DateTimeOffset CheckedAt
);

/// <summary>Judges what is known of a workspace. Pure, so that each line can be tested; by the database's clock, since its times are.</summary>
internal static class HealthCheckup
{
    private static readonly TimeSpan Quiet = TimeSpan.FromDays(3);
    private static readonly TimeSpan Unheard = TimeSpan.FromMinutes(2);

    public static HealthReport Judge(
        HealthFacts facts,
        IReadOnlyList<ConnectionState> connections,
        IReadOnlyList<TemplateAccount> templates,
        string version
    )
    {
        var lines = new List<HealthLine>
        {
            new("database", "ok", "answers", facts.DatabaseVersion, facts.DatabaseBytes),
        };
        lines.AddRange(Silos(facts));
        lines.Add(Queue("inbox", facts.Inbox, facts.Now, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)));
        lines.Add(Queue("outbox", facts.Outbox, facts.Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)));
        lines.Add(Some("unknown", facts.Unknown));
        lines.AddRange(connections.Select(Token));
        lines.AddRange(facts.Numbers.Select(one => Number(one, facts.Now)));
        lines.AddRange(connections.Where(one => BadlySigned(one)).Select(Signature));
        lines.Add(Some("quarantine", facts.Quarantine));
        lines.AddRange(templates.Where(one => one.WabaId is not null).Select(Templates));
        lines.Add(Queue("webhooks", facts.HooksOut, facts.Now, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)));
        lines.AddRange(
            facts.FailingHooks.Select(one => new HealthLine(
                "webhook",
                one.IsOff ? "problem" : "warning",
                one.IsOff ? "off" : "failing",
                one.Url,
                At: one.Since
            ))
        );
        if (facts.LastStopped is { } stopped)
            lines.Add(new("campaign", "warning", "stopped", stopped.Title, stopped.Id, stopped.At, stopped.Reason));
        return new HealthReport(Worst(lines), lines, version, facts.Now);
    }

    private static IEnumerable<HealthLine> Silos(HealthFacts facts) =>
        facts.Silos.Count == 0
            ? [new HealthLine("node", "problem", "none")]
            : facts.Silos.Select(silo =>
                facts.Now - silo.AliveAt > Unheard
                    ? new HealthLine("node", "warning", "silent", silo.Name, At: silo.AliveAt)
                    : new HealthLine("node", "ok", "runs", silo.Name, At: silo.StartedAt)
            );

    /// <summary>Something always waits for a moment; what counts is how long the oldest does.</summary>
    private static HealthLine Queue(string id, WorkWaiting waiting, DateTimeOffset now, TimeSpan late, TimeSpan far)
    {
        var age = now - (waiting.Since ?? now);
        return waiting.Count == 0
            ? new HealthLine(id, "ok", "empty")
            : new HealthLine(
                id,
                age > far ? "problem"
                    : age > late ? "warning"
                    : "ok",
                age > late ? "late" : "moving",
                Count: waiting.Count,
                At: waiting.Since
            );
    }

    private static HealthLine Some(string id, WorkWaiting waiting) =>
        waiting.Count == 0
            ? new HealthLine(id, "ok", "none")
            : new HealthLine(id, "warning", "some", Count: waiting.Count, At: waiting.Since);

    private static HealthLine Token(ConnectionState one) =>
        one.TokenRefusedAt is { } at
            ? new HealthLine("token", "problem", "refused", one.Name, At: at)
            : new HealthLine("token", "ok", "taken", one.Name);

    private static HealthLine Number(NumberHeard one, DateTimeOffset now) =>
        one switch
        {
            { HeardAt: null } => new("number", one.Simulated ? "ok" : "warning", "never", Subject(one)),
            { HeardAt: { } at } when now - at > Quiet && !one.Simulated => new(
                "number",
                "warning",
                "quiet",
                Subject(one),
                At: at
            ),
            _ => new("number", "ok", "heard", Subject(one), At: one.HeardAt),
        };

    private static string Subject(NumberHeard one) => $"{one.Title} (+{one.Number})";

    private static bool BadlySigned(ConnectionState one) =>
        one.BadlySignedAt is { } bad && (one.SignedAt is not { } good || bad > good);

    private static HealthLine Signature(ConnectionState one) =>
        new("signature", "problem", "wrong", one.Name, At: one.BadlySignedAt);

    private static HealthLine Templates(TemplateAccount one) =>
        one.Problem is { } problem
            ? new("templates", "warning", "unread", one.Name, Text: problem)
            : new("templates", "ok", "read", one.Name, At: one.SyncedAt);

    private static string Worst(IReadOnlyList<HealthLine> lines) =>
        lines.Any(line => line.State == "problem") ? "problem"
        : lines.Any(line => line.State == "warning") ? "warning"
        : "ok";
}
