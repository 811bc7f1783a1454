using Npgsql;
using WhatsAppBot.Chaos.Storm;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Chaos.CrashPoints;

/// <summary>People who wrote once and were answered; each is due one scheduled reply.</summary>
internal sealed class Reminders(NpgsqlDataSource database, ScheduledReplies replies)
{
    public const string Phones = "49158";

    private const string Text = "remember";

    private readonly HashSet<string> _planned = [];

    /// <summary>One for everybody who has none yet, due now.</summary>
    public async Task Plan(CancellationToken cancel)
    {
        var answered = await Invariants.Rows(
            database,
            $"""
            select c.id::text from conversations c join contacts p on p.id = c.contact_id
            where p.phone like '{Phones}%'
                and exists (select 1 from messages m where m.conversation_id = c.id and m.direction = 1)
            """,
            cancel
        );
        foreach (var conversation in answered.Where(_planned.Add))
        {
            var now = DateTimeOffset.UtcNow;
            await replies.Add(
                new ScheduledReply(
                    "demo",
                    long.Parse(conversation, System.Globalization.CultureInfo.InvariantCulture),
                    Guid.NewGuid(),
                    "ada",
                    "Ada",
                    new TextContent($"{Text} {conversation}"),
                    null,
                    now,
                    null,
                    now
                ),
                cancel
            );
        }
    }

    /// <summary>Nobody waits for one.</summary>
    public async Task<bool> AreOver(CancellationToken cancel) =>
        await Invariants.Rows(database, "select 'waits' from scheduled_replies where state = 0", cancel) is [];

    /// <summary>Everybody got it once, and none is left.</summary>
    public async Task<Promise> Judge(CancellationToken cancel)
    {
        var said = (await Invariants.Rows(database, $"select text from messages where text like '{Text} %'", cancel))
            .GroupBy(text => text.Split(' ')[1])
            .ToDictionary(same => same.Key, same => same.Count());
        var wrong = _planned
            .Where(conversation => said.GetValueOrDefault(conversation) != 1)
            .Select(conversation => $"{conversation} was reminded {said.GetValueOrDefault(conversation)} times")
            .ToList();
        wrong.AddRange(
            await Invariants.Rows(
                database,
                "select 'one is left: ' || coalesce(refusal, 'not refused') from scheduled_replies",
                cancel
            )
        );
        return new Promise("I1", $"{_planned.Count} scheduled replies", wrong);
    }
}
