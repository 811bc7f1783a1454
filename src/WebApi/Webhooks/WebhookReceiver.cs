using System.Text.Json;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Templates;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Webhooks;

/// <summary>Writes what an authentic webhook told, and hints the conversations once it is committed.</summary>
internal sealed partial class WebhookReceiver(
    ConnectionDirectory directory,
    InboxWriter inbox,
    StatusWriter statuses,
    Quarantine quarantine,
    TemplateBook templates,
    DailyPeople daily,
    MarketingWishes wishes,
    IGrainFactory grains,
    ILogger<WebhookReceiver> log
)
{
    // Meta is answered within 2 s whatever the database does
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.7);

    /// <summary>True: all of it is committed. False: not all of it could be written; Meta is to deliver it again.</summary>
    public async Task<bool> Take(Connection connection, WebhookDelivery delivery, CancellationToken cancel)
    {
        var arrivals = new List<Task<InboxRow?>>(delivery.Events.Count);
        var changes = new List<Task<IReadOnlyList<StatusChange>>>();
        var unread = new List<Unread>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            foreach (var told in delivery.Events)
            {
                if (!await Write(connection, told, arrivals, changes, unread, patience.Token))
                    return false;
            }

            Task all = arrivals is [var only] && changes.Count == 0 ? only : Task.WhenAll([.. arrivals, .. changes]);
            // what has no place yet is kept as it came
            if (unread.Count > 0)
                all = Task.WhenAll(all, quarantine.Keep(connection.Id, unread, patience.Token));
#if CHAOS
            if (Mutant.AckBeforeCommit.IsOn)
                return true;
#endif
            await all.WaitAsync(patience.Token);
        }
        catch (Exception trouble) when (trouble is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            NotWritten(log, connection.Id, trouble.GetType().Name);
            // what was written all the same is found by the sweeper
            return false;
        }

#if CHAOS
        Crash.At("webhook before hint");
#endif
        Hint(arrivals);
        Tell(changes);
        return true;
    }

    private async ValueTask<bool> Write(
        Connection connection,
        WebhookEvent told,
        List<Task<InboxRow?>> arrivals,
        List<Task<IReadOnlyList<StatusChange>>> changes,
        List<Unread> unread,
        CancellationToken cancel
    )
    {
        if (told is FieldChanged change && AccountNews.Of(change) is { } news)
        {
            // a database that hangs does not even hear that it is to stop
            await Hear(connection, news, cancel).WaitAsync(cancel);
            return true;
        }
        if (told is not (MessageArrived or StatusArrived))
        {
            unread.Add(Unread(told));
            return true;
        }

        if (
            told.PhoneNumberId is not { } number
            || await directory.Channel(connection, number, cancel) is not { } channel
        )
        {
            Telemetry.ForeignNumbers.Add(1);
            ForeignNumber(log, connection.Id, told.PhoneNumberId ?? "none");
            return true;
        }

        switch (told)
        {
            case MessageArrived arrived:
                var body = JsonSerializer.SerializeToUtf8Bytes(arrived.Message, MessagesJson.Default.InboundMessage);
                var arrival = new Arrival(channel.WorkspaceId, channel.Id, arrived.Sender, arrived.Message.Wamid, body);
                return Add(arrivals, inbox.TryAppend(arrival));

            case StatusArrived status:
                var error = status.Error is null
                    ? null
                    : JsonSerializer.Serialize(status.Error, MessagesJson.Default.MessageError);
                AttemptId? attempt = AttemptId.TryParse(status.CallbackData, out var id) ? id : null;
                return Add(
                    changes,
                    statuses.TryApply(
                        new StatusNews(channel.Id, status.Wamid, status.Status, status.At, error, attempt)
                    )
                );

            default:
                return true;
        }
    }

    private static bool Add<T>(List<Task<T>> tasks, Task<T>? task)
    {
        if (task is null)
            return false;
        tasks.Add(task);
        return true;
    }

    private static Unread Unread(WebhookEvent told) =>
        told switch
        {
            FieldChanged field => new($"field {field.Field}", field.Raw),
            ItemSkipped item => new(item.Reason, item.Raw),
            AccountTrouble trouble => new($"account error {trouble.Error.Code}", trouble.Raw),
            EchoArrived echo => new("echo", echo.Raw),
            OtherStatusArrived other => new($"status {other.Type}/{other.Status}", other.Raw),
            _ => new(told.GetType().Name, ReadOnlyMemory<byte>.Empty),
        };

    private Task Hear(Connection connection, AccountNews news, CancellationToken cancel) =>
        news switch
        {
            LimitChanged limit => daily.Learn(connection.Id, limit.People, cancel),
            PreferencesChanged changed => wishes.Note(
                connection.WorkspaceId,
                [.. changed.Wishes.Select(wish => (wish.Phone, wish.Stop))],
                cancel
            ),
            _ => templates.Hear(connection, news, cancel),
        };

    private void Hint(List<Task<InboxRow?>> arrivals)
    {
        if (arrivals is [{ Result: { } only }])
        {
            _ = grains.GetGrain<IConversationGrain>(only.ConversationId).Wake([Work(only)]);
            return;
        }

        var rows = arrivals.Select(arrival => arrival.Result).OfType<InboxRow>();
        foreach (var conversation in rows.GroupBy(row => row.ConversationId))
            _ = grains
                .GetGrain<IConversationGrain>(conversation.Key)
                .Wake([.. conversation.OrderBy(row => row.Id).Select(Work)]);
    }

    private void Tell(List<Task<IReadOnlyList<StatusChange>>> changes)
    {
        if (changes.Count == 0)
            return;

        var all = changes.SelectMany(change => change.Result).ToArray();
        if (all.Length > 0)
            _ = grains
                .GetGrain<ILiveGrain>(0)
                .Publish([.. all.Select(change => LiveEvent.Of(change.WorkspaceId, ViewsOf.Status(change)))]);

        // the bot's session hears of it through its inbox
        foreach (var change in all.Where(change => change.Status == MessageStatus.Failed))
            _ = grains.GetGrain<IConversationGrain>(change.ConversationId).Look();
    }

    private static InboxWork Work(InboxRow row) => new(row.Id, (short)row.Kind, row.Body);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A webhook of {Connection} could not be written ({Reason}); Meta will deliver it again"
    )]
    private static partial void NotWritten(ILogger log, string connection, string reason);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A webhook of {Connection} names number {PhoneNumberId}, which is not its own: dropped"
    )]
    private static partial void ForeignNumber(ILogger log, string connection, string phoneNumberId);
}
