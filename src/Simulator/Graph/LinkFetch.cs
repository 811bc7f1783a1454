using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>Fetches the link of a media message, when the settings want that: what cannot be had fails the message afterwards.</summary>
internal sealed class LinkFetch(WebhookPost post, IOptions<SimulatorOptions> options)
{
    public async Task<MetaError?> Trouble(Part root, string type, CancellationToken cancel)
    {
        if (!options.Value.FetchLinks || !root[type].IsObject || root[type]["link"].Text is not { } link)
        {
            return null;
        }

        var (status, _) = await post.Get(link, cancel);
        return status switch
        {
            200 => null,
            null => MetaError.Of(131053, null, "Downloading media from weblink failed: no answer"),
            _ => MetaError.Of(
                131053,
                null,
                $"Downloading media from weblink failed with http code {status}, status message "
                    + Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status.Value)
            ),
        };
    }
}
