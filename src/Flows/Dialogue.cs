namespace WhatsAppBot.Flows;

/// <summary>One turn of a conversation: what one input does to it. Pure: the same situation and input always give the same turn.</summary>
public static class Dialogue
{
    public static Turn Take(Situation situation, Input input)
    {
        var talk = new Talk(situation);
        return input switch
        {
            MessageReceived received => talk.Hear(received.Message),
            TimerFired fired => talk.Wake(fired.Generation),
            SendFailed failed => talk.Miss(failed),
            CallAnswered answered => talk.Answer(answered),
            Started started => talk.Start(started),
            Returned => talk.TakeBack(),
            Stopped stopped => talk.Stop(stopped.Reason),
            Moved moved => Removal.Of(situation, moved),
            _ => new Turn(situation.Session, []),
        };
    }
}
