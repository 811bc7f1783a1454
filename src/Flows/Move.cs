using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>What a node decides: where the session goes from here.</summary>
internal abstract record Move
{
    public static readonly Move Next = new Leave(null);
    public static readonly Move Stay = new Remain();
}

/// <summary>By the edge at a handle; without one the session ends in the handle's way, for <paramref name="Why"/> if it is the error's.</summary>
internal sealed record Leave(string? Handle, string? Why = null) : Move;

/// <summary>To a node, whatever the edges say.</summary>
internal sealed record Jump(string NodeId) : Move;

/// <summary>Into another flow, and later back to this node.</summary>
internal sealed record Descend(FlowVersion Flow, Node Entry, JsonObject Inputs) : Move;

/// <summary>Nowhere for now: a new wait, with a time of its own if <paramref name="For"/> needs or has one.</summary>
internal sealed record Park(WaitFor For, TimeSpan? Limit = null, int Attempts = 0, string? CallId = null) : Move;

/// <summary>Nowhere: the wait that is goes on, timer and all.</summary>
internal sealed record Remain : Move;

/// <summary>The flow is over; a sub-flow gives <paramref name="Returns"/> back.</summary>
internal sealed record Finish(Outcome Outcome, string? Reason, JsonObject? Returns = null) : Move;
