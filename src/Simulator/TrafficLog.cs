using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>What went over the wire: a request to the Graph API or the posting of a webhook update.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Traffic>))]
public enum Traffic
{
    [JsonStringEnumMemberName("request")]
    Request,

    [JsonStringEnumMemberName("webhook")]
    Webhook,
}

/// <summary>One line of the log. A webhook that is tried again gets a line for each attempt.</summary>
public sealed record LogLine
{
    public long N { get; internal set; }
    public DateTimeOffset At { get; internal set; }
    public required Traffic Kind { get; init; }
    public string? PhoneNumberId { get; init; }
    public string? Number { get; init; }
    public string? Recipient { get; init; }
    public string? Wamid { get; init; }
    public string? CallbackData { get; init; }

    /// <summary>The kind of message sent, <c>read</c> for a receipt, or the status or kind that a webhook told.</summary>
    public string? What { get; init; }
    public string? Text { get; init; }
    public string? Method { get; init; }
    public string? Path { get; init; }

    /// <summary>The HTTP status of the answer; nothing when there was none.</summary>
    public int? StatusCode { get; init; }
    public int? ErrorCode { get; init; }
    public int? Attempts { get; init; }
    public string? Problem { get; init; }
    public string? Body { get; internal set; }
}

/// <summary>The latest traffic, in order.</summary>
internal sealed class TrafficLog(IOptions<SimulatorOptions> options, Later later)
{
    /// <summary>The bodies kept have no more letters than this together, however many they may be: 64 MB.</summary>
    internal const int MostBodyLetters = 32 << 20;

    private readonly LogLine?[] ring = new LogLine?[options.Value.MaxLogLines];
    private readonly int bodies = Math.Min(options.Value.MaxLogBodies, options.Value.MaxLogLines);
    private readonly Lock gate = new();
    private long last;

    // the number up to which no line has its body any more, and the letters of those that are left
    private long stripped;
    private long kept;

    /// <summary>Whether a body given now would be kept: those who have to make one first may spare themselves.</summary>
    public bool KeepsBodies => bodies > 0;

    /// <summary>The number of the newest line.</summary>
    public long Last
    {
        get
        {
            lock (gate)
            {
                return last;
            }
        }
    }

    /// <summary>Writes lines down, one right after the other.</summary>
    public void Add(params ReadOnlySpan<LogLine> lines)
    {
        lock (gate)
        {
            foreach (var line in lines)
            {
                Keep(line);
            }
        }
    }

    public IReadOnlyList<LogLine> After(long n, int most)
    {
        lock (gate)
        {
            var lines = new List<LogLine>();

            // looked at first: one more than the largest number there is would be the smallest
            if (n >= last)
            {
                return lines;
            }

            for (var at = Math.Max(n, last - ring.Length) + 1; at <= last && lines.Count < most; at++)
            {
                if (ring[at % ring.Length] is { } line)
                {
                    lines.Add(line);
                }
            }

            return lines;
        }
    }

    private void Keep(LogLine line)
    {
        Strip(last + 1 - bodies);
        line.N = ++last;
        line.At = later.Now;
        line.Body = bodies < 1 ? null : line.Body;
        ring[last % ring.Length] = line;
        kept += line.Body is { } body && !ReferenceEquals(body, Body(last - 1)) ? body.Length : 0;

        while (kept > MostBodyLetters && stripped < last - 1)
        {
            Strip(stripped + 1);
        }
    }

    // takes the bodies of the lines up to number n; lines beside each other may share one
    private void Strip(long n)
    {
        for (; stripped < n && stripped < last; stripped++)
        {
            if (ring[(stripped + 1) % ring.Length] is not { Body: { } body } line)
            {
                continue;
            }

            kept -= ReferenceEquals(body, Body(stripped + 2)) ? 0 : body.Length;
            line.Body = null;
        }
    }

    private string? Body(long n) => n >= 1 && n <= last ? ring[n % ring.Length]?.Body : null;

    public void Reset()
    {
        lock (gate)
        {
            Array.Clear(ring);
            (last, stripped, kept) = (0, 0, 0);
        }
    }
}
