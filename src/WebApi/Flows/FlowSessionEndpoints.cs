using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>A session played again against another version: each turn from the first event on that differs.</summary>
public sealed record ReplayView(
    string SessionId,
    string FlowId,
    string Against,
    bool Diverges,
    long? FirstDivergence,
    IReadOnlyList<ReplayedTurn> Turns
);

/// <summary>The sessions of a conversation: looked at, stopped, played again.</summary>
internal static class FlowSessionEndpoints
{
    private const int MostInAPage = 200;
    private const int MostReplayed = 1_000;

    public static void MapFlowSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/conversations/{id:long}/sessions")
            .Needs(Permission.ConversationsRead)
            .WithTags("Sessions");

        group
            .MapGet("", List)
            .WithName("ListFlowSessions")
            .WithSummary("The sessions of a conversation, the newest first");
        group.MapGet("/{session}", Find).WithName("GetFlowSession").WithSummary("A session turn by turn");
        group
            .MapPost("/{session}/stop", Stop)
            .Needs(Permission.ConversationsWrite)
            .WithName("StopFlowSession")
            .WithSummary("End the live session");
        group
            .MapPost("/{session}/replay", Play)
            .WithName("ReplayFlowSession")
            .WithSummary("Take what came again, against a version or the draft, and see where it diverges");
    }

    private static async Task<Results<Ok<SessionPage>, ProblemHttpResult>> List(
        string ws,
        long id,
        InboxReads reads,
        TurnLogs logs,
        CancellationToken cancel,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");
        if (await reads.Find(ws, id, cancel) is null)
            return NoConversation();

        var page = await logs.Sessions(ws, id, before, limit, cancel);
        var next = page.Count == limit ? page[^1].First.Version.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new SessionPage([.. page.Select(FlowSessionView.Of).OfType<FlowSessionView>()], next));
    }

    private static async Task<Results<Ok<SessionDetail>, ProblemHttpResult>> Find(
        string ws,
        long id,
        string session,
        SessionLog log,
        CancellationToken cancel,
        string? cursor = null,
        int limit = 100
    )
    {
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        long from = 0;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out from))
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");
        if (
            await log.Find(ws, id, session, cancel) is not { } view
            || await log.Turns(ws, id, session, from, limit + 1, cancel) is not { } turns
        )
            return NoSession();

        var next = turns.Count > limit ? turns[limit].Version.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new SessionDetail(view, [.. turns.Take(limit).Select(TurnView.Of)], next));
    }

    private static async Task<Results<Ok<FlowSessionView>, ProblemHttpResult>> Stop(
        string ws,
        long id,
        string session,
        HttpContext http,
        ClaimsPrincipal user,
        SessionLog log,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (await log.Find(ws, id, session, cancel) is null)
            return NoSession();

        return await grains.GetGrain<IConversationGrain>(id).Stop(session, $"{user.DisplayName} stopped it") switch
        {
            StopResult.Stopped when await log.Find(ws, id, session, cancel) is { } ended => TypedResults.Ok(ended),
            StopResult.NotLive => Problems.Conflict("not-live", "The session is over."),
            StopResult.Moving => Problems.Unavailable(http),
            _ => NoSession(),
        };
    }

    private static async Task<Results<Ok<ReplayView>, ProblemHttpResult>> Play(
        string ws,
        long id,
        string session,
        InboxReads reads,
        SessionLog log,
        FlowBook flows,
        FlowStore store,
        FlowDesk desk,
        ConnectionDirectory directory,
        CancellationToken cancel,
        string version = "draft"
    )
    {
        if (
            await reads.Find(ws, id, cancel) is not { } conversation
            || await log.Find(ws, id, session, cancel) is not { } view
            || await log.Turns(ws, id, session, 0, MostReplayed + 1, cancel) is not { } turns
        )
            return NoSession();
        if (turns.Count > MostReplayed)
            return Problems.Unprocessable(
                "too-long",
                $"A session of more than {MostReplayed} turns is not played again."
            );

        var (number, document) = (0, (string?)null);
        if (version == "draft")
            document = (await flows.Draft(ws, view.FlowId, cancel))?.Document;
        else if (int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            document = (await store.Find(ws, view.FlowId, number, cancel))?.Document;
        if (document is null)
            return Problems.NotFound("There is no such version.");

        var parsed = FlowVersion.Parse(view.FlowId, number, view.FlowName, document);
        if (parsed.Flow is not { } flow)
            return Problems.NotSound(parsed.Problems);

        var replayed = Replay.Of(
            id.ToString(CultureInfo.InvariantCulture),
            session,
            [.. turns.Select(Recorded)],
            flow,
            await desk.Published(ws, cancel),
            Channels.View(directory.Channel(conversation.ChannelId))
        );
        var first = replayed.FirstOrDefault(turn => turn.DivergesAt is not null);
        return TypedResults.Ok(
            new ReplayView(session, view.FlowId, version, first is not null, first?.Version, replayed)
        );
    }

    private static RecordedTurn Recorded(LoggedTurn logged)
    {
        var turn = TurnView.Of(logged);
        return new RecordedTurn(turn.Version, turn.At, turn.Input, turn.Events, Around.Parse(logged.Around));
    }

    private static ProblemHttpResult NoConversation() => Problems.NotFound("There is no such conversation.");

    private static ProblemHttpResult NoSession() => Problems.NotFound("There is no such session.");
}
