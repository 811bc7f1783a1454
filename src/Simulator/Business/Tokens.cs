using System.Collections.Concurrent;
using System.Globalization;

namespace WhatsAppBot.Simulator;

/// <summary>An access token with an end, a reach and rights.</summary>
internal sealed record AccessToken
{
    public required string Token { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? WabaId { get; init; }
    public IReadOnlyList<string>? Scopes { get; init; }
}

/// <summary>The tokens that were told about; any other is good when a number takes it.</summary>
internal sealed class Tokens(Later later)
{
    public const string Messaging = "whatsapp_business_messaging";
    public const string Management = "whatsapp_business_management";
    public const int Most = 10_000;

    private readonly ConcurrentDictionary<string, AccessToken> tokens = new();

    public int Count => tokens.Count;

    public AccessToken? Find(string token) => tokens.GetValueOrDefault(token);

    public void Put(AccessToken token) => tokens[token.Token] = token;

    public void Reset() => tokens.Clear();

    /// <summary>Why this token may not do this, or null.</summary>
    public GraphError? Refusal(AccessToken token, string scope) =>
        token.ExpiresAt is { } end && end <= later.Now ? GraphError.Expired(Spell(end), Spell(later.Now))
        : token.Scopes is { } scopes && !scopes.Contains(scope)
            ? GraphError.Of(10, $"The token lacks the permission {scope}")
        : null;

    // Meta tells its own time of day, in a form that no culture has
    private static string Spell(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(-8)).ToString("dddd, dd-MMM-yy HH:mm:ss", CultureInfo.InvariantCulture) + " PST";
}
