using System.Diagnostics;
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
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var code = await meta.Try(target, phone, text, wamid, cancel);
            if (code != (int)HttpStatusCode.ServiceUnavailable || waited.Elapsed > Eventually.Bound)
                return code;
            await Task.Delay(100, cancel);
        }
    }
}
