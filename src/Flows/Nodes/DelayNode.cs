namespace WhatsAppBot.Flows.Nodes;

/// <summary>Goes on after a while. Messages that come meanwhile only reach the inbox, or start another flow.</summary>
internal sealed record DelayNode(string Id, string? Name, TimeSpan For) : Node(Id, Name)
{
    public static DelayNode Read(NodeData data)
    {
        if (data.Raw("seconds") is null)
            data.Wrong("missing", "seconds", "Say how many seconds to wait, from 1 to 31,536,000.");
        return new DelayNode(data.Id, data.Name, data.Seconds("seconds") ?? TimeSpan.FromSeconds(1));
    }

    internal override bool Waits => true;

    internal override Move Enter(Run run) => new Park(WaitFor.Time, For);

    internal override Move TimeUp(Run run) => Move.Next;
}
