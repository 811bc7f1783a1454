using System.Collections.Frozen;

namespace WhatsAppBot.Simulator;

/// <summary>Meta's error codes: the short words for each, and the HTTP status it comes with.</summary>
internal static class Titles
{
    private const int Unclear = 131000;

    private static readonly FrozenDictionary<int, (string Title, int Status)> Known = new Dictionary<int, (string, int)>
    {
        [0] = ("AuthException", 401),
        [1] = ("An unknown error occurred", 400),
        [2] = ("Service temporarily unavailable", 503),
        [3] = ("Capability or permissions issue", 500),
        [4] = ("Application request limit reached", 400),
        [10] = ("Application does not have permission for this action", 403),
        [33] = ("Parameter value is not valid", 400),
        [100] = ("Invalid parameter", 400),
        [190] = ("Invalid OAuth access token - Cannot parse access token", 401),
        [200] = ("Permissions error", 403),
        [368] = ("Temporarily blocked for policies violations", 403),
        [613] = ("Calls to this API have exceeded the rate limit", 400),
        [80007] = ("Rate limit issues", 400),
        [130429] = ("Rate limit hit", 400),
        [130472] = ("User's number is part of an experiment", 400),
        [130497] = ("Business account is restricted from messaging users in this country", 403),
        [131000] = ("Something went wrong", 500),
        [131005] = ("Access denied", 403),
        [131008] = ("Required parameter is missing", 400),
        [131009] = ("Parameter value is not valid", 400),
        [131014] = ("Request for url has failed", 400),
        [131016] = ("Service unavailable", 500),
        [131020] = ("Group message could not be sent", 400),
        [131021] = ("Recipient cannot be sender", 400),
        [131026] = ("Message undeliverable", 400),
        [131030] = ("Recipient phone number not in allowed list", 400),
        [131031] = ("Account has been locked", 403),
        [131037] = ("Phone number display name not approved", 400),
        [131041] = ("Group is not known", 400),
        [131042] = ("Business eligibility payment issue", 400),
        [131044] = ("Business eligibility payment issue", 400),
        [131045] = ("Incorrect certificate", 500),
        [131047] = ("Re-engagement message", 400),
        [131048] = ("Spam rate limit hit", 400),
        [131049] = ("This message was not delivered to maintain healthy ecosystem engagement.", 400),
        [131050] = ("User has stopped marketing messages", 400),
        [131051] = ("Unsupported message type", 400),
        [131052] = ("Media download error", 400),
        [131053] = ("Media upload error", 400),
        [131055] = ("Method not allowed", 400),
        [131056] = ("(Business Account, Consumer Account) pair rate limit hit", 400),
        [131057] = ("Business Account is in maintenance mode", 500),
        [131058] = ("Hello World templates can only be sent from the Public Test Numbers", 400),
        [131062] = ("Business-scoped user IDs are not supported for this message", 400),
        [131063] = ("Marketing templates are disabled on Cloud API", 400),
        [131064] = ("Rate limited because of template misclassification", 400),
        [132000] = ("Number of parameters does not match the expected number of params", 400),
        [132001] = ("Template name does not exist in the translation", 404),
        [132005] = ("Translated text too long", 400),
        [132007] = ("Template content policy violated", 400),
        [132012] = ("Parameter format does not match", 400),
        [132015] = ("Template is paused", 400),
        [132016] = ("Template is disabled", 400),
        [132018] = ("Parameter format is not valid", 400),
        [132068] = ("Flow is in blocked state", 400),
        [132069] = ("Flow is in throttled state", 400),
        [133000] = ("Incomplete deregistration", 500),
        [133004] = ("Server temporarily unavailable", 503),
        [133005] = ("Two step verification PIN mismatch", 400),
        [133006] = ("Phone number re-verification needed", 400),
        [133008] = ("Too many two step verification PIN guesses", 400),
        [133009] = ("Two step verification PIN guessed too fast", 400),
        [133010] = ("Account not registered", 400),
        [133015] = ("Please wait a few minutes before attempting to register this phone number", 400),
        [133016] = ("Account register deregister rate limit exceeded", 400),
        [134011] = ("Payments terms of service have not been accepted", 400),
        [135000] = ("Generic user error", 400),
        [136024] = ("Phone number is already verified", 400),
        [136025] = ("Verify code error", 400),
        [137000] = ("Recipient identity key hash does not match", 400),
        [139000] = ("Blocked by Integrity", 400),
        [139001] = ("Flow cannot be updated", 400),
        [139002] = ("Flow cannot be published", 400),
        [139003] = ("Flow cannot be deprecated", 400),
        [139004] = ("Flow cannot be deleted", 400),
        [139100] = ("Failed to block or unblock some users", 400),
        [139101] = ("The blocklist was changed meanwhile", 400),
        [139102] = ("The blocklist limit is reached", 400),
        [139103] = ("Internal error of the blocklist", 400),
    }.ToFrozenDictionary();

    /// <summary>The codes that have words of their own.</summary>
    public static IEnumerable<int> Codes => Known.Keys;

    public static string Of(int code) => Known.GetValueOrDefault(code, Known[Unclear]).Title;

    public static int StatusOf(int code) =>
        Known.TryGetValue(code, out var known) ? known.Status
        : code is >= 200 and <= 299 ? Known[200].Status
        : 400;
}
