using System.Text.Json;
using Npgsql;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Channels;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Templates;

/// <summary>
/// Keeps what we know of templates close to what Meta has: webhooks at once, the whole list every quarter of an hour, one node of many at a time.
/// </summary>
internal sealed partial class TemplateBook(
    Storage.Templates store,
    GraphAccount meta,
    ConnectionDirectory directory,
    MetaRefusals refusals,
    IHostApplicationLifetime life,
    ILogger<TemplateBook> log
) : SteadyBeat(Look, log, atOnce: true)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    /// <summary>Reads the list of one account unless somebody did within that time. Null: done, or not its turn; else why not.</summary>
    public async Task<string?> Sync(TemplateAccount account, TimeSpan unlessWithin, CancellationToken cancel)
    {
        if (account.WabaId is not { } waba)
            return "The connection has no WhatsApp Business Account id yet.";
        if (await directory.Connection(account.ConnectionId, cancel) is not { } connection)
            return "The connection is gone.";
        if (!await store.Claim(account.ConnectionId, unlessWithin, cancel))
            return null;

        var problem = await meta.Templates(connection.AccessToken, waba, cancel) switch
        {
            Told<IReadOnlyList<TemplateInfo>>(var all) => await Write(account, all, cancel),
            Declined<IReadOnlyList<TemplateInfo>>(_, var error, _) => await Refused(connection, error, cancel),
            Unreached<IReadOnlyList<TemplateInfo>>(var reason) => reason,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        // what failed is tried again at the next look but one
        await store.Problem(account.ConnectionId, problem, Usual - Look, cancel);
        if (problem is not null)
            NotRead(Log, account.ConnectionId, problem);
        return problem;
    }

    /// <summary>What a webhook told. A template that we do not know brings the whole list.</summary>
    public async Task Hear(Connection connection, AccountNews news, CancellationToken cancel)
    {
        var known = news switch
        {
            TemplateJudged { Status: "DELETED" } gone => await Forget(connection.Id, gone.Template.Id, cancel),
            TemplateJudged judged => await store.Hear(
                connection.Id,
                judged.Template.Id,
                // a template that is reinstated or unarchived may be sent again
                judged.Status
                    is "REINSTATED"
                        or "UNARCHIVED"
                    ? "APPROVED"
                    : judged.Status,
                judged.Reason,
                null,
                null,
                null,
                cancel
            ),
            TemplateRated rated => await store.Hear(
                connection.Id,
                rated.Template.Id,
                null,
                null,
                rated.Quality,
                null,
                null,
                cancel
            ),
            TemplateRecategorised moved => await store.Hear(
                connection.Id,
                moved.Template.Id,
                null,
                null,
                null,
                moved.Category,
                moved.Coming,
                cancel
            ),
            _ => false,
        };
        if (!known)
            _ = SyncSoon(connection);
    }

    protected override async Task Beat(CancellationToken cancel)
    {
        // where Meta is played by this very host, nobody answers before it has started
        await Started(cancel);
        foreach (var account in await store.Accounts(null, cancel))
            if (account.WabaId is not null)
                await Sync(account, Usual, cancel);
    }

    private async Task Started(CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = life.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancel);
    }

    private async Task<bool> Forget(string connection, string id, CancellationToken cancel)
    {
        await store.Remove(connection, id, cancel);
        return true;
    }

    /// <summary>The webhook is not kept waiting for Meta's list; if this fails, the next quarter of an hour mends it.</summary>
    private async Task SyncSoon(Connection connection)
    {
        try
        {
            var accounts = await store.Accounts(connection.WorkspaceId, CancellationToken.None);
            if (accounts.FirstOrDefault(one => one.ConnectionId == connection.Id) is { } account)
                await Sync(account, TimeSpan.FromSeconds(5), CancellationToken.None);
        }
        catch (NpgsqlException trouble)
        {
            NotRead(Log, connection.Id, trouble.Message);
        }
    }

    private async Task<string?> Refused(Connection connection, MessageError error, CancellationToken cancel)
    {
        await refusals.IsToken(connection, error, cancel);
        return $"{error.Code} {error.Title}";
    }

    private async Task<string?> Write(
        TemplateAccount account,
        IReadOnlyList<TemplateInfo> all,
        CancellationToken cancel
    )
    {
        await store.Replace(account, [.. all.Select(one => Stored(account, one))], cancel);
        return null;
    }

    private static StoredTemplate Stored(TemplateAccount account, TemplateInfo one) =>
        new(
            account.WorkspaceId,
            account.ConnectionId,
            one.Id,
            one.Name,
            one.Language,
            one.Category,
            null,
            one.Status,
            one.RejectedReason,
            one.Quality,
            one.ParameterFormat,
            one.Components.ValueKind == JsonValueKind.Array ? one.Components.GetRawText() : "[]",
            default
        );

    [LoggerMessage(Level = LogLevel.Warning, Message = "The templates of {Connection} could not be read: {Reason}")]
    private static partial void NotRead(ILogger log, string connection, string reason);
}
