using Npgsql;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos;

/// <summary>A sequence of three messages, each due at once, driven over the API by somebody who tries again until a node answers.</summary>
internal sealed class Sequence(Func<Uri> node, NpgsqlDataSource database)
{
    // each with words of its own: the same twice would look like an answer given twice
    private static readonly string[] Templates = ["promo_1", "promo_2", "promo_3"];

    private readonly Insistent _api = new(node);

    /// <summary>How many messages each gets who enters.</summary>
    public static int Steps => Templates.Length;

    public string Id { get; private set; } = "0";

    /// <summary>Written down and begun. One that was made when the answer got lost stays a draft.</summary>
    public async Task Begin(CancellationToken cancel)
    {
        await using var ask = database.CreateCommand("select id from channels limit 1");
        var channel = (long)(await ask.ExecuteScalarAsync(cancel) ?? 0L);
        Id = await _api.Make(
            "sequences",
            new
            {
                name = "Welcome",
                channelId = channel,
                steps = Templates.Select(name => new
                {
                    content = new
                    {
                        kind = "template",
                        name,
                        language = "en_US",
                    },
                    minutes = 0,
                }),
            },
            cancel
        );
        using var begun = await _api.Post($"sequences/{Id}/begin", new { }, cancel);
        // whoever did it and died before saying so leaves us with a refusal
        Assert.True(
            begun.IsSuccessStatusCode || begun.StatusCode == System.Net.HttpStatusCode.Conflict,
            await begun.Content.ReadAsStringAsync(cancel)
        );
    }

    /// <summary>These enter, each once however often they are asked to.</summary>
    public async Task Enter(object audience, CancellationToken cancel)
    {
        using var entered = await _api.Post($"sequences/{Id}/enter", new { audience }, cancel);
        Assert.True(entered.IsSuccessStatusCode, await entered.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>Everybody who entered has come through, got each message once at most, and nobody is called reached who got nothing.</summary>
    public async Task<Promise> Judge(IReadOnlyCollection<string> entered, Meta meta, CancellationToken cancel)
    {
        var through = await Invariants.Rows(
            database,
            $"""
            select p.phone from sequence_entries e join contacts p on p.id = e.contact_id
            left join broadcasts b on b.sequence_id = e.sequence_id
            left join broadcast_recipients r on r.broadcast_id = b.id and r.contact_id = e.contact_id and r.state in (10, 11, 12, 40)
            where e.sequence_id = {Id} and e.state = 1
            group by p.phone having count(*) = {Steps} and count(distinct r.broadcast_id) = {Steps}
            """,
            cancel
        );
        var reached = await Invariants.Rows(
            database,
            $"""
            select p.phone from broadcast_recipients r join contacts p on p.id = r.contact_id
            join broadcasts b on b.id = r.broadcast_id and b.sequence_id = {Id} where r.state in (10, 11, 12)
            """,
            cancel
        );
        var wrong = entered.Except(through).Select(phone => $"{phone} is not once through {Steps} steps").ToList();
        foreach (var phone in entered)
        {
            var (got, known) = (meta.Posts.Count(post => post.Phone == phone), reached.Count(one => one == phone));
            if (got > Steps || got < known)
                wrong.Add($"{phone} got {got}, and is called reached by {known}");
        }
        return new Promise(
            "I4",
            $"{entered.Count} people through a sequence of {Steps}, {reached.Count} sends known",
            wrong
        );
    }
}
