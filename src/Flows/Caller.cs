using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>A flow that waits at a node for the sub-flow it called, with the variables that it goes on with. Read them, never change them.</summary>
public sealed record Caller(string FlowId, int Version, string FlowName, string NodeId, JsonObject Variables);
