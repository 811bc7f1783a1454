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
    private readonly LogLine?[] ring = new LogLine?[options.Value.MaxLogLines];
    private readonly int bodies = Math.Min(options.Value.MaxLogBodies, options.Value.MaxLogLines);
    private readonly Lock gate = new();
    private long last;

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

    public void Add(LogLine line)
    {
        line.At = later.Now;

        lock (gate)
        {
            line.N = ++last;
            ring[last % ring.Length] = line;

            if (bodies == 0)
            {
                line.Body = null;
            }
            else if (last > bodies && ring[(last - bodies) % ring.Length] is { } older && older != line)
            {
                older.Body = null;
            }
        }
    }

    public IReadOnlyList<LogLine> After(long n, int most)
    {
        lock (gate)
        {
            var lines = new List<LogLine>();

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

    public void Reset()
    {
        lock (gate)
        {
            Array.Clear(ring);
            last = 0;
        }
    }
}
