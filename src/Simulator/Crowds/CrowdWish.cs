using System.Globalization;

namespace WhatsAppBot.Simulator;

/// <summary>One thing that everybody in a crowd does; exactly one of these is given.</summary>
internal sealed record CrowdStep
{
    /// <summary>Words to write; <c>{n}</c> stands for the person's number.</summary>
    public string? Say { get; set; }

    /// <summary>A message to wait for that has these words in it; empty: any.</summary>
    public string? Hear { get; set; }

    /// <summary>A button or row of what was heard last: its place from 1 on, its id or its title.</summary>
    public string? Tap { get; set; }

    /// <summary>A file to send: image, video, audio, document, sticker.</summary>
    public string? Send { get; set; }

    /// <summary>Milliseconds to do nothing.</summary>
    public int? WaitMs { get; set; }

    public string? Mistake() =>
        new object?[] { Say, Hear, Tap, Send, WaitMs }.Count(one => one is not null) != 1
            ? "has exactly one of say, hear, tap, send, waitMs"
        : Say is not null && (Say.Length == 0 || !CodePoints.Fit(Say, 4000)) ? "say must be 1 to 4,000 characters"
        : Send is not (null or "image" or "video" or "audio" or "document" or "sticker") ? "send is a kind of file"
        : WaitMs is < 0 or > 3_600_000 ? "waitMs must be 0 to 3,600,000"
        : null;
}

/// <summary>A crowd: how many people come, how fast, and what they do.</summary>
internal sealed record CrowdWish
{
    public const int MostPeople = 100_000;
    private const int MostSteps = 100;

    public string? PhoneNumberId { get; set; }
    public int People { get; set; }

    /// <summary>How many arrive in a second.</summary>
    public double PerSecond { get; set; } = 10;

    /// <summary>The first one's phone; the others count up from it.</summary>
    public string? FirstPhone { get; set; } = "4915200000000";
    public IReadOnlyList<CrowdStep>? Script { get; set; }

    /// <summary>How long somebody waits for a message before they give up.</summary>
    public int PatienceMs { get; set; } = 10_000;

    public string? Mistake()
    {
        if (People is < 1 or > MostPeople || !(PerSecond is > 0 and <= 10_000))
        {
            return $"people must be 1 to {MostPeople}, perSecond more than 0 and at most 10,000";
        }

        if (FirstPhone is null || !PhoneFormat.Accepts(FirstPhone) || !PhoneFormat.Accepts(Phone(People - 1)))
        {
            return "firstPhone and those that follow it must be 8 to 15 digits";
        }

        if (PatienceMs is < 1 or > 3_600_000)
        {
            return "patienceMs must be 1 to 3,600,000";
        }

        if (Script is not { Count: >= 1 and <= MostSteps })
        {
            return $"script must have 1 to {MostSteps} steps";
        }

        foreach (var (at, step) in Script.Index())
        {
            if ((step is null ? "is missing" : step.Mistake()) is { } mistake)
            {
                return $"script[{at}] {mistake}";
            }
        }

        return null;
    }

    public string Phone(int place) =>
        (long.Parse(FirstPhone ?? "", CultureInfo.InvariantCulture) + place).ToString(CultureInfo.InvariantCulture);
}

/// <summary>How a crowd is doing.</summary>
internal sealed record CrowdView(
    string Id,
    int People,
    int Arrived,
    int Done,
    int GaveUp,
    long Said,
    long Heard,
    bool Running,
    string? Problem
);
