using System.Diagnostics;
using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Chaos.Storm;

/// <summary>Pages of agents that are open through a storm, each with some of the conversations on it.</summary>
internal sealed class Screens(NpgsqlDataSource database, Func<Uri> node, int count) : IAsyncDisposable
{
    private const int Conversations = 12;

    private readonly CancellationTokenSource _over = new();
    private readonly List<AgentScreen> _screens = [];
    private IReadOnlyList<long> _watched = [];
    private Task _living = Task.CompletedTask;

    /// <summary>Opens them once there is something to see: the first conversations of these phones.</summary>
    public async Task Open(string phones, Dice dice, CancellationToken cancel)
    {
        await Eventually.True(
            async () =>
            {
                try
                {
                    var found = await Invariants.Rows(
                        database,
                        $"""
                        select c.id::text from conversations c join contacts p on p.id = c.contact_id
                        where p.phone like '{phones}%' order by c.id limit {Conversations}
                        """,
                        cancel
                    );
                    _watched = [.. found.Select(long.Parse)];
                }
                catch (NpgsqlException)
                {
                    // away
                }
                return _watched.Count == Conversations;
            },
            "there are conversations to look at",
            cancel,
            // every node may be dead just now, and take its time to start
            TimeSpan.FromMinutes(10)
        );
        for (var i = 0; i < count; i++)
            _screens.Add(new AgentScreen(node, _watched));
        _living = Task.WhenAll(_screens.Select((screen, i) => screen.Live(new Random(dice.Seed + i), _over.Token)));
    }

    /// <summary>I8, once all is quiet: each screen comes to show what the database has, soon, and never showed a thing twice or out of order.</summary>
    public async Task<Promise> Judge(CancellationToken cancel)
    {
        var quiet = Stopwatch.StartNew();
        var wrong = new List<string>();
        try
        {
            await Eventually.True(
                async () =>
                {
                    var truth = await Truth(cancel);
                    return _screens.All(screen => screen.Shown == truth);
                },
                "every screen shows what the database has",
                cancel
            );
        }
        catch (TimeoutException)
        {
            var truth = (await Truth(cancel)).Split(' ');
            wrong.AddRange(
                _screens.SelectMany(screen =>
                    truth.Except(screen.Shown.Split(' ')).Select(one => $"a screen lacks {one}")
                )
            );
        }
        var took = quiet.Elapsed.TotalSeconds;
        if (took > Long.Bound(10))
            wrong.Add("too late");
        wrong.AddRange(_screens.SelectMany(screen => screen.Wrong));
        return new Promise(
            "I8",
            $"{_screens.Count} screens of {_watched.Count} conversations, {_screens.Sum(one => one.Losses)} lost connections, {_screens.Sum(one => one.Fetches)} fetches, the same {took:0.0} s after quiet",
            wrong
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _living.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _screens.ForEach(screen => screen.Dispose());
        _over.Dispose();
    }

    private Task<string> Truth(CancellationToken cancel) => Truth(database, _watched, cancel);

    /// <summary>What the database has, of some conversations or of all, as a screen spells it.</summary>
    public static async Task<string> Truth(
        NpgsqlDataSource database,
        IReadOnlyList<long>? only,
        CancellationToken cancel
    )
    {
        await using var ask = database.CreateCommand(
            "select conversation_id, seq, status from messages where $1::bigint[] is null or conversation_id = any($1) order by 1, 2"
        );
        ask.Parameters.AddWithValue((object?)only?.ToArray() ?? DBNull.Value);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<string>();
        while (await row.ReadAsync(cancel))
        {
            var status = (MessageStatus)row.GetInt16(2);
            var word = status == MessageStatus.Received ? "100" : status.ToString().ToLowerInvariant();
            all.Add($"{row.GetInt64(0)}.{row.GetInt64(1)}.{word}");
        }
        return string.Join(' ', all);
    }
}
