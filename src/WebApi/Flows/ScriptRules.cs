using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>What a script, its time and what is expected of it must be: a body may leave out what a record cannot be without.</summary>
internal static class ScriptRules
{
    private const int FirstYear = 2000;
    private const int LastYear = 2200;

    public static ProblemHttpResult? Fault(IReadOnlyList<Act>? script)
    {
        if (script is null || script.Any(act => act is null))
            return Problems.BadRequest("script", "script is a list of acts.");
        if (script.Count > Simulation.MostTurns)
            return Problems.BadRequest("script", $"script has at most {Simulation.MostTurns} acts.");
        return script.Index().FirstOrDefault(act => !IsWhole(act.Item)) is (var i, { })
            ? Problems.BadRequest("script", $"script[{i}] lacks a member, or has one that cannot be stored.")
            : null;
    }

    /// <summary>Acts let years pass: they must not pass the last day there is.</summary>
    public static ProblemHttpResult? Fault(DateTimeOffset? now) =>
        now?.UtcDateTime.Year is < FirstYear or > LastYear
            ? Problems.BadRequest("now", $"now is in the years {FirstYear} to {LastYear}.")
            : null;

    public static ProblemHttpResult? Fault(Transcript? expected, IReadOnlyList<Act> script)
    {
        if (expected is null)
            return null;
        if (!IsWhole(expected))
            return Problems.BadRequest("expected", "expected.said is a list of lists of messages that can be stored.");
        return expected.Said.Count != script.Count
            ? Problems.BadRequest("expected", "expected.said has one list for each act of the script.")
            : null;
    }

    public static bool IsWhole(Transcript expected) =>
        expected.Said is { } said
        && said.All(line => line is not null && line.All(content => content is not null && Storable.Is(content)));

    private static bool IsWhole(Act act) =>
        act switch
        {
            Say say => say.Text is not null,
            Tap tap => tap.Id is not null,
            SendMedia media => Enum.IsDefined(media.Kind),
            SendLocation place => double.IsFinite(place.Latitude) && double.IsFinite(place.Longitude),
            AnswerForm form => form.Answer is { } answer && Storable.Is(answer),
            Skip skip => skip.Seconds is null || double.IsFinite(skip.Seconds.Value),
            EndCall end => end.Headers is null || end.Headers.Values.All(value => value is not null),
            Begin begin => begin.Variables is null || Storable.Is(begin.Variables),
            RefuseSend refuse => refuse.NodeId is not null,
            _ => true,
        };
}
