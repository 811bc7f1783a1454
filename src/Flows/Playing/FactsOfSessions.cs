namespace WhatsAppBot.Flows.Playing;

/// <summary>Which session a fact belongs to.</summary>
public static class FactsOfSessions
{
    extension(FlowEvent happened)
    {
        /// <summary>The session's id; null for what belongs to none.</summary>
        public string? OfSession =>
            happened switch
            {
                SessionStarted one => one.SessionId,
                NodeEntered one => one.SessionId,
                NodeLeft one => one.SessionId,
                MessageCreated one => one.SessionId,
                VariableSet one => one.SessionId,
                ContactChanged one => one.SessionId,
                WaitBegan one => one.SessionId,
                CallRequested one => one.SessionId,
                HandedOff one => one.SessionId,
                TakenBack one => one.SessionId,
                Trouble one => one.SessionId,
                SessionEnded one => one.SessionId,
                SessionMoved one => one.SessionId,
                _ => null,
            };
    }
}
