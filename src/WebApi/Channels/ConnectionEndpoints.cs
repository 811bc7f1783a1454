using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Channels;

/// <summary>Meta apps: adding them, changing their secrets, and the self-check.</summary>
internal static class ConnectionEndpoints
{
    private const int LongestSecret = 1000;

    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/connections")
            .Needs(Permission.ConnectionsRead)
            .WithTags("Channels");

        group.MapGet("", List).WithName("ListConnections").WithSummary("The Meta apps of the workspace");
        group
            .MapPost("", Add)
            .Needs(Permission.ConnectionsWrite)
            .Audit("connection.add")
            .WithName("AddConnection")
            .WithSummary("Add a Meta app");
        group
            .MapPatch("/{id}", Change)
            .Needs(Permission.ConnectionsWrite)
            .Audit("connection.change", "id")
            .WithName("ChangeConnection")
            .WithSummary("Change its name, account, app secret or access token");
        group
            .MapDelete("/{id}", Remove)
            .Needs(Permission.ConnectionsWrite)
            .Audit("connection.remove", "id")
            .WithName("RemoveConnection")
            .WithSummary("Remove it; its channels go first");
        group
            .MapGet("/{id}/numbers", Numbers)
            .WithName("ListAccountNumbers")
            .WithSummary("The numbers that the account has at Meta");
        group
            .MapGet("/{id}/check", Check)
            .WithName("CheckConnection")
            .WithSummary("What is right, what is not, and how to mend it");
        group
            .MapPost("/{id}/subscribe", Subscribe)
            .Needs(Permission.ConnectionsWrite)
            .Audit("connection.subscribe", "id")
            .WithName("SubscribeConnection")
            .WithSummary("Subscribe the app to the account's webhooks");
    }

    private static async Task<Ok<ConnectionList>> List(
        string ws,
        Connections store,
        PublicAddress address,
        HttpContext http,
        CancellationToken cancel
    ) =>
        TypedResults.Ok(
            new ConnectionList([.. (await store.List(ws, cancel)).Select(one => View(one, address.Of(http)))])
        );

    private static async Task<Results<Created<ConnectionView>, ProblemHttpResult>> Add(
        string ws,
        NewConnectionRequest wanted,
        Connections store,
        PublicAddress address,
        HttpContext http,
        CancellationToken cancel
    )
    {
        var wrong =
            NameFault(wanted.Name)
            ?? SecretFault("appSecret", wanted.AppSecret)
            ?? SecretFault("accessToken", wanted.AccessToken)
            ?? WabaFault(wanted.WabaId);
        if (wrong is { } fault)
            return Problems.BadRequest("connection", fault);

        var id = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 12);
        var connection = new NewConnection(
            id,
            ws,
            wanted.Name.Trim(),
            wanted.WabaId,
            wanted.AppSecret,
            RandomNumberGenerator.GetHexString(32, lowercase: true),
            wanted.AccessToken
        );
        if (!await store.Add(connection, cancel))
            return Problems.Conflict("name-taken", "The workspace has a connection of that name.");

        var made = await store.Find(ws, id, cancel);
        return made is null
            ? NoConnection()
            : TypedResults.Created($"/api/v1/workspaces/{ws}/connections/{id}", View(made, address.Of(http)));
    }

    private static async Task<Results<Ok<ConnectionView>, ProblemHttpResult>> Change(
        string ws,
        string id,
        ConnectionChangeRequest wanted,
        Connections store,
        PublicAddress address,
        HttpContext http,
        CancellationToken cancel
    )
    {
        var wrong =
            (wanted.Name is null ? null : NameFault(wanted.Name))
            ?? (wanted.AppSecret is null ? null : SecretFault("appSecret", wanted.AppSecret))
            ?? (wanted.AccessToken is null ? null : SecretFault("accessToken", wanted.AccessToken))
            ?? WabaFault(wanted.WabaId);
        if (wrong is { } fault)
            return Problems.BadRequest("connection", fault);

        var change = new ConnectionChange(
            wanted.Name?.Trim(),
            wanted.WabaId,
            wanted.AppSecret,
            wanted.EndPreviousSecret,
            wanted.AccessToken
        );
        return await store.Change(ws, id, change, cancel) && await store.Find(ws, id, cancel) is { } changed
            ? TypedResults.Ok(View(changed, address.Of(http)))
            : NoConnection();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        string id,
        Connections store,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is null)
            return NoConnection();
        return await store.Remove(ws, id, cancel)
            ? TypedResults.NoContent()
            : Problems.Conflict("connection-used", "The connection has channels, and so conversations: it stays.");
    }

    private static async Task<Results<Ok<AccountNumbers>, ProblemHttpResult>> Numbers(
        string ws,
        string id,
        Connections store,
        ConnectionDirectory directory,
        Storage.Channels channels,
        GraphAccount meta,
        MetaRefusals refusals,
        DailyPeople daily,
        CancellationToken cancel
    )
    {
        if (
            await store.Find(ws, id, cancel) is not { } connection
            || await directory.Fresh(id, cancel) is not { } sending
        )
            return NoConnection();
        if (connection.WabaId is not { } waba)
            return Problems.Conflict("no-account", "The connection has no WhatsApp Business Account id yet.");

        var used = (await channels.All(cancel))
            .Where(one => one.WorkspaceId == ws)
            .ToDictionary(one => one.PhoneNumberId, one => one.Id);
        var answer = await meta.Numbers(sending.AccessToken, waba, cancel);
        if (
            answer is Told<IReadOnlyList<NumberInfo>>(var known)
            && known.Select(one => one.MessagingLimit).OfType<string>().FirstOrDefault() is { } limit
        )
            await daily.Learn(id, MessagingLimit.Of(limit), cancel);
        return answer switch
        {
            Told<IReadOnlyList<NumberInfo>>(var numbers) => TypedResults.Ok(
                new AccountNumbers([
                    .. numbers.Select(one => new AccountNumber(
                        one.Id,
                        one.Number,
                        one.VerifiedName,
                        one.Quality,
                        one.Status,
                        one.Verification,
                        one.Throughput,
                        one.MessagingLimit,
                        used.TryGetValue(one.Id, out var channel) ? channel : null
                    )),
                ])
            ),
            var refused => await refusals.Of(sending, refused, cancel),
        };
    }

    private static async Task<Results<Ok<CheckReport>, ProblemHttpResult>> Check(
        string ws,
        string id,
        Connections store,
        ConnectionDirectory directory,
        Storage.Channels channels,
        GraphAccount meta,
        PublicAddress address,
        HttpContext http,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (
            await store.Find(ws, id, cancel) is not { } connection
            || await directory.Fresh(id, cancel) is not { } sending
        )
            return NoConnection();

        var token = meta.Token(sending.AccessToken, cancel);
        var numbers = connection.WabaId is { } waba ? meta.Numbers(sending.AccessToken, waba, cancel) : null;
        var subscribed = connection.WabaId is { } account
            ? meta.IsSubscribed(sending.AccessToken, account, cancel)
            : null;
        var findings = new Findings(
            await token,
            numbers is null ? null : await numbers,
            subscribed is null ? null : await subscribed
        );
        if (findings.Token is Told<TokenInfo> { Value.Valid: true })
            await store.TokenWorks(id, cancel);

        var own = (await channels.All(cancel)).Where(one => one.ConnectionId == id).ToArray();
        return TypedResults.Ok(
            SelfCheck.Judge(connection, own, findings, WebhookUrl(address.Of(http), id), clock.GetUtcNow())
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Subscribe(
        string ws,
        string id,
        Connections store,
        ConnectionDirectory directory,
        GraphAccount meta,
        MetaRefusals refusals,
        CancellationToken cancel
    )
    {
        if (
            await store.Find(ws, id, cancel) is not { } connection
            || await directory.Fresh(id, cancel) is not { } sending
        )
            return NoConnection();
        if (connection.WabaId is not { } waba)
            return Problems.Conflict("no-account", "The connection has no WhatsApp Business Account id yet.");

        return await meta.Subscribe(sending.AccessToken, waba, cancel) switch
        {
            Told<Done> => TypedResults.NoContent(),
            var refused => await refusals.Of(sending, refused, cancel),
        };
    }

    private static ConnectionView View(ConnectionState connection, string address) =>
        new(
            connection.Id,
            connection.Name,
            connection.WabaId,
            WebhookUrl(address, connection.Id),
            connection.VerifyToken,
            Masked(connection.AppSecretEnd),
            connection.PreviousAppSecretEnd is null ? null : Masked(connection.PreviousAppSecretEnd),
            Masked(connection.AccessTokenEnd),
            connection.TokenRefusedAt,
            connection.CreatedAt
        );

    private static string WebhookUrl(string address, string id) => $"{address}/webhooks/whatsapp/{id}";

    private static string Masked(string end) => $"••••{end}";

    private static string? NameFault(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > 100 ? "name is 1 to 100 characters." : null;

    private static string? SecretFault(string field, string? secret) =>
        secret is not { Length: > 0 and <= LongestSecret } || secret.Any(letter => letter is <= ' ' or > '~')
            ? $"{field} is 1 to {LongestSecret} visible characters without spaces."
            : null;

    private static string? WabaFault(string? id) =>
        id is null || id is { Length: > 0 and <= 30 } && id.All(char.IsAsciiDigit)
            ? null
            : "wabaId is the account's id: at most 30 digits.";

    private static ProblemHttpResult NoConnection() => Problems.NotFound("There is no such connection.");
}
