using System.Net;

namespace WhatsAppBot.Chaos;

/// <summary>Delivers as Meta does where a test wants one address: again while the node cannot write it in time. A slow machine is no fault.</summary>
internal static class Insisting
{
    public static async Task<int> Insist(
        this Meta meta,
        Uri target,
        string phone,
        string text,
        string wamid,
        CancellationToken cancel
    )
    {
        for (var tries = 1; ; tries++)
        {
            var code = await meta.Try(target, phone, text, wamid, cancel);
            if (code != (int)HttpStatusCode.ServiceUnavailable || tries == 100)
                return code;
            await Task.Delay(100, cancel);
        }
    }
}
