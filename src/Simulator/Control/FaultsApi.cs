using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WhatsAppBot.Simulator;

/// <summary>
/// The rules to follow from now on, instead of those before. They begin anew, with dice of the seed; with <c>keep</c> those that hold already go on from
/// where they are, and so do the dice.
/// </summary>
internal sealed record FaultList(IReadOnlyList<FaultRule>? Items, int? Seed = null, bool Keep = false);

/// <summary>The rules that hold, and the seed of their dice: who changes one rule gives the others back, to <c>keep</c> them.</summary>
internal sealed record FaultView(
    IReadOnlyList<FaultRule> Items,
    int Seed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Next = null
);

/// <summary>What shall go wrong.</summary>
internal static class FaultsApi
{
    private const int Most = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/faults", Get);
        api.MapPut("/faults", Put);
        api.MapDelete("/faults", Delete);
    }

    private static IResult Get(FaultBook faults) =>
        ControlJson.Answer(new(faults.Rules, faults.Seed), ControlJson.Default.FaultView);

    private static async Task<IResult> Put(HttpRequest request, FaultBook faults, CancellationToken cancel)
    {
        if (await ControlJson.Read(request, ControlJson.Default.FaultList, cancel) is not { Items: { } rules } list)
        {
            return Problems.BadJson();
        }

        if (rules.Count > Most)
        {
            return Problems.BadInput($"at most {Most} rules");
        }

        foreach (var (at, rule) in rules.Index())
        {
            if ((rule is null ? "is missing" : rule.Mistake()) is { } mistake)
            {
                return Problems.BadInput($"items[{at}]: {mistake}");
            }
        }

        if (list.Keep)
        {
            faults.Change(rules);
        }
        else
        {
            faults.Write(rules, list.Seed ?? 1);
        }

        return Get(faults);
    }

    private static NoContent Delete(FaultBook faults)
    {
        faults.Write([]);
        return TypedResults.NoContent();
    }
}
