namespace WhatsAppBot.Flows;

/// <summary>One turn of a conversation: what one input does to it.</summary>
public static class Dialogue
{
    public static Turn Take(Situation situation, Input input) => new(situation.Session, []);
}
