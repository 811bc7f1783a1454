using System.Collections.Concurrent;
using System.Net;
using System.Text;
using WhatsAppBot.Support;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>
/// Promises I1 and I2 for what Meta never sends: no webhook, however odd, gets a 5xx, is lost in silence, or holds up what comes with it or after it.
/// </summary>
public sealed class WebhookFuzzTests(ITestOutputHelper output)
{
    private const int Mutants = 10_000;
    private const int AtOnce = 24;

    // FUZZ_SEED plays another one
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), out var told)
        ? told
        : 20_261_126;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_webhook_breaks_anything_or_is_lost()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        var mutants = new WebhookMutants(new Random(Seed));
        var all = Enumerable.Range(0, Mutants).Select(_ => mutants.Next()).ToArray();
        var answers = new ConcurrentDictionary<Mutant, HttpStatusCode>();
        using var http = office.Client();

        await Parallel.ForEachAsync(
            all.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel },
            async (one, cancel) =>
            {
                answers[one.Item] = await Deliver(http, one.Item, cancel);
                // as Meta does now and then
                if (one.Index % 20 == 0)
                    await Deliver(http, one.Item, cancel);
            }
        );
        await Eventually.True(
            async () => await office.Ask<long>("select count(*) from inbox") == 0,
            "everything is handled",
            Cancel,
            TimeSpan.FromMinutes(10)
        );

        var findings = await Judge(office, all, answers);
        output.WriteLine(
            $"I1 I2 webhooks: {all.Length} mutants of {WebhookMutants.ShapeCount} shapes, {answers.Values.Count(one => one == HttpStatusCode.OK)} taken, "
                + $"{all.Count(one => one.Neighbour is not null)} neighbours, {findings.Count} findings, seed {Seed}"
        );
        Assert.True(findings.Count == 0, string.Join('\n', findings.Take(40)));
    }

    [Fact]
    public async Task A_wrong_signature_of_any_kind_is_refused_and_stores_nothing()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        var watch = new Untouched(office.Place);
        await watch.Watch();
        using var http = office.Client();
        var tried = 0;
        for (var i = 0; i < 20; i++)
        {
            var body = Encoding.UTF8.GetBytes(Site.Body(("111", $"w{40_000_000 + i}", "text")));
            foreach (var (what, signature) in WebhookMutants.WrongSignatures(body))
            {
                using var answer = await http.SendAsync(Request(body, signature), Cancel);
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{what}: {answer.StatusCode}");
                tried++;
            }
        }

        Assert.DoesNotContain("inbox", await watch.Since());
        Assert.Equal(0, await office.Ask<long>("select count(*) from quarantine"));
        output.WriteLine($"I10 signatures: {tried} wrong ones refused");
    }

    [Fact]
    public async Task A_message_of_megabytes_holds_up_neither_its_neighbour_nor_the_search()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        using var http = office.Client();
        var (bomb, neighbour) = ("w50000001", "w50000002");
        var words = string.Join(' ', Enumerable.Range(0, 300_000).Select(i => $"word{i}"));
        var body = Site.Body(("111", bomb, "text"), ("111", neighbour, "text"));
        var first = body.IndexOf("hello", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes($"{body[..first]}{words}{body[(first + 5)..]}");
        Assert.InRange(bytes.Length, 3_000_000, 4_000_000);

        Assert.Equal(
            HttpStatusCode.OK,
            await Deliver(http, new Mutant("large", bytes, null, Site.Sign(bytes)), Cancel)
        );
        byte[] larger = [.. bytes, .. Enumerable.Repeat((byte)' ', 2_000_000)];
        using var request = Request(larger, Site.Sign(larger));
        // who does not ask first may find the line cut while it is still writing
        request.Headers.ExpectContinue = true;
        using var refused = await http.SendAsync(request, Cancel);
        await Site.Problem(refused, 413, "too-large");

        await Eventually.True(
            async () => await office.Ask<long>("select count(*) from inbox") == 0,
            "both are handled",
            Cancel
        );
        Assert.Equal(
            2,
            await office.Ask<long>("select count(*) from messages where direction = 0 and workspace_id = 'demo'")
        );
        await Eventually.True(
            async () =>
                await office.Ask<long>(
                    $"select count(*) from message_words w join messages m using (conversation_id, seq) where m.wamid = '{neighbour}'"
                ) == 1,
            "the search knows the neighbour",
            Cancel
        );
    }

    private static async Task<HttpStatusCode> Deliver(HttpClient http, Mutant mutant, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await http.SendAsync(Request(mutant.Body, mutant.Signature), cancel);
            // too much to do, and it says so: Meta comes again
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || tries == 600)
                return answer.StatusCode;
            await Task.Delay(100, cancel);
        }
    }

    private static HttpRequestMessage Request(byte[] body, string? signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp/demo")
        {
            Content = new ByteArrayContent(body),
        };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
        return request;
    }

    private static async Task<List<string>> Judge(
        Office office,
        IReadOnlyList<Mutant> all,
        ConcurrentDictionary<Mutant, HttpStatusCode> answers
    )
    {
        var stored = await Count(
            office,
            "select wamid, count(*) from messages where wamid is not null and direction = 0 group by wamid"
        );
        var findings = new List<string>();
        var (kept, bare) = (0, 0);
        foreach (var mutant in all)
        {
            var status = answers[mutant];
            if (status is not (HttpStatusCode.OK or HttpStatusCode.BadRequest))
                Find($"{(int)status}", mutant);
            if (WebhookParser.Parse(mutant.Body) is not { } delivery)
            {
                kept++;
                if (status != HttpStatusCode.BadRequest)
                    Find("is no JSON and is taken", mutant);
                continue;
            }

            if (status != HttpStatusCode.OK)
                Find("is JSON and is refused", mutant);
            if (mutant.Neighbour is { } neighbour && stored.GetValueOrDefault(neighbour) != 1)
                Find($"its neighbour {neighbour} stands there {stored.GetValueOrDefault(neighbour)} times", mutant);
            foreach (var one in delivery.Events)
            {
                if (one is MessageArrived { PhoneNumberId: "111" } arrived)
                {
                    var times = stored.GetValueOrDefault(arrived.Message.Wamid);
                    bare += times == 0 ? 1 : 0;
                    if (times > 1)
                        Find($"{arrived.Message.Wamid} stands there {times} times", mutant);
                }
                kept += one is MessageArrived or StatusArrived or FieldChanged ? 0 : 1;
            }
        }

        // what cannot be stored leaves the bare fact that it came
        var unstorable = await office.Ask<long>(
            "select count(*) from messages where direction = 0 and wamid is null and content ->> 'type' = 'unknown'"
        );
        if (unstorable < bare)
            findings.Add($"{bare} messages have no row of their own, and {unstorable} bare ones stand there");
        var quarantined = await office.Ask<long>("select count(*) from quarantine");
        if (quarantined < kept)
            findings.Add($"{kept} things were not understood, and {quarantined} are kept");
        return findings;

        void Find(string what, Mutant mutant) =>
            findings.Add($"{what} <- [{mutant.What}] {Cut(Encoding.UTF8.GetString(mutant.Body))}");
    }

    private static async Task<Dictionary<string, long>> Count(Office office, string sql)
    {
        await using var command = office.Place.Source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(Cancel))
            counts[rows.GetString(0)] = rows.GetInt64(1);
        return counts;
    }

    private static string Cut(string text) => text.Length <= 600 ? text : $"{text[..600]}… ({text.Length})";
}
