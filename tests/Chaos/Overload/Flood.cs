using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace WhatsAppBot.Chaos.Overload;

/// <summary>More messages than can be answered, in webhooks of twenty as Meta sends them when it has many. What is refused is not delivered again.</summary>
internal sealed class Flood(IReadOnlyList<Uri> nodes, int people) : IDisposable
{
    public const int InOne = 20;

    // Meta does not open connections without end either
    private const int MostAtOnce = 256;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ConcurrentQueue<string> _acked = new();
    private int _next;
    private int _under;
    private long _offered;

    /// <summary>The texts of all that was answered 200.</summary>
    public IReadOnlyCollection<string> Acked => _acked;

    public long Offered => _offered;

    /// <summary>So many a second, as far as the other side takes connections; ends when each is answered.</summary>
    public async Task Run(double perSecond, TimeSpan time, CancellationToken cancel)
    {
        var began = DateTimeOffset.UtcNow;
        var before = _offered;
        while (DateTimeOffset.UtcNow - began < time)
        {
            var due = (DateTimeOffset.UtcNow - began).TotalSeconds * perSecond - (_offered - before);
            for (; due >= InOne && Volatile.Read(ref _under) < MostAtOnce; due -= InOne)
                _ = Post(cancel);
            await Task.Delay(Step, cancel);
        }
        await Eventually.True(() => Volatile.Read(ref _under) == 0, "every webhook is answered", cancel);
    }

    /// <summary>As many as are answered, with so many on the way: what the other side can do in a second.</summary>
    public async Task<double> Measure(Meta meta, TimeSpan time, int onTheWay, CancellationToken cancel)
    {
        var began = DateTimeOffset.UtcNow;
        (int Posts, DateTimeOffset At)? half = null;
        while (half is not { } since || DateTimeOffset.UtcNow - since.At < time / 2)
        {
            if (half is null && DateTimeOffset.UtcNow - began > time / 2)
                half = (meta.Posts.Count, DateTimeOffset.UtcNow);
            var room = onTheWay - (_acked.Count - meta.Posts.Count) - Volatile.Read(ref _under) * InOne;
            for (; room >= InOne; room -= InOne)
                _ = Post(cancel);
            await Task.Delay(Step / 4, cancel);
        }
        await Eventually.True(() => Volatile.Read(ref _under) == 0, "every webhook is answered", cancel);
        var (posts, at) = half ?? throw new InvalidOperationException("No time to measure.");
        return (meta.Posts.Count - posts) / (DateTimeOffset.UtcNow - at).TotalSeconds;
    }

    public void Dispose() => _http.Dispose();

    private async Task Post(CancellationToken cancel)
    {
        Interlocked.Increment(ref _under);
        Interlocked.Add(ref _offered, InOne);
        var first = Interlocked.Add(ref _next, InOne) - InOne;
        try
        {
            using var request = MetaWire.Signed(nodes[first / InOne % nodes.Count], Body(first));
            using var answer = await _http.SendAsync(request, cancel);
            if (answer.IsSuccessStatusCode)
            {
                for (var i = first; i < first + InOne; i++)
                    _acked.Enqueue(Text(i));
            }
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException)
        {
            // no answer obliges nobody
        }
        finally
        {
            Interlocked.Decrement(ref _under);
        }
    }

    private static string Text(int number) => string.Create(CultureInfo.InvariantCulture, $"flood {number}");

    private byte[] Body(int first)
    {
        var numbers = Enumerable.Range(first, InOne).ToList();
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                @object = "whatsapp_business_account",
                entry = new[]
                {
                    new
                    {
                        id = "200000000000001",
                        changes = new[]
                        {
                            new
                            {
                                field = "messages",
                                value = new
                                {
                                    messaging_product = "whatsapp",
                                    metadata = new
                                    {
                                        display_phone_number = Meta.Number,
                                        phone_number_id = Meta.PhoneNumberId,
                                    },
                                    contacts = numbers.Select(number => new
                                    {
                                        wa_id = Person(number),
                                        profile = new { name = "Flood" },
                                    }),
                                    messages = numbers.Select(number => new
                                    {
                                        from = Person(number),
                                        id = $"wamid.flood.{number}",
                                        timestamp = MetaWire.Seconds(),
                                        type = "text",
                                        text = new { body = Text(number) },
                                    }),
                                },
                            },
                        },
                    },
                },
            }
        );
    }

    private string Person(int number) => Load.Person(500_000 + number % people);
}
