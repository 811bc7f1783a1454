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

    internal string? Mistake() =>
        PhoneNumberId.Length is < 1 or > 30 || !PhoneNumberId.All(char.IsAsciiDigit)
            ? "phoneNumberId must be 1 to 30 digits"
        : !PhoneFormat.Accepts(Number) ? "number must be 8 to 15 digits"
        : WabaId.Length is < 1 or > 30 || !WabaId.All(char.IsAsciiDigit) ? "wabaId must be 1 to 30 digits"
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
