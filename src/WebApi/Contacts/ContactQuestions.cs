using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Which contacts are meant, as a query says it: a rule as JSON, a segment, words. All that are given must hold.</summary>
internal sealed record Which
{
    [FromQuery(Name = "filter")]
    public string? Filter { get; init; }

    [FromQuery(Name = "segment")]
    public long? Segment { get; init; }

    [FromQuery(Name = "search")]
    public string? Search { get; init; }
}

/// <summary>Turns what callers say into a question that Storage can answer.</summary>
internal sealed class ContactQuestions(ContactCatalog catalog)
{
    private const int LongestFilter = 8000;

    public async Task<(ContactQuestion? Question, ProblemHttpResult? Problem)> Read(
        string workspace,
        Which which,
        CancellationToken cancel
    )
    {
        JsonElement? filter = null;
        if (which.Filter is { Length: > 0 } text)
        {
            if (text.Length > LongestFilter)
                return (null, Problems.BadRequest("filter", $"filter is at most {LongestFilter} characters."));
            try
            {
                filter = JsonSerializer.Deserialize<JsonElement>(text);
            }
            catch (JsonException)
            {
                return (null, Problems.BadRequest("filter", "filter is not JSON."));
            }
            if (!JsonTexts.AreWhole(filter.Value))
                return (null, Problems.BadRequest("filter", "A text of the filter has half a character."));
        }
        return await Read(workspace, filter, which.Segment, which.Search, cancel);
    }

    public async Task<(ContactQuestion? Question, ProblemHttpResult? Problem)> Read(
        string workspace,
        JsonElement? filter,
        long? segment,
        string? search,
        CancellationToken cancel
    )
    {
        if (search is { Length: > 100 } || search is not null && CleanText.Of(search) != search)
            return (null, Problems.BadRequest("search", "search is at most 100 characters of text."));

        var rules = new List<ContactRule>();
        var reader = new RuleReader(await catalog.Fields(workspace, cancel));
        if (filter is { } given)
            rules.Add(reader.Read(given, "filter"));
        if (segment is { } id)
        {
            if (await catalog.Segment(workspace, id, cancel) is not { } saved)
                return (null, Problems.NotFound("There is no such segment."));
            rules.Add(reader.Read(JsonSerializer.Deserialize<JsonElement>(saved.Rule), "segment"));
        }
        return reader.Flaws.Count > 0
            ? (null, Problems.Invalid(reader.Flaws))
            : (new ContactQuestion(workspace, new ContactRule.And(rules), search), null);
    }
}
