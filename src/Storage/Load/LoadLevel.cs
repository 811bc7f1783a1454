namespace WhatsAppBot.Storage.Load;

/// <summary>How far there is more to do than can be done. Each level gives up what the ones before it give up, and one thing more.</summary>
public enum LoadLevel
{
    /// <summary>Everything is done.</summary>
    Calm,

    /// <summary>Reports, exports, imports and counting wait.</summary>
    Busy,

    /// <summary>So does bulk sending.</summary>
    Crowded,

    /// <summary>So do statuses: Meta delivers them again.</summary>
    Full,

    /// <summary>So do messages: Meta delivers them again. Only what was taken is worked on.</summary>
    Over,
}
