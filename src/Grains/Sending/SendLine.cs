namespace WhatsAppBot.Grains.Sending;

/// <summary>One conversation's sends of a lane, first come first served.</summary>
internal sealed class SendLine
{
    public readonly Queue<Delivery> Waiting = new();
    public readonly HashSet<long> Known = [];
    public bool Running;
    public bool Closed;
}
