using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>An error as a webhook tells it.</summary>
internal sealed record MetaError(int Code, string Title, string Details)
{
    public static readonly MetaError Undeliverable = new(131026, "Message undeliverable", "Message Undeliverable.");

    public static readonly MetaError WindowClosed = new(
        131047,
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last replied to this number."
    );

    public static MetaError Of(int code, string? title, string? details)
    {
        var named = title ?? Titles.Of(code);
        return new MetaError(code, named, details ?? named);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("code", Code);
        json.WriteString("title", Title);
        json.WriteString("message", Title);
        json.WriteStartObject("error_data");
        json.WriteString("details", Details);
        json.WriteEndObject();
        json.WriteString("href", "/documentation/business-messaging/whatsapp/support/error-codes");
        json.WriteEndObject();
    }
}

/// <summary>Meta's short words for an error code, and the HTTP status it comes with.</summary>
internal static class Titles
{
    public static string Of(int code) =>
        code switch
        {
            0 => "AuthException",
            1 => "An unknown error occurred",
            2 => "Service temporarily unavailable",
            3 => "Capability or permissions issue",
            4 => "Application request limit reached",
            10 => "Application does not have permission for this action",
            100 => "Invalid parameter",
            190 => "Invalid OAuth access token - Cannot parse access token",
            33 => "Parameter value is not valid",
            368 => "Temporarily blocked for policies violations",
            613 => "Calls to this API have exceeded the rate limit",
            80007 => "Rate limit issues",
            130429 => "Rate limit hit",
            130472 => "User's number is part of an experiment",
            130497 => "Business account is restricted from messaging users in this country",
            131000 => "Something went wrong",
            131005 => "Access denied",
            131008 => "Required parameter is missing",
            131009 => "Parameter value is not valid",
            131016 => "Service unavailable",
            131021 => "Recipient cannot be sender",
            131026 => "Message undeliverable",
            131030 => "Recipient phone number not in allowed list",
            131031 => "Account has been locked",
            131037 => "Phone number display name not approved",
            131042 => "Business eligibility payment issue",
            131045 => "Incorrect certificate",
            131047 => "Re-engagement message",
            131048 => "Spam rate limit hit",
            131049 => "This message was not delivered to maintain healthy ecosystem engagement.",
            131050 => "User has stopped marketing messages",
            131051 => "Unsupported message type",
            131052 => "Media download error",
            131053 => "Media upload error",
            131056 => "(Business Account, Consumer Account) pair rate limit hit",
            131055 => "Method not allowed",
            131057 => "Business Account is in maintenance mode",
            131058 => "Hello World templates can only be sent from the Public Test Numbers",
            131062 => "Business-scoped user IDs are not supported for this message",
            131063 => "Marketing templates are disabled on Cloud API",
            131064 => "Rate limited because of template misclassification",
            132000 => "Number of parameters does not match the expected number of params",
            132001 => "Template name does not exist in the translation",
            132005 => "Translated text too long",
            132007 => "Template content policy violated",
            132012 => "Parameter format does not match",
            132015 => "Template is paused",
            132016 => "Template is disabled",
            132018 => "Parameter format is not valid",
            132068 => "Flow is in blocked state",
            132069 => "Flow is in throttled state",
            133000 => "Incomplete deregistration",
            133004 => "Server temporarily unavailable",
            133005 => "Two step verification PIN mismatch",
            133006 => "Phone number re-verification needed",
            133008 => "Too many two step verification PIN guesses",
            133009 => "Two step verification PIN guessed too fast",
            133010 => "Account not registered",
            133015 => "Please wait a few minutes before attempting to register this phone number",
            133016 => "Account register deregister rate limit exceeded",
            134011 => "Payments terms of service have not been accepted",
            135000 => "Generic user error",
            136024 => "Phone number is already verified",
            136025 => "Verify code error",
            137000 => "Recipient identity key hash does not match",
            139000 => "Blocked by Integrity",
            139001 => "Flow cannot be updated",
            139002 => "Flow cannot be published",
            139003 => "Flow cannot be deprecated",
            139004 => "Flow cannot be deleted",
            139100 => "Failed to block or unblock some users",
            139102 => "The blocklist limit is reached",
            _ => "Something went wrong",
        };

    public static int StatusOf(int code) =>
        code switch
        {
            0 or 190 => 401,
            2 or 133004 => 503,
            3 or 131000 or 131016 or 131045 or 131057 or 133000 => 500,
            10 or (>= 200 and <= 299) or 368 or 130497 or 131005 or 131031 => 403,
            132001 => 404,
            _ => 400,
        };
}
