using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Channels;

/// <summary>Business numbers: choosing them from the account, registering them with Meta, and what they are called here.</summary>
internal static class ChannelEndpoints
{
    /// <summary>Meta's usual rate of a number, in messages a second; one whose throughput is HIGH has 1,000.</summary>
    private const int UsualRate = 80;
    private const int HighRate = 1000;

    public static void MapChannels(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/channels")
            .Needs(Permission.ConnectionsRead)
            .WithTags("Channels");

        group.MapGet("", List).WithName("ListChannels").WithSummary("The business numbers of the workspace");
        group
            .MapPost("", Add)
            .Needs(Permission.ConnectionsWrite)
            .Audit("channel.add")
            .WithName("AddChannel")
            .WithSummary("Use a number of the account");
        group
            .MapPatch("/{id:long}", Change)
            .Needs(Permission.ConnectionsWrite)
            .Audit("channel.change", "id")
            .WithName("ChangeChannel")
            .WithSummary("Change its title or its rate");
        group
            .MapDelete("/{id:long}", Remove)
            .Needs(Permission.ConnectionsWrite)
            .Audit("channel.remove", "id")
            .WithName("RemoveChannel")
            .WithSummary("Use the number no more; its conversations stay");
        group
            .MapPost("/{id:long}/request-code", RequestCode)
            .Needs(Permission.ConnectionsWrite)
            .WithName("RequestChannelCode")
            .WithSummary("Have Meta bring a code to the number");
        group
            .MapPost("/{id:long}/verify-code", VerifyCode)
            .Needs(Permission.ConnectionsWrite)
            .WithName("VerifyChannelCode")
            .WithSummary("Enter the code");
        group
            .MapPost("/{id:long}/register", Register)
            .Needs(Permission.ConnectionsWrite)
            .Audit("channel.register", "id")
            .WithName("RegisterChannel")
            .WithSummary("Register the number with its two-step pin");
        group
            .MapPost("/{id:long}/pin", SetPin)
            .Needs(Permission.ConnectionsWrite)
            .Audit("channel.setpin", "id")
            .WithName("SetChannelPin")
            .WithSummary("Set another two-step pin");
    }

    private static async Task<Ok<ChannelList>> List(string ws, Storage.Channels channels, CancellationToken cancel) =>
        TypedResults.Ok(
            new ChannelList([.. (await channels.All(cancel)).Where(one => one.WorkspaceId == ws).Select(View)])
        );

    private static async Task<Results<Created<ChannelInfo>, ProblemHttpResult>> Add(
        string ws,
        NewChannelRequest wanted,
        Connections store,
        Storage.Channels channels,
        ConnectionDirectory directory,
        GraphAccount meta,
        DemoOptions demo,
        CancellationToken cancel
    )
    {
        if (wanted.PhoneNumberId is not { Length: > 0 and <= 30 } || !wanted.PhoneNumberId.All(char.IsAsciiDigit))
            return Problems.BadRequest(
                "phone-number-id",
                "phoneNumberId is Meta's id of the number: at most 30 digits."
            );
        if (wanted.Title is { Length: 0 or > 100 })
            return Problems.BadRequest("title", "title is 1 to 100 characters.");
        if (
            wanted.Connection is not { Length: > 0 }
            || await store.Find(ws, wanted.Connection, cancel) is null
            || await directory.Fresh(wanted.Connection, cancel) is not { } connection
        )
            return Problems.NotFound("There is no such connection.");

        var answer = await meta.Number(connection.AccessToken, wanted.PhoneNumberId, cancel);
        if (answer is not Told<NumberInfo>(var number))
            return MetaRefusal.Of(answer);

        var digits = string.Concat((number.Number ?? "").Where(char.IsAsciiDigit));
        var id = await store.AddChannel(
            ws,
            wanted.Connection,
            wanted.PhoneNumberId,
            digits,
            wanted.Title ?? number.VerifiedName ?? number.Number ?? wanted.PhoneNumberId,
            number.Throughput == "HIGH" ? HighRate : UsualRate,
            demo.SimulatorApi is not null,
            cancel
        );
        if (id is null)
            return Problems.Conflict("number-taken", "That number is used already.");

        var made = (await channels.All(cancel)).First(one => one.Id == id);
        return TypedResults.Created($"/api/v1/workspaces/{ws}/channels/{id}", View(made));
    }

