using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>What a caller gets when Meta refused, or did not answer, a management call: Meta's own words, with its code.</summary>
internal static class MetaRefusal
{
    public static ProblemHttpResult Of<T>(AccountAnswer<T> answer) =>
        answer switch
        {
            Declined<T>(_, { Code: 190 }, _) => Problems.Of(
                422,
                "token-expired",
                "Refused by WhatsApp",
                "The access token of the connection has expired or was revoked."
            ),
            Declined<T>(_, var error, var subcode) => Problems.Of(
                422,
                "refused-by-whatsapp",
                "Refused by WhatsApp",
                error.Details is null ? error.Title : $"{error.Title}: {error.Details}",
                new Dictionary<string, object?> { ["code"] = error.Code, ["subcode"] = subcode }
            ),
            Unreached<T>(var reason) => Problems.Of(
                502,
                "whatsapp-unreachable",
                "WhatsApp did not answer",
                $"Whether anything changed there is not known: {reason}."
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
