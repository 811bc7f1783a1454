using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

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
            .WithSummary(
                "Recipients in their order, of one state (or several, with commas) or of all; or who replied, clicked or reached the goal"
            );
        group
            .MapGet("/{id:long}/recipients.csv", Export)
            .Needs(Permission.ContactsExport)
            .Audit("broadcast.export", "id")
            .CanWait()
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
        string? deed = null,
        string? variant = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (Paging.Fault(limit, cursor, -1, out var after, int.MaxValue) is { } fault)
            return fault;
        var states = new List<RecipientState>();
        foreach (var word in state?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (!Words.TryRead(word, out RecipientWord one))
                return Problems.BadRequest(
                    "state",
                    "state is some of waiting, inFlight, accepted, delivered, read, failed, skipped, unknown."
                );
            states.Add((RecipientState)one);
        }
        RecipientDeed? did = deed switch
        {
            "replied" => RecipientDeed.Replied,
            "clicked" => RecipientDeed.Clicked,
            "goal" => RecipientDeed.Goal,
            _ => null,
        };
        if (deed is not null && did is null)
            return Problems.BadRequest("deed", "deed is one of replied, clicked, goal.");
        if (await store.Find(ws, id, cancel) is not { } broadcast)
            return BroadcastEndpoints.NoBroadcast();

        var page = await recipients.List(id, states, (int)after, limit, cancel, did, variant);
        var next = page.Count == 0 ? null : Paging.Next(page.Count, limit, broadcast.CreatedAt, page[^1].Ord);
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
        await file.WriteAsync(
            "number,contactId,name,phone,state,code,reason,attempt,messageId,changedAt,variant,repliedAt,clickedAt,goalAt,channelId\r\n"
        );
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
            Time(view.ChangedAt),
            view.Variant,
            Time(view.RepliedAt),
            Time(view.ClickedAt),
            Time(view.GoalAt),
            view.ChannelId,
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
            row.ChangedAt,
            row.Variant,
            row.RepliedAt,
            row.ClickedAt,
            row.GoalAt,
            row.DueAt,
            row.ChannelId
        );

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

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
