using System.Globalization;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

/// <summary>A broadcast of a test, for people that no other test has.</summary>
internal sealed class Campaign
{
    private readonly TestSilo silo;

    private Campaign(TestSilo silo, long id, IReadOnlyList<string> phones) =>
        (this.silo, Id, Phones) = (silo, id, phones);

    public long Id { get; }

    /// <summary>Of everybody in the audience, in its order.</summary>
    public IReadOnlyList<string> Phones { get; }

    public IBroadcastGrain Grain => silo.Grains.GetGrain<IBroadcastGrain>(Id);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Written down, for contacts that are new or have these phones.</summary>
    public static async Task<Campaign> Draft(
        TestSilo silo,
        int people,
        BroadcastContent? content = null,
        LiveSessionPolicy policy = LiveSessionPolicy.Skip,
        int? perSecond = null,
        int? safetyPercent = null,
        int safetyAfter = 100,
        IReadOnlyList<string>? phones = null,
        Func<BroadcastDraft, BroadcastDraft>? with = null,
        string workspace = "ours"
    )
    {
        phones ??= [.. Enumerable.Range(0, people).Select(_ => silo.Phone())];
        var row = await silo.Service<BroadcastStore>()
            .Make(
                workspace,
                "ada",
                (with ?? (same => same))(
                    new BroadcastDraft(
                        1,
                        "Sale",
                        content ?? new BroadcastTemplate("promo", "en_US"),
                        new ListedPhones([.. phones.Select(phone => new ListedPhone(phone))]),
                        policy,
                        perSecond,
                        safetyPercent,
                        safetyAfter
                    )
                ),
                Cancel
            );
        return new Campaign(silo, row.Id, phones);
    }

    /// <summary>Begun: the audience is being frozen.</summary>
    public async Task Start()
    {
        var answer = await Grain.Start(null);
        Assert.True(answer.Done, answer.Detail);
    }

    /// <summary>How far it is, counted anew.</summary>
    public async Task<WhatsAppBot.Messages.BroadcastProgress> Progress() =>
        System.Text.Json.JsonSerializer.Deserialize(
            (await Grain.Progress())?.Json ?? throw new InvalidOperationException("no progress"),
            WhatsAppBot.Messages.ViewsJson.Default.BroadcastProgress
        ) ?? throw new InvalidOperationException("no progress");

    public int Posts => Phones.Sum(phone => silo.Meta.To(phone).Count);

    public Task Ends(string state = "4") => silo.Stored(state, $"select state from broadcasts where id = {Id}");

    /// <summary>States with their counts, in order.</summary>
    public Task<string> States() =>
        silo.Ask(
            string.Create(
                CultureInfo.InvariantCulture,
                $"select state, count(*) from broadcast_recipients where broadcast_id = {Id} group by state order by state"
            )
        );

    /// <summary>Nobody was asked for twice at Meta.</summary>
    public void NobodyTwice() => Assert.DoesNotContain(Phones, phone => silo.Meta.To(phone).Count > 1);
}
