using System.Text.Json;
using WhatsAppBot.Messages;
using WhatsAppBot.Simulation.Tests.Memory;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>What a web node does with a webhook: writes it, says 200 once that is committed, and hints the conversation.</summary>
internal static class Doorstep
{
    public static async Task<bool> Take(History history, Process process, Said said)
    {
        var text = said.Text.StartsWith("poison", StringComparison.Ordinal) ? $"{said.Text}\0" : said.Text;
        var message = new InboundMessage(said.Wamid, history.Clockwork.Now, new TextContent(text));
        var arrival = new Arrival(
            Tables.Workspace,
            Tables.Channel,
            new Sender(said.Phone, null),
            said.Wamid,
            JsonSerializer.SerializeToUtf8Bytes(message, MessagesJson.Default.InboundMessage)
        );
        var writing = process.Wire.Append(arrival);
        if (history.Fault == Fault.AckBeforeCommit)
        {
            return true;
        }

        try
        {
            if (await writing is { } row)
                history.Cluster.Hint(row.ConversationId, talk => talk.Wake([row]));
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }

    public static async Task<bool> Take(Process process, StatusNews news)
    {
        try
        {
            await process.Wire.Apply(news, CancellationToken.None);
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }
}
