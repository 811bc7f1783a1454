using System.Security.Cryptography;

namespace WhatsAppBot.Simulator;

/// <summary>Asks an address whether it is really the app's: it must echo the challenge.</summary>
internal sealed class Handshake(WebhookPost post)
{
    /// <summary>Why the address is not taken, or null.</summary>
    public async Task<GraphError?> Refusal(string url, string? verifyToken, CancellationToken cancel)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return GraphError.Parameter("Param callback_url is not a valid URL.");
        }

        if (string.IsNullOrEmpty(verifyToken))
        {
            return GraphError.Required("verify_token");
        }

        var challenge = $"{RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue)}";
        var mark = string.IsNullOrEmpty(address.Query) ? "?" : "&";
        var question =
            $"{url}{mark}hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Uri.EscapeDataString(verifyToken)}";
        var (status, body) = await post.Get(question, cancel);
        return status == 200 && body == challenge
            ? null
            : new GraphError(
                400,
                2200,
                "(#2200) Callback verification failed with the following errors: "
                    + (
                        status is null ? "no answer"
                        : status != 200 ? $"HTTP Status Code = {status}; HTTP Message = not 200"
                        : "the answer is not the challenge"
                    )
            );
    }
}
