using System.Text.Json.Serialization;

namespace WhatsAppBot.Simulator;

/// <summary>Which status webhooks a number's sends cause.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StatusRule>))]
public enum StatusRule
{
    [JsonStringEnumMemberName("all")]
    All,

    [JsonStringEnumMemberName("none")]
    None,
}

/// <summary>A business phone number that Meta would host, with the app it belongs to.</summary>
public sealed record BusinessNumber
{
    public string PhoneNumberId { get; init; } = "";

    /// <summary>The display number, digits only.</summary>
    public string Number { get; init; } = "";
    public string Title { get; init; } = "Simulated business";
    public string WabaId { get; init; } = "200000000000001";
    public string AppId { get; init; } = "500000000000001";
    public string AppSecret { get; init; } = "";

    /// <summary>The only bearer token that may act for this number; null takes any.</summary>
    public string? AccessToken { get; init; }
    public string? WebhookUrl { get; init; }
    public StatusRule Statuses { get; init; }

    /// <summary>
    /// A conversation that this process has not seen counts as open, and read receipts for ids it does not know are taken:
    /// for load drivers that post webhooks themselves, and for a platform that remembers more than a restarted simulator.
    /// </summary>
    public bool TrustUnseen { get; init; }

    /// <summary>Templates, files and forms that were never made here are taken as they come. <see cref="TrustUnseen"/> means it too.</summary>
    public bool TakesUnknown { get; init; }

    /// <summary>Messages in a second, both ways together (Meta: 80, or 1,000); null: as many as come.</summary>
    public int? MessagesPerSecond { get; init; }

    /// <summary>Whether one person can be written to only every 6 s, with a burst of 45.</summary>
    public bool PairLimit { get; init; }

    /// <summary>Whether webhooks tell <c>identity_key_hash</c> of who wrote, for sends that shall reach that very person.</summary>
    public bool IdentityChecks { get; init; }

    /// <summary>Different people a day that may be written to outside an open window, over all numbers of the account; null: any number.</summary>
    public int? DailyPeople { get; init; }

    /// <summary>A test number: only these phones may be written to; null: everybody.</summary>
    public IReadOnlyList<string>? AllowedRecipients { get; init; }

    internal bool Lenient => TrustUnseen || TakesUnknown;

    internal string? Mistake() =>
        PhoneNumberId.Length is < 1 or > 30 || !PhoneNumberId.All(char.IsAsciiDigit)
            ? "phoneNumberId must be 1 to 30 digits"
        : !PhoneFormat.Accepts(Number) ? "number must be 8 to 15 digits"
        : WabaId.Length is < 1 or > 30 || !WabaId.All(char.IsAsciiDigit) ? "wabaId must be 1 to 30 digits"
        : AppId.Length is < 1 or > 30 || !AppId.All(char.IsAsciiDigit) ? "appId must be 1 to 30 digits"
        : MessagesPerSecond is < 1 or > 100_000 ? "messagesPerSecond must be 1 to 100,000"
        : DailyPeople < 1 ? "dailyPeople must be at least 1"
        : AllowedRecipients?.Any(phone => phone is null || !PhoneFormat.Accepts(phone)) is true
            ? "allowedRecipients must be phones of 8 to 15 digits"
        : WebhookUrl is null ? null
        : !Uri.TryCreate(WebhookUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")
            ? "webhookUrl must be an absolute http or https address"
        : AppSecret.Length == 0 ? "appSecret is needed to sign what goes to webhookUrl"
        : null;
}

/// <summary>How a phone number must look where a person is named.</summary>
internal static class PhoneFormat
{
    public static bool Accepts(string phone) => phone.Length is >= 8 and <= 15 && phone.All(char.IsAsciiDigit);
}
