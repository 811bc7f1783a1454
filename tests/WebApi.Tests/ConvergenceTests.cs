using System.Net;
using System.Text.Json;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>I8: whatever is lost on the way, every screen ends as the database is; and none ever shows a thing twice or out of order.</summary>
public sealed class ConvergenceTests(ITestOutputHelper output)
{
    private const int Screens = 20;
    private const int Conversations = 20;
    private const int Rounds = 100;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_screen_ends_as_the_database_is()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        await using var first = await Site.Start(place.ConnectionString, demo: true);
        var second = await Site.Start(place.ConnectionString, demo: true);
        var (stays, goes) = (new Uri(first.Urls.First()), new Uri(second.Urls.First()));
        using var web = new HttpClient { BaseAddress = stays };
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        await Deliver(web, 0);
        var screens = new List<AgentScreen>();
        for (var i = 0; i < Screens; i++)
            screens.Add(new AgentScreen(i % 2 == 0 ? () => stays : () => goes));
        var living = Task.WhenAll(screens.Select((screen, i) => screen.Live(new Random(i), over.Token)));

        for (var round = 1; round < Rounds; round++)
        {
            await Deliver(web, round);
            if (round == Rounds / 2)
            {
                await second.StopAsync(Cancel);
                await second.DisposeAsync();
                second = await Site.Start(place.ConnectionString, demo: true);
                goes = new Uri(second.Urls.First());
            }
        }

        async Task<string> Truth()
        {
            await using var ask = place.Source.CreateCommand(
                """
                select coalesce(string_agg(conversation_id || '.' || seq || '.' || status, ' ' order by conversation_id, seq), '')
                from messages where workspace_id = 'demo'
                """
            );
            return (string)(await ask.ExecuteScalarAsync(Cancel) ?? "");
        }

        await Eventually.True(
            async () => (await Truth()).Split(' ').Length == Conversations * Rounds,
            "every message has its turn",
            Cancel,
            TimeSpan.FromMinutes(5)
        );
        try
        {
            await Eventually.True(
                async () =>
                {
                    var truth = await Truth();
                    return screens.All(screen => screen.Shown == truth);
                },
                "every screen shows what the database has",
                Cancel,
                TimeSpan.FromMinutes(5)
            );
        }
        catch (TimeoutException)
        {
            // what the screens lack says more than that they lack something
            var truth = (await Truth()).Split(' ');
            Assert.All(
                screens,
                screen =>
                {
                    Assert.Empty(screen.Wrong);
                    var shown = screen.Shown.Split(' ');
                    Assert.Empty(truth.Except(shown));
                    Assert.Empty(shown.Except(truth));
                }
            );
        }
        await over.CancelAsync();
        await living;

        Assert.Empty(screens.SelectMany(screen => screen.Wrong));
        output.WriteLine(
            $"I8 ok {Screens} screens, {Conversations * Rounds} messages, {screens.Sum(screen => screen.Losses)} disconnects, {screens.Sum(screen => screen.Fetches)} fetches, 1 restart"
        );
        screens.ForEach(screen => screen.Dispose());
        await second.DisposeAsync();
    }

    /// <summary>One message of every contact in one webhook, as Meta batches them; again while there is no time for it.</summary>
    private static async Task Deliver(HttpClient web, int round)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                @object = "whatsapp_business_account",
                entry = new[]
                {
                    new
                    {
                        id = "waba",
                        changes = Enumerable.Range(0, Conversations).Select(one => Change(one, round)).ToArray(),
                    },
                },
            }
        );
        await Eventually.True(
            async () =>
            {
                using var answer = await web.SendAsync(Site.Delivery(body), Cancel);
                return answer.StatusCode == HttpStatusCode.OK;
            },
            "the webhook is taken",
            Cancel
        );
    }

    private static object Change(int contact, int round) =>
        new
        {
            field = "messages",
            value = new
            {
                messaging_product = "whatsapp",
                metadata = new { display_phone_number = "15550000001", phone_number_id = "111" },
                contacts = new[] { new { wa_id = $"4915177{contact:0000}", profile = new { name = "Ada" } } },
                messages = new[]
                {
                    new
                    {
                        from = $"4915177{contact:0000}",
                        id = $"wamid.{contact}.{round}",
                        timestamp = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}",
                        type = "text",
                        text = new { body = $"{round}" },
                    },
                },
            },
        };
}
