using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Inbox;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>What has become of each recipient: a page at a time, or all in a file.</summary>
internal static class RecipientEndpoints
{
    private const int LinesAtOnce = 1000;

    public static void MapRecipients(this RouteGroupBuilder group)
    {
        group
            .MapGet("/{id:long}/recipients", List)
            .WithName("ListRecipients")
            .WithSummary("Recipients in their order, of one state (or several, with commas) or of all");
        group
            .MapGet("/{id:long}/recipients.csv", Export)
            .Needs(Permission.ContactsExport)
            .Audit("broadcast.export", "id")
            .WithName("ExportRecipients")
            .WithSummary("All recipients as CSV")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<RecipientPage>, ProblemHttpResult>> List(
        string ws,
        long id,
        BroadcastStore store,
        RecipientReads recipients,
        CancellationToken cancel,
        string? state = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > BroadcastEndpoints.MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {BroadcastEndpoints.MostInAPage}.");
        var states = new List<RecipientState>();
        foreach (var word in state?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (
                !Enum.TryParse<RecipientWord>(word, ignoreCase: true, out var one)
                || !Enum.IsDefined(one)
                || !char.IsAsciiLetter(word[0])
            )
                return Problems.BadRequest(
                    "state",
                    "state is some of waiting, inFlight, accepted, delivered, read, failed, skipped, unknown."
                );
            states.Add((RecipientState)one);
        }
        Cursor from = default;
        if (cursor is not null && (!Cursor.TryParse(cursor, out from) || from.Id > int.MaxValue))
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");
        if (await store.Find(ws, id, cancel) is not { } broadcast)
            return BroadcastEndpoints.NoBroadcast();

        var page = await recipients.List(id, states, cursor is null ? -1 : (int)from.Id, limit, cancel);
        var next = page.Count == limit ? new Cursor(broadcast.CreatedAt, page[^1].Ord).ToString() : null;
        return TypedResults.Ok(new RecipientPage([.. page.Select(View)], next));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        string ws,
        long id,
        BroadcastStore store,
        RecipientReads recipients,
        CancellationToken cancel
    ) =>
        await store.Find(ws, id, cancel) is null
            ? BroadcastEndpoints.NoBroadcast()
            : TypedResults.Stream(
                body => Write(body, id, recipients, cancel),
                "text/csv; charset=utf-8",
                string.Create(CultureInfo.InvariantCulture, $"broadcast-{id}.csv")
            );

    private static async Task Write(Stream body, long id, RecipientReads recipients, CancellationToken cancel)
    {
        await using var file = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        await file.WriteAsync("number,contactId,name,phone,state,code,reason,attempt,messageId,changedAt\r\n");
        IReadOnlyList<RecipientRow> page;
        var after = -1;
        do
        {
            page = await recipients.List(id, [], after, LinesAtOnce, cancel);
            foreach (var row in page)
            {
                await file.WriteAsync($"{Line(View(row))}\r\n");
                after = row.Ord;
            }
        } while (page.Count == LinesAtOnce);
    }

    private static string Line(RecipientView view)
    {
        object?[] cells =
        [
            view.Number,
            view.ContactId,
            view.Name,
            view.Phone,
            Word(view.State),
            view.Code,
            view.Reason,
            view.Attempt,
            view.MessageId,
            view.ChangedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ];
        return string.Join(',', cells.Select(Cell));
    }

    private static RecipientView View(RecipientRow row) =>
        new(
            row.Ord + 1,
            row.ContactId,
            row.Name,
            row.Phone,
            row.ConversationId,
            row is { ConversationId: { } conversation, Seq: { } seq } ? MessageView.IdOf(conversation, seq) : null,
            (RecipientWord)row.State,
            row.Attempt + 1,
            row.Code,
            row.Reason,
            row.ChangedAt
        );

    private static string Word(RecipientWord state) =>
        state == RecipientWord.InFlight ? "inFlight" : state.ToString().ToLowerInvariant();

    /// <summary>A spreadsheet must not take a name for a formula.</summary>
    private static string Cell(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (value is string && text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
            text = $"'{text}";
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
