using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Channels;

/// <summary>Asks Meta to do something with a channel's number, and tells what came of it.</summary>
internal sealed class NumberDesk(
    Storage.Channels channels,
    ConnectionDirectory directory,
    GraphAccount meta,
    MetaRefusals refusals
)
{
    /// <param name="ws">The workspace.</param>
    /// <param name="id">The channel.</param>
    /// <param name="fault">What is wrong with what was asked for: then Meta is not asked.</param>
    /// <param name="call">What to ask, with the token and the number's id.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    public async Task<Results<NoContent, ProblemHttpResult>> Ask(
        string ws,
        long id,
        ProblemHttpResult? fault,
        Func<GraphAccount, string, string, Task<AccountAnswer<Done>>> call,
        CancellationToken cancel
    )
    {
        if (fault is not null)
            return fault;
        if (
            (await channels.All(cancel)).FirstOrDefault(one => one.Id == id && one.WorkspaceId == ws) is not { } channel
            || await directory.Fresh(channel.ConnectionId, cancel) is not { } connection
        )
            return NoChannel();

        return await call(meta, connection.AccessToken, channel.PhoneNumberId) switch
        {
            Told<Done> => TypedResults.NoContent(),
            var refused => await refusals.Of(connection, refused, cancel),
        };
    }

    public static ProblemHttpResult NoChannel() => Problems.NotFound("There is no such channel.");
}
