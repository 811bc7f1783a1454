using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Whom to start with: exactly one of the three.</summary>
public sealed record StartContact(string? Phone = null, long? ContactId = null, long? ConversationId = null);

/// <summary>A start. Without a channel it is the workspace's first one.</summary>
public sealed record StartRequest(
    StartContact Contact,
    long? ChannelId = null,
    JsonElement? Variables = null,
    bool Interrupt = false
);

/// <summary>
/// What ran in the turn of the start. <c>windowOpen</c> false: only templates are sent, see each message. <c>repeated</c>: the key had started it before,
/// and this is what ran then.
/// </summary>
public sealed record StartView(
    long ConversationId,
    string SessionId,
    bool Repeated,
    IReadOnlyList<VisitedNode> Nodes,
    IReadOnlyList<SaidMessage> Messages,
    Outcome? Outcome,
    string? Reason,
    WaitView? Waits,
    bool WindowOpen
);

/// <summary>The contact of a simulation.</summary>
public sealed record SimulatedContact(
    string? Name = null,
    string? Phone = null,
    string? Language = null,
    IReadOnlyList<string>? Tags = null,
    JsonObject? Fields = null,
    bool OptedOut = false,
    bool FirstMessage = true
);

/// <summary>A script for the draft, a version, or a document; at most 200 acts.</summary>
public sealed record SimulateRequest(
    IReadOnlyList<Act> Script,
    int? Version = null,
    JsonElement? Document = null,
    SimulatedContact? Contact = null,
    DateTimeOffset? Now = null
);

/// <summary>Running a flow: for a real contact, or for nobody.</summary>
internal static class RunEndpoints
{
    private const int LongestKey = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public static void MapRuns(this IEndpointRouteBuilder group)
    {
        group
            .MapPost("/{flow}/start", Start)
            .Audit("flow.start", "flow")
            .Needs(Permission.FlowsStart)
            .WithName("StartFlow")
            .WithSummary("Run the flow for a contact; with Idempotency-Key asking again gives the same answer");
        group
            .MapPost("/{flow}/simulate", Simulate)
            .WithName("SimulateFlow")
            .WithSummary("Play a script with the engine of production; nothing is sent or kept");
    }

    private static async Task<Results<Ok<StartView>, ProblemHttpResult>> Start(
        string ws,
        string flow,
        StartRequest request,
        HttpContext http,
        FlowBook flows,
        FlowDesk desk,
        StartDoor door,
        IGrainFactory grains,
        TurnLogs logs,
        CancellationToken cancel
    )
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > LongestKey || key.Any(letter => letter is < ' ' or > '~'))
            return Problems.BadRequest("idempotency-key", $"Idempotency-Key is at most {LongestKey} ASCII characters.");
        if (request.Variables is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
            return Problems.BadRequest("variables", "variables is a JSON object.");
        if (await flows.Find(ws, flow, cancel) is not { } found)
            return FlowEndpoints.NoFlow();
        if (found.State != FlowState.Live)
            return Problems.Conflict("not-live", "The flow is not live: publish or resume it.");

        var (conversation, problem) = await door.Open(ws, request, cancel);
        if (problem is not null)
            return problem;

        var variables = request.Variables is { ValueKind: JsonValueKind.Object } given ? given.GetRawText() : null;
        var result = await grains
            .GetGrain<IConversationGrain>(conversation)
            .Start(
                new StartFlow(
                    flow,
                    await desk.Revision(ws, cancel),
                    variables,
                    request.Interrupt,
                    key.Length == 0 ? null : key
                )
            );
        return result.Outcome switch
        {
            StartOutcome.Ran or StartOutcome.Repeated => await View(ws, conversation, result, logs, cancel),
            StartOutcome.KeyOfAnother => Problems.Conflict(
                "idempotency-key",
                "That Idempotency-Key has started another flow for this contact."
            ),
            StartOutcome.Busy => Problems.Conflict(
                "session-live",
                "A session is live. Start with interrupt to end it."
            ),
            StartOutcome.WithPeople => Problems.Conflict(
                "with-people",
                "People have the conversation. Start with interrupt to give it to the bot."
            ),
            StartOutcome.Refused => Problems.Unprocessable("refused", result.Detail ?? "The flow did not start."),
            StartOutcome.Missing => Problems.NotFound("There is no such conversation."),
            _ => Problems.Unavailable(http),
        };
    }

    private static async Task<Results<Ok<StartView>, ProblemHttpResult>> View(
        string ws,
        long conversation,
        StartResult result,
        TurnLogs logs,
        CancellationToken cancel
    )
    {
        if (await logs.From(ws, conversation, result.Version, 1, cancel) is not [var logged])
            return Problems.NotFound("There is no such conversation.");

        var turn = TurnView.Of(logged);
        var session = turn.Events.OfType<SessionStarted>().Last().SessionId;
        var own = turn.Of(session);
        var ended = own.OfType<SessionEnded>().LastOrDefault();
        var waits = ended is null ? own.OfType<WaitBegan>().LastOrDefault() : null;
        return TypedResults.Ok(
            new StartView(
                conversation,
                session,
                result.Outcome == StartOutcome.Repeated,
                [.. own.OfType<NodeEntered>().Select(node => new VisitedNode(node.NodeId, node.NodeName))],
                [.. turn.Messages],
                ended?.Outcome,
                ended?.Reason,
                waits is null ? null : new WaitView(waits.NodeId, waits.For),
                turn.WindowOpen
            )
        );
    }

    private static async Task<Results<Ok<Played>, ProblemHttpResult>> Simulate(
        string ws,
        string flow,
        SimulateRequest request,
        FlowBook flows,
        FlowStore store,
        FlowDesk desk,
        ConnectionDirectory directory,
        [FromKeyedServices("app")] TimeProvider clock,
        CancellationToken cancel
    )
    {
        if ((ScriptRules.Fault(request.Script) ?? ScriptRules.Fault(request.Now)) is { } bad)
            return bad;
        if (request.Document is not null && request.Version is not null)
            return Problems.BadRequest("document", "Give a document or a version, not both.");
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();

        var json = draft.Document;
        if (request.Version is { } number)
        {
            if (await store.Find(ws, flow, number, cancel) is not { } stored)
                return Problems.NotFound("There is no such version.");
            json = stored.Document;
        }
        if (request.Document is { } document)
        {
            (json, var problem) = Documents.Text(document);
            if (problem is not null)
                return problem;
        }

        var parsed = FlowVersion.Parse(flow, request.Version ?? 0, draft.Name, json);
        if (parsed.Flow is not { } playable)
            return Problems.NotSound(parsed.Problems);

        var published = await desk.Published(ws, cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        var setting = new Setting(
            request.Now ?? clock.GetUtcNow(),
            Contact(request.Contact ?? new SimulatedContact()),
            Channels.View(directory.First(ws)),
            await store.TimeZone(ws, cancel)
        );
        return TypedResults.Ok(
            await Task.Run(() => Simulation.Play(playable, published, setting, request.Script, limit.Token), cancel)
        );
    }

    internal static ContactView Contact(SimulatedContact contact) =>
        new(
            "simulated",
            contact.Name,
            contact.Phone,
            contact.Language,
            contact.Tags,
            contact.OptedOut,
            contact.Fields,
            contact.FirstMessage
        );
}
