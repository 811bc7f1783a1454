using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Every code that Meta may answer can be had, as a refusal and as a failure told later.</summary>
public sealed class ErrorTableTests(SharedSimulation shared) : IClassFixture<SharedSimulation>
{
    private const string Details = "In words of its own";
    private readonly Simulation meta = shared.Simulator;

    public static TheoryData<int, int, string?> Rows =>
        [.. ErrorCodes.All.Select(row => new TheoryDataRow<int, int, string?>(row.Code, row.Status, row.Title))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Refuses_with_each_code_of_the_table(int code, int status, string? title)
    {
        await meta.Faults(Fault("fail", code));

        var answer = await meta.SendText(Ada, "hi");

        Assert.Equal((status, code, Details), ((int)answer.Status, answer.Code, answer.Details));
        Assert.Equal("OAuthException", (string)answer.Error!["type"]!);
        Assert.False(string.IsNullOrEmpty((string?)answer.Error["fbtrace_id"]));
        HasWords(code, title, answer.Message, $"(#{code}) ");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Accepts_and_fails_later_with_each_code_of_the_table(int code, int status, string? title)
    {
        Assert.InRange(status, 400, 599);
        await meta.Faults(Fault("failLater", code));

        var answer = await meta.SendText(Ada, "hi");
        meta.Pass(200);
        var told = await meta.Hook.Next();

        Assert.Equal(("failed", answer.Wamid), (told.What, told.Id));
        var error = told.Status!["errors"]![0]!;
        Assert.Equal((code, Details), ((int)error["code"]!, (string)error["error_data"]!["details"]!));
        Assert.Equal((string)error["title"]!, (string)error["message"]!);
        HasWords(code, title, (string)error["title"]!, "");
    }

    [Fact]
    public void No_code_is_known_that_the_table_does_not_have() =>
        Assert.Equal(
            Titles.Codes.Order(),
            ErrorCodes.All.Select(row => row.Code).Where(code => code != 299).Concat(ErrorCodes.OfEndpoints).Order()
        );

    private static void HasWords(int code, string? title, string words, string before)
    {
        Assert.StartsWith(before, words, StringComparison.Ordinal);
        var said = words[before.Length..];
        Assert.True(said.Length > 5);

        if (title is not null)
        {
            Assert.Equal(title, said);
        }
        else if (code is not (131000 or 299))
        {
            Assert.NotEqual(Titles.Of(131000), said);
        }
    }

    private static JsonObject Fault(string kind, int code) =>
        new()
        {
            ["kind"] = kind,
            ["code"] = code,
            ["recipient"] = Ada,
            ["details"] = Details,
        };
}
