using System.Buffers.Text;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace WhatsAppBot.Live;

/// <summary>When a screen heard of a message.</summary>
internal readonly record struct Heard(long Conversation, long Seq, DateTime At);

/// <summary>
/// One agent's page: the hub over a web socket, events by their seq, and a fetch at a gap. It reads the bytes and makes no objects of them, so that fifty of them
/// on the server's own cores cost little beside the server.
/// </summary>
internal sealed class Screen(Uri node) : IDisposable
{
    private const byte End = 0x1e;

    private readonly ClientWebSocket socket = new();
    private readonly HttpClient http = new() { BaseAddress = node };
    private readonly Dictionary<long, long> known = [];
    private bool counts;

    /// <summary>Messages that came as events, since it counts.</summary>
    public List<Heard> Messages { get; } = [];

    public long Events { get; private set; }
    public long Bytes { get; private set; }
    public int Gaps { get; private set; }
    public int Repeats { get; private set; }

    /// <summary>How far each conversation is on this page.</summary>
    public IReadOnlyDictionary<long, long> Known => known;

    public void Count() => counts = true;

    public async Task Open(CancellationToken cancel)
    {
        await socket.ConnectAsync(new Uri($"ws://{node.Authority}/hubs/inbox"), cancel);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"),
            WebSocketMessageType.Text,
            true,
            cancel
        );
    }

    public async Task Listen(CancellationToken cancel)
    {
        var buffer = new byte[1 << 20];
        var filled = 0;
        var pinged = Environment.TickCount64;
        while (!cancel.IsCancellationRequested)
        {
            ValueWebSocketReceiveResult got;
            try
            {
                got = await socket.ReceiveAsync(buffer.AsMemory(filled), cancel);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            if (got.MessageType == WebSocketMessageType.Close)
                throw new IOException("The hub closed the connection.");

            var at = DateTime.UtcNow;
            filled += got.Count;
            if (counts)
                Bytes += got.Count;
            var start = 0;
            for (int end; (end = buffer.AsSpan(start, filled - start).IndexOf(End)) >= 0; start += end + 1)
                await Hear(buffer.AsMemory(start, end), at);
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;

            if (Environment.TickCount64 - pinged > 10_000)
            {
                await socket.SendAsync("{\"type\":6}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, cancel);
                pinged = Environment.TickCount64;
            }
        }
    }

    private async ValueTask Hear(ReadOnlyMemory<byte> told, DateTime at)
    {
        if (counts)
            Events++;
        var added = told.Span.IndexOf("\"target\":\"messageAdded\""u8) >= 0;
        if (!added && told.Span.IndexOf("\"target\":\"messageStatus\""u8) < 0)
            return;

        var (conversation, seq) = (Number(told.Span, "\"conversationId\":"u8), Number(told.Span, "\"seq\":"u8));
        if (added && counts)
            Messages.Add(new Heard(conversation, seq, at));
        var last = known.GetValueOrDefault(conversation);
        if (seq == last + 1)
            known[conversation] = seq;
        else if (seq <= last)
            Repeats++;
        else
        {
            Gaps++;
            await Fetch(conversation);
        }
    }

    /// <summary>What was missed, as a page asks for it.</summary>
    private async Task Fetch(long conversation)
    {
        while (true)
        {
            var from = known.GetValueOrDefault(conversation);
            var page = await http.GetFromJsonAsync<JsonElement>(
                $"/api/v1/workspaces/demo/conversations/{conversation}/messages?after={from}&limit=200"
            );
            foreach (var message in page.GetProperty("items").EnumerateArray())
                known[conversation] = Math.Max(
                    known.GetValueOrDefault(conversation),
                    message.GetProperty("changedSeq").GetInt64()
                );
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
                return;
        }
    }

    private static long Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var at = text.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(text[(at + name.Length)..], out long number, out _)
            ? number
            : throw new FormatException(Encoding.UTF8.GetString(text));
    }

    public void Dispose()
    {
        socket.Dispose();
        http.Dispose();
    }
}
