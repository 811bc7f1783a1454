namespace WhatsAppBot.Chaos.Faults;

// Every place where a process can be made to die. One that does not stand here cannot be passed, and each that does is died at by a test.
internal static class CrashPoints
{
    // What a conversation causes besides its answers: steps of sequences, replies that were scheduled, and what other programs are told.
    public static readonly IReadOnlyList<string> Errands =
    [
        "sequence begin before commit",
        "sequence begin after commit",
        "sequence entry before commit",
        "sequence entry after commit",
        "sequence step after claim",
        "sequence step before commit",
        "sequence step after commit",
        "scheduled after claim",
        "scheduled before commit",
        "scheduled after commit",
        "hook feed before commit",
        "hook feed after commit",
        "hook after claim",
        "hook after POST",
        "hook after commit",
    ];

    // In these orders one process after another dies: what one leaves behind brings the next to its place.
    public static readonly IReadOnlyList<IReadOnlyList<string>> Chains =
    [
        [
            "broadcast step before commit",
            "broadcast step after commit",
            "freeze before commit",
            "freeze after commit",
            "cursor before commit",
            "cursor after commit",
            "timer before claim",
            "timer after claim",
            "resend after claim",
            "call before POST",
            "call after POST",
            "call after commit",
        ],
        [
            "ContactDirectory before commit",
            "ContactDirectory after commit",
            "InboxWriter before commit",
            "InboxWriter after commit",
            "webhook before hint",
            "sweep before claim",
            "sweep after claim",
            "webhook before ack",
            "webhook after ack",
            "ConversationLoader before commit",
            "ConversationLoader after commit",
        ],
        [
            "TurnWriter before commit",
            "TurnWriter after commit",
            "ClaimWriter before commit",
            "ClaimWriter after commit",
            "send before POST",
            "send after POST",
            "SendRecordWriter before commit",
            "SendRecordWriter after commit",
            "StatusWriter before commit",
            "StatusWriter after commit",
        ],
        Errands,
    ];

    public static readonly IReadOnlyList<string> All = [.. Chains.SelectMany(chain => chain)];
}
