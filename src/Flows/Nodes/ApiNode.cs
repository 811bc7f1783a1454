using System.Globalization;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>
/// Calls a web address after the turn's commit, and waits for the answer, which is saved as <see cref="CallAnswer"/> has it. A status of 400 and
/// above, or no answer at all, leaves by the error handle.
/// </summary>
internal sealed record ApiNode(string Id, string? Name, ApiRequest Request, string? AssignTo) : Node(Id, Name)
{
    /// <summary>How long after its own time limits a call may still come back: the host may have been restarted in between.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static ApiNode Read(NodeData data) =>
        new(
            data.Id,
            data.Name,
            ApiRequest.Read(data),
            data.Text("assignTo") is { Length: > 0 } name ? name
                : data.Text("saveAs") is { Length: > 0 } saved ? saved
                : null
        );

    internal override IReadOnlyList<string?> Ways => [null, Handles.Error];

    internal override bool Waits => true;

    internal override Move Enter(Run run)
    {
        if (Request.Fill(run, Id, out var why) is not { } call)
            return Answer(run, Lost(why));

        var id = run.NextCallId();
        run.Tell(new CallRequested(run.SessionId, Id, id, call));
        return new Park(WaitFor.Call, call.TimeLimit * (call.Retries + 1) + Patience, CallId: id);
    }

    internal override Move Answer(Run run, CallResult result)
    {
        var isSaved = AssignTo is null || run.Save(Id, AssignTo, CallAnswer.Of(result));
        if (result is { Status: < 400, Error: null } && isSaved)
            return Move.Next;

        var why =
            result.Status is { } status and >= 400
                ? string.Create(CultureInfo.InvariantCulture, $"the call was answered with {status}")
            : result.Error is { } error ? $"the call had no answer: {Texts.Shorten(CleanText.Of(error), 200)}"
            : !isSaved ? "the answer could not be saved"
            : "the call had no answer";
        run.Trouble(Id, "call_failed", $"{char.ToUpperInvariant(why[0])}{why[1..]}.");
        return new Leave(Handles.Error, why);
    }

    internal override Move TimeUp(Run run) => Answer(run, Lost("no answer in time"));

    private static CallResult Lost(string why) => new(null, new Dictionary<string, string>(), null, why);
}
