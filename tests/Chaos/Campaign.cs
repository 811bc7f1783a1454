using Npgsql;

namespace WhatsAppBot.Chaos;

/// <summary>One broadcast to contacts that nobody knew, driven over the API by somebody who tries again until a node answers.</summary>
internal sealed class Campaign(Func<Uri> node, NpgsqlDataSource database)
{
    private const string Recipients = "49153%";

    private readonly Insistent _api = new(node);

    /// <summary>When each pause was answered, and when the going on after it was asked for.</summary>
    public List<(DateTimeOffset Answered, DateTimeOffset Resumed)> Pauses { get; } = [];

    public string Id { get; private set; } = "0";

    /// <summary>This send is one of it.</summary>
    public static bool Has(Post post) => post.Phone.StartsWith("49153", StringComparison.Ordinal);

    /// <summary>So many whom it may be for.</summary>
    public static async Task Contacts(NpgsqlDataSource database, int people, CancellationToken cancel)
    {
        await using var make = database.CreateCommand(
            $"""
            insert into contacts (workspace_id, phone, tags) select 'demo', (4915300000000 + i)::text, array['sale'] from generate_series(1, {people}) as g (i);
            insert into contact_identities (workspace_id, kind, value, contact_id)
                select 'demo', 0, phone, id from contacts where phone like '{Recipients}'
            """
        );
        await make.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Written down and started, at most so many a second; null: as fast as the number.</summary>
    public async Task Begin(int people, int? perSecond, CancellationToken cancel)
    {
        await Contacts(database, people, cancel);
        await using var ask = database.CreateCommand("select id from channels limit 1");
        var channel = (long)(await ask.ExecuteScalarAsync(cancel) ?? 0L);
        // made twice when the first answer was lost: only the one that is started sends anything
        Id = await _api.Make(
            "broadcasts",
            new
            {
                channelId = channel,
                title = "Storm",
                content = new
                {
                    kind = "template",
                    name = "promo",
                    language = "en_US",
                },
                // by name: people who write meanwhile are contacts, too
                audience = new { kind = "tags", all = (string[])["sale"] },
                perSecond,
            },
            cancel
        );
        await Step("start", cancel);
    }

    /// <summary>Pauses, waits, and goes on. Nothing to do once it is over.</summary>
    public Task PauseFor(TimeSpan time, CancellationToken cancel) => PauseWhile(() => Task.Delay(time, cancel), cancel);

    /// <summary>Pauses, does this, and goes on.</summary>
    public async Task PauseWhile(Func<Task> meanwhile, CancellationToken cancel)
    {
        var clean = await Step("pause", cancel);
        var answered = DateTimeOffset.UtcNow;
        await meanwhile();
        // whoever died between doing it and saying so leaves us with a refusal, and the broadcast paused all the same
        if (clean)
            Pauses.Add((answered, DateTimeOffset.UtcNow));
        await Step("resume", cancel);
    }

    /// <summary>Asks this node for it, or the one that is there. False: its state does not allow it.</summary>
    public async Task<bool> Step(string step, CancellationToken cancel, Uri? at = null)
    {
        using var answer = await _api.Post($"broadcasts/{Id}/{step}", new { }, cancel, at);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>From now on so many a second.</summary>
    public async Task Rate(int perSecond, CancellationToken cancel)
    {
        using var answer = await _api.Post($"broadcasts/{Id}/rate", new { perSecond }, cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>Waits until it stands so: 3 is paused, 4 completed.</summary>
    public Task Stands(short state, double seconds, CancellationToken cancel) =>
        Eventually.True(
            async () =>
            {
                await using var ask = database.CreateCommand($"select state from broadcasts where id = {Id}");
                return await ask.ExecuteScalarAsync(cancel) is short now && now == state;
            },
            $"the broadcast's state is {state}",
            cancel,
            TimeSpan.FromSeconds(seconds)
        );
}
