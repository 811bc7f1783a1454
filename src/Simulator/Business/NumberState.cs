using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>How good the people's opinion of a number is.</summary>
internal static class Qualities
{
    public static readonly IReadOnlyList<string> All = ["GREEN", "YELLOW", "RED", "UNKNOWN"];
}

/// <summary>How far a number is on its way from bought to connected, and what its owner has told about it.</summary>
internal sealed class NumberState(Later later)
{
    /// <summary>The code of every verification; nobody gets a text message here.</summary>
    public const string Code = "123456";

    private const int MostRegistrations = 10;
    private static readonly TimeSpan RegistrationSpan = TimeSpan.FromHours(72);
    private readonly Queue<DateTimeOffset> registrations = new();

    public Lock Gate { get; } = new();
    public bool Registered { get; set; } = true;
    public bool Verified { get; set; } = true;
    public bool CodeAsked { get; set; }
    public string? Pin { get; set; }
    public string Quality { get; set; } = "GREEN";

    /// <summary>Where webhooks about this number's messages go instead of the account's or the app's address.</summary>
    public string? OverrideUrl { get; set; }

    /// <summary>The PEM of the key with which data for Flows is sealed.</summary>
    public string? PublicKey { get; set; }
    public Dictionary<string, JsonElement> Profile { get; } = [];
    public Dictionary<string, JsonElement> Automation { get; } = [];
    public HashSet<string> BlockedPeople { get; } = [];

    public string Status => Registered ? "CONNECTED" : "PENDING";

    public GraphError? Register(string pin)
    {
        while (registrations.TryPeek(out var oldest) && later.Now - oldest > RegistrationSpan)
        {
            registrations.Dequeue();
        }

        if (registrations.Count >= MostRegistrations)
        {
            return GraphError.Of(
                133016,
                "There were too many registration attempts for this phone number in a short period of time."
            );
        }

        if (!Verified)
        {
            return GraphError.Of(133006, "Phone number needs to be verified before registering");
        }

        if (Pin is not null && Pin != pin)
        {
            return GraphError.Of(133005, "The two-step verification PIN is incorrect");
        }

        registrations.Enqueue(later.Now);
        Pin = pin;
        Registered = true;
        return null;
    }
}
