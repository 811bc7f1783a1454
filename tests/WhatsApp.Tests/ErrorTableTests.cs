using System.Net;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class ErrorTableTests
{
    private static readonly GraphChannel Channel = new("100000000000001", "token-1");

    // the policies of the reference: F this recipient, T everybody gets it wrong, N the number, K the token; later: R once more, P this pair
    private const string Table = """
        0 K, 1 R/Recipient, 2 R/Recipient, 3 N, 4 R/Account, 10 N, 33 N, 100 T, 102 K, 104 K, 190 K, 200 N, 250 N, 299 N, 368 N, 613 R/Account,
        80007 R/Account, 130429 R/Number, 130472 F, 130497 F, 131000 R/Recipient, 131005 N, 131008 T, 131009 F, 131014 F,
        131016 R/Recipient, 131020 F, 131021 F, 131026 F, 131030 F, 131031 N, 131037 N, 131041 F, 131042 N, 131044 F, 131045 N,
        131047 F, 131048 N, 131049 F, 131050 F, 131051 F, 131052 F, 131053 F, 131055 T, 131056 R/Recipient, 131057 R/Number,
        131058 T, 131062 F, 131063 T, 131064 N, 131210 F, 132000 T, 132001 T, 132005 F, 132007 T, 132012 T, 132015 T, 132016 T,
        132018 F, 132068 T, 132069 T, 133000 N, 133004 R/Recipient, 133005 N, 133006 N, 133008 N, 133009 N, 133010 N, 133015 N,
        133016 N, 134011 T, 135000 F, 137000 F, 138001 F, 139000 T, 139004 T, 139100 F, 139103 F, 2388024 T, 987654 F
        """;

    public static TheoryData<int, string> Codes
    {
        get
        {
            var codes = new TheoryData<int, string>();
            foreach (var row in Table.Split(',', StringSplitOptions.TrimEntries))
                codes.Add(int.Parse(row.Split(' ')[0]), row.Split(' ')[1]);
            return codes;
        }
    }

    // the HTTP status says nothing: each code has the same outcome under all of them
    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Judges_each_code_by_its_policy(int code, string policy)
    {
        foreach (
            var status in new[]
            {
                HttpStatusCode.BadRequest,
                HttpStatusCode.NotFound,
                HttpStatusCode.InternalServerError,
            }
        )
        {
            var meta = new RecordingMeta(
                status,
                $$$"""{"error":{"message":"(#{{{code}}}) Oops","type":"OAuthException","code":{{{code}}},"fbtrace_id":"A1"}}"""
            );

            var result = await meta.Client()
                .Send(
                    Channel,
                    new Recipient("4915550001", null),
                    new TextContent("hi"),
                    null,
                    "m.1.2.1",
                    TestContext.Current.CancellationToken
                );

            Assert.Equal(policy, PolicyOf(result));
        }
    }

    [Fact]
    public void Names_no_code_twice() =>
        Assert.Equal(ErrorTable.All.Count, ErrorTable.All.Select(rule => rule.First).Distinct().Count());

    [Fact]
    public void Has_each_code_of_the_table_once_and_no_other()
    {
        var tested = Codes.Select(row => row.Data.Item1).ToHashSet();

        Assert.All(
            ErrorTable.All.Where(rule => rule.First != ErrorTable.NoCode),
            rule => Assert.Contains(tested, code => rule.First <= code && code <= rule.Last)
        );
    }

    [Fact]
    public void Waits_for_a_pair_as_meta_asks() =>
        Assert.Equal(
            [1, 4, 16, 64, 256, 256, 256, null],
            Enumerable.Range(1, 8).Select(tries => Seconds(131056, tries))
        );

    [Fact]
    public void Tries_twice_more_and_then_gives_up_on_code_1() =>
        Assert.Equal([2, 4, null], Enumerable.Range(1, 3).Select(tries => Seconds(1, tries)));

    [Fact]
    public void Tries_three_times_more_on_131000() =>
        Assert.Equal([2, 4, 8, null], Enumerable.Range(1, 4).Select(tries => Seconds(131000, tries)));

    [Fact]
    public void Never_waits_longer_than_the_longest() => Assert.Equal(60, Seconds(130429, 1_000_000));

    [Fact]
    public void Never_tries_an_unknown_code_again() => Assert.Null(Seconds(987654, 1));

    private static double? Seconds(int code, int tries) => ErrorTable.Of(code).WaitAfter(tries)?.TotalSeconds;

    private static string PolicyOf(SendResult result) =>
        result switch
        {
            TryLater later => $"R/{later.Scope}",
            Refused { Scope: RefusalScope.Recipient } => "F",
            Refused { Scope: RefusalScope.Content } => "T",
            Refused { Scope: RefusalScope.Number } => "N",
            Refused { Scope: RefusalScope.Token } => "K",
            _ => result.ToString(),
        };
}
