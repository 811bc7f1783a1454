using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Channels;

/// <summary>
/// What follows when Meta refused a call for a connection, or did not answer: a refused token is noted on the connection, as sending does, and the
/// caller gets Meta's own words, with its code.
/// </summary>
internal sealed class MetaRefusals(Connections connections)
{
    public async Task<ProblemHttpResult> Of<T>(Connection connection, AccountAnswer<T> answer, CancellationToken cancel)
    {
        switch (answer)
        {
            case Declined<T>(_, var error, _) when await IsToken(connection, error, cancel):
                return Expired();
            case Declined<T>(_, var error, var subcode):
                return Problems.Of(
                    422,
                    "refused-by-whatsapp",
                    "Refused by WhatsApp",
                    error.Details is null ? error.Title : $"{error.Title}: {error.Details}",
                    new Dictionary<string, object?> { ["code"] = error.Code, ["subcode"] = subcode }
                );
            case Unreached<T>(var reason):
                return Problems.Of(
                    502,
                    "whatsapp-unreachable",
                    "WhatsApp did not answer",
                    $"Whether anything changed there is not known: {reason}."
                );
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Whether Meta means the token: then everybody is told, and nothing more is sent with it.</summary>
    public async Task<bool> IsToken(Connection connection, MessageError error, CancellationToken cancel)
    {
        if (ErrorTable.Of(error.Code).Refused != RefusalScope.Token)
            return false;

        await connections.TokenRefused(connection.Id, connection.AccessToken, cancel);
        return true;
    }

    public static ProblemHttpResult Expired() =>
        Problems.Of(
            422,
            "token-expired",
            "Refused by WhatsApp",
            "The access token of the connection has expired or was revoked."
        );
}