    private static async Task<Results<Ok<ChannelInfo>, ProblemHttpResult>> Change(
        string ws,
        long id,
        ChannelChangeRequest wanted,
        Connections store,
        Storage.Channels channels,
        CancellationToken cancel
    )
    {
        if (wanted.Title is { Length: 0 or > 100 })
            return Problems.BadRequest("title", "title is 1 to 100 characters.");
        if (wanted.MessagesPerSecond is < 1 or > HighRate)
            return Problems.BadRequest("messages-per-second", $"messagesPerSecond is 1 to {HighRate}, Meta's highest.");

        return
            await store.ChangeChannel(ws, id, wanted.Title, wanted.MessagesPerSecond, cancel)
            && await Own(ws, id, channels, cancel) is { } changed
            ? TypedResults.Ok(View(changed))
            : NoChannel();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        long id,
        Connections store,
        CancellationToken cancel
    ) => await store.ArchiveChannel(ws, id, cancel) ? TypedResults.NoContent() : NoChannel();

    private static async Task<Results<NoContent, ProblemHttpResult>> RequestCode(
        string ws,
        long id,
        CodeRequest request,
        Storage.Channels channels,
        ConnectionDirectory directory,
        GraphAccount meta,
        CancellationToken cancel
    ) =>
        request.Method?.ToUpperInvariant() is not ("SMS" or "VOICE")
            ? Problems.BadRequest("method", "method is SMS or VOICE.")
            : await Ask(
                ws,
                id,
                channels,
                directory,
                (token, number) =>
                    meta.RequestCode(
                        token,
                        number,
                        request.Method.ToUpperInvariant(),
                        request.Language ?? "en_US",
                        cancel
                    ),
                cancel
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> VerifyCode(
        string ws,
        long id,
        CodeAnswer answer,
        Storage.Channels channels,
        ConnectionDirectory directory,
        GraphAccount meta,
        CancellationToken cancel
    )
    {
        var code = string.Concat((answer.Code ?? "").Where(letter => letter is not (' ' or '-')));
        return code.Length != 6 || !code.All(char.IsAsciiDigit)
            ? Problems.BadRequest("code", "code is six digits.")
            : await Ask(
                ws,
                id,
                channels,
                directory,
                (token, number) => meta.VerifyCode(token, number, code, cancel),
                cancel
            );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Register(
        string ws,
        long id,
        PinRequest request,
        Storage.Channels channels,
        ConnectionDirectory directory,
        GraphAccount meta,
        CancellationToken cancel
    ) =>
        IsPin(request.Pin)
            ? await Ask(
                ws,
                id,
                channels,
                directory,
                (token, number) => meta.Register(token, number, request.Pin, cancel),
                cancel
            )
            : Problems.BadRequest("pin", "pin is six digits.");

    private static async Task<Results<NoContent, ProblemHttpResult>> SetPin(
        string ws,
        long id,
        PinRequest request,
        Storage.Channels channels,
        ConnectionDirectory directory,
        GraphAccount meta,
        CancellationToken cancel
    ) =>
        IsPin(request.Pin)
            ? await Ask(
                ws,
                id,
                channels,
                directory,
                (token, number) => meta.SetPin(token, number, request.Pin, cancel),
                cancel
            )
            : Problems.BadRequest("pin", "pin is six digits.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Ask(
        string ws,
        long id,
        Storage.Channels channels,
        ConnectionDirectory directory,
        Func<string, string, Task<AccountAnswer<Done>>> call,
        CancellationToken cancel
    )
    {
        if (
            await Own(ws, id, channels, cancel) is not { } channel
            || await directory.Fresh(channel.ConnectionId, cancel) is not { } connection
        )
            return NoChannel();

        return await call(connection.AccessToken, channel.PhoneNumberId) switch
        {
            Told<Done> => TypedResults.NoContent(),
            var refused => MetaRefusal.Of(refused),
        };
    }

    private static async Task<Channel?> Own(string ws, long id, Storage.Channels channels, CancellationToken cancel) =>
        (await channels.All(cancel)).FirstOrDefault(one => one.Id == id && one.WorkspaceId == ws);

    private static ChannelInfo View(Channel channel) =>
        new(
            channel.Id,
            channel.ConnectionId,
            channel.PhoneNumberId,
            channel.Number,
            channel.Title,
            channel.Simulated,
            channel.MessagesPerSecond
        );

    private static bool IsPin(string? pin) => pin is { Length: 6 } && pin.All(char.IsAsciiDigit);

    private static ProblemHttpResult NoChannel() => Problems.NotFound("There is no such channel.");
}
