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
        MetaRefusals refusals,
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
            return await refusals.Of(connection, answer, cancel);

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
            && (await channels.All(cancel)).FirstOrDefault(one => one.Id == id && one.WorkspaceId == ws) is { } changed
            ? TypedResults.Ok(View(changed))
            : NoChannel();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        long id,
        Connections store,
        CancellationToken cancel
    ) => await store.ArchiveChannel(ws, id, cancel) ? TypedResults.NoContent() : NoChannel();

    private static Task<Results<NoContent, ProblemHttpResult>> RequestCode(
        string ws,
        long id,
        CodeRequest request,
        NumberDesk desk,
        CancellationToken cancel
    ) =>
        desk.Ask(
            ws,
            id,
            request.Method?.ToUpperInvariant() is "SMS" or "VOICE"
                ? null
                : Problems.BadRequest("method", "method is SMS or VOICE."),
            (meta, token, number) =>
                meta.RequestCode(
                    token,
                    number,
                    request.Method?.ToUpperInvariant() ?? "",
                    request.Language ?? "en_US",
                    cancel
                ),
            cancel
        );

    private static Task<Results<NoContent, ProblemHttpResult>> VerifyCode(
        string ws,
        long id,
        CodeAnswer answer,
        NumberDesk desk,
        CancellationToken cancel
    )
    {
        var code = string.Concat((answer.Code ?? "").Where(letter => letter is not (' ' or '-')));
        return desk.Ask(
            ws,
            id,
            SixDigits("code", code),
            (meta, token, number) => meta.VerifyCode(token, number, code, cancel),
            cancel
        );
    }

    private static Task<Results<NoContent, ProblemHttpResult>> Register(
        string ws,
        long id,
        PinRequest request,
        NumberDesk desk,
        CancellationToken cancel
    ) =>
        desk.Ask(
            ws,
            id,
            SixDigits("pin", request.Pin),
            (meta, token, number) => meta.Register(token, number, request.Pin, cancel),
            cancel
        );

    private static Task<Results<NoContent, ProblemHttpResult>> SetPin(
        string ws,
        long id,
        PinRequest request,
        NumberDesk desk,
        CancellationToken cancel
    ) =>
        desk.Ask(
            ws,
            id,
            SixDigits("pin", request.Pin),
            (meta, token, number) => meta.SetPin(token, number, request.Pin, cancel),
            cancel
        );

    private static ChannelInfo View(Channel channel) =>
        new(
            channel.Id,
            channel.ConnectionId,
            channel.PhoneNumberId,
            channel.Number,
            channel.Title,
            channel.Simulated,
            channel.MessagesPerSecond,
            channel.TokenRefusedAt
        );

    private static ProblemHttpResult? SixDigits(string field, string? text) =>
        text is { Length: 6 } && text.All(char.IsAsciiDigit)
            ? null
            : Problems.BadRequest(field, $"{field} is six digits.");

    private static ProblemHttpResult NoChannel() => NumberDesk.NoChannel();
}
