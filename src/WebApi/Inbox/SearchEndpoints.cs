using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>Messages that were found, the newest first; <c>total</c> counts all of the conversation, up to 1,000: then <c>more</c> says that it may have more.</summary>
public sealed record FoundPage(IReadOnlyList<MessageView> Items, string? Next, int Total, bool More);

/// <summary>The search within one conversation.</summary>
internal static class SearchEndpoints
{
    private const int LongestQuery = 100;
    private const int MostInAPage = 200;

    public static void MapMessageSearch(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/workspaces/{ws}/conversations/{id:long}/messages/search", Search)
            .Needs(Permission.ConversationsRead)
            .WithTags("Conversations")
            .WithName("SearchMessages")
            .WithSummary("Messages of a conversation that have the words, without accents, the newest first");

    private static async Task<Results<Ok<FoundPage>, ProblemHttpResult>> Search(
        string ws,
        long id,
        InboxReads reads,
        MessageSearch search,
        CancellationToken cancel,
        string? query = null,
        long? before = null,
        int limit = 50
    )
    {
        if (!await reads.IsOf(ws, id, cancel))
            return ConversationEndpoints.NoConversation();
        var words = query?.Trim() ?? "";
        var fields = new Fields()
            .Check(words.Length > 0, "query", "Words to look for are needed.")
            .Check(words.Length <= LongestQuery, "query", $"At most {LongestQuery} characters are looked for.")
            .Check(words.Length > LongestQuery || CleanText.Of(words) == words, "query", "It is text.")
            .Check(before is null or >= 0, "before", "A seq is not negative.")
            .Check(limit is >= 1 and <= MostInAPage, "limit", $"1 to {MostInAPage}.");
        if (fields.Problem is { } wrong)
            return wrong;

        var found = await search.Page(ws, id, words, before ?? long.MaxValue, limit, cancel);
        var next = found.Page.Count == limit ? found.Page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(
            new FoundPage(
                [.. found.Page.Select(ViewsOf.Message)],
                next,
                found.Total,
                found.Total == MessageSearch.MostCounted
            )
        );
    }
}
