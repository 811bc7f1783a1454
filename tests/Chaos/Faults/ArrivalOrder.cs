using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Chaos.Faults;

// Numbers a conversation's events as they come by, whatever number they bear: the fault of Mutant.HubByArrival.
internal static class ArrivalOrder
{
    private static readonly ConcurrentDictionary<long, long> Last = new();

    public static byte[] Of(long conversation, byte[] payload)
    {
        if (!Mutant.HubByArrival.IsOn || JsonNode.Parse(payload) is not JsonObject told || told["seq"] is not { } seq)
            return payload;

        told["seq"] = Last.AddOrUpdate(conversation, (long)seq, (_, last) => last + 1);
        if (told["message"] is JsonObject message)
            message["seq"] = (long?)told["seq"];
        return Encoding.UTF8.GetBytes(told.ToJsonString());
    }
}
