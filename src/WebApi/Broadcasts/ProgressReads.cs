using System.Text.Json;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>How far broadcasts are, as their grains count it.</summary>
internal static class ProgressReads
{
    public static async Task<BroadcastProgress?> Progress(this IGrainFactory grains, long broadcast) =>
        await grains.GetGrain<IBroadcastGrain>(broadcast).Progress() is { } now
            ? JsonSerializer.Deserialize(now.Json, ViewsJson.Default.BroadcastProgress)
            : null;
}
