using System.Text.Json;
using System.Text.RegularExpressions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>Promise I10: bad input to any endpoint gets a 4xx of our own and changes nothing.</summary>
public sealed partial class ApiFuzzTests(ITestOutputHelper output)
{
    // FUZZ_SEED plays another one
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), out var told)
        ? told
        : 20_261_126;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bad_input_to_any_endpoint_is_refused_and_changes_nothing()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        var owner = await office.Person(Role.Owner, Office.Theirs);
        using var http = await office.SignedIn(owner);
        // the other workspace's test is a name for the matrix, and none that could be played
        await office.Do("delete from flow_tests");
        var (operations, samples) = ApiOperation.Read();
        var shots = new Shots(samples, office.Foreign, Office.Theirs);
        var watch = new Untouched(office.Place);
        await watch.Watch();
        var hunt = new Hunt(http, watch, office.Log);

        foreach (var operation in operations)
        {
            var before = hunt.Accepted;
            foreach (var shot in shots.At(operation, new Random(HashCode(operation.Name))))
                await hunt.Fire(shot);

            // what was accepted must not spoil what reads it
            if (hunt.Accepted > before)
                foreach (
                    var reader in operations.Where(other => other.Method == "GET" && Noun(other) == Noun(operation))
                )
                    await hunt.Fire(new Shot(reader, shots.Real(reader), $"after {operation.Name}"));
        }
        foreach (var reader in operations.Where(operation => operation.Method == "GET"))
            await hunt.Fire(new Shot(reader, shots.Real(reader), "at the end"));

        output.WriteLine(
            $"I10 API: {operations.Count} operations, {hunt.Tried} bad requests, {hunt.Accepted} were harmless, {hunt.Findings.Count} findings, seed {Seed}"
        );
        Assert.True(hunt.Findings.Count == 0, string.Join("\n", hunt.Some()));
        Assert.True(hunt.Tried > 4000, $"{hunt.Tried} requests are too few");
    }

    private static int HashCode(string name) => name.Aggregate(Seed, (sum, sign) => unchecked((sum * 31) + sign));

    private static string Noun(ApiOperation operation) => NounOf().Match(operation.Path).Groups[1].Value;

    [GeneratedRegex(@"/workspaces/\{ws\}/(\w+)")]
    private static partial Regex NounOf();

    /// <summary>Fires bad requests and judges the answers.</summary>
    private sealed partial class Hunt(HttpClient http, Untouched watch, CapturedLog log)
    {
        public int Tried { get; private set; }

        public int Accepted { get; private set; }

        public List<string> Findings { get; } = [];

        /// <summary>A few of every kind.</summary>
        public IEnumerable<string> Some() =>
            Findings
                .GroupBy(one => (one[..3], one.Split("<-")[^1].Split('[')[0].Split('?')[0], one.Split('\n')[^1]))
                .SelectMany(kind => kind.Take(3))
                .Take(300);

        public async Task Fire(Shot shot)
        {
            Tried++;
            using var answer = await http.SendAsync(
                shot.Request(http.BaseAddress ?? throw new InvalidOperationException("no host")),
                Cancel
            );
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            var touched = await watch.Since();
            var status = (int)answer.StatusCode;
            if (status < 400)
            {
                Accepted++;
                if (shot is { Operation.Body: not null, Body.MustFail: true })
                    Find(shot, status, "is taken");
                return;
            }

            if (Wrong(shot, answer, status, text) is { } wrong)
                Find(shot, status, $"{wrong} {text}");
            else if (touched.Count > 0 && await Changes(shot, touched) is { } changed)
                Find(shot, status, $"changed {changed}");
        }

        private static string? Wrong(Shot shot, HttpResponseMessage answer, int status, string text)
        {
            if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
                return "is no problem of ours";
            var type = JsonDocument.Parse(text).RootElement.GetProperty("type").GetString() ?? "";
            if (!Types().IsMatch(type))
                return "has no stable type";
            // Meta's half of it, and nobody answers as Meta here
            var isMetas =
                type.EndsWith(":whatsapp-unreachable", StringComparison.Ordinal) || shot.Operation.Name == "GetMedia";
            return status >= 500 && !isMetas ? "is our fault" : null;
        }

        /// <summary>Whether it was this request, or something in the background, and whether anything is left of it: it is made again, and again.</summary>
        private async Task<string?> Changes(Shot shot, IReadOnlyList<string> touched)
        {
            for (var again = 0; again < 3; again++)
            {
                await watch.Since();
                var before = await watch.Content(touched);
                using var request = shot.Request(http.BaseAddress ?? throw new InvalidOperationException("no host"));
                using var answer = await http.SendAsync(request, Cancel);
                if (
                    (int)answer.StatusCode < 400
                    || (await watch.Since()).Count == 0
                    || await watch.Content(touched) == before
                )
                    return null;
            }
            return string.Join(' ', touched);
        }

        private void Find(Shot shot, int status, string what)
        {
            var why = status < 500 ? "" : string.Join("\n", log.LastError.Split('\n').Take(8));
            Findings.Add($"{status} {what} <- {shot}\n{why}");
        }

        [GeneratedRegex("^urn:whatsappbot:problem:[a-z0-9-]+$")]
        private static partial Regex Types();
    }
}
