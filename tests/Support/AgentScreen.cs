using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace WhatsAppBot.Support;

/// <summary>
/// A page as the contract of live updates wants it: events in the order of their seq are applied, repeats are not, and at a gap, a reconnect or a
/// resync it fetches what it lacks. It loses its connection again and again, or stays. It shows every conversation, or only some.
/// </summary>
public sealed class AgentScreen(Func<Uri> node, IReadOnlyList<long>? only = null, bool stays = false) : IDisposable
{
    private const string All = "/api/v1/workspaces/demo/conversations";

    private readonly ConcurrentDictionary<long, Thread> threads = new();
    private readonly SemaphoreSlim door = new(1);
    private readonly ConcurrentQueue<string> wrong = new();

    private sealed class Thread
    {
        public readonly SortedDictionary<long, string> Messages = [];
        public long Known;
    }

    /// <summary>It has a connection, and what there was before it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How often it lost its connection.</summary>
    public int Losses { get; private set; }

    /// <summary>How many pages it fetched.</summary>
    public int Fetches { get; private set; }

    /// <summary>What no person may ever see: a thing twice, or in the wrong order.</summary>
    public IReadOnlyCollection<string> Wrong => wrong;

    /// <summary>What is on the screen, as the database would spell it.</summary>
    public string Shown
    {
        get
        {
            door.Wait();
            try
            {
                return string.Join(
                    ' ',
                    threads
                        .OrderBy(thread => thread.Key)
                        .SelectMany(thread =>
                            thread.Value.Messages.Select(one => $"{thread.Key}.{one.Key}.{one.Value}")
                        )
                );
            }
            finally
            {
                door.Release();
            }
        }
    }

    /// <summary>Open until it is closed.</summary>
    public async Task Live(Random chance, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var place = node();
                await using var hub = new HubConnectionBuilder().WithUrl(new Uri(place, "/hubs/inbox")).Build();
                using var http = new HttpClient { BaseAddress = place, Timeout = TimeSpan.FromSeconds(20) };
                var lost = new TaskCompletionSource();
                hub.Closed += _ =>
                {
                    lost.TrySetResult();
                    return Task.CompletedTask;
                };
                hub.On<JsonElement>("messageAdded", told => Hear(http, told, Added, cancel));
                hub.On<JsonElement>("messageStatus", told => Hear(http, told, Changed, cancel));
                hub.On<JsonElement>("resync", _ => Fetch(http, cancel));
                await hub.StartAsync(cancel);
                await Fetch(http, cancel);
                IsOpen = true;
                // most lose their connection soon, some stay
                var patience = stays ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(chance.Next(1, 12));
                await Task.WhenAny(lost.Task, Task.Delay(patience, cancel));
                IsOpen = false;
                Losses++;
            }
            catch (Exception trouble)
                when (trouble
                        is HttpRequestException
                            or IOException
                            or OperationCanceledException
                            or InvalidOperationException
                            or TimeoutException
                            or AggregateException
                            or System.Net.WebSockets.WebSocketException
                )
            {
                // the node is away, or this page closes; who asks without a pause takes the machine from the node that is starting
                await Task.Delay(200, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception trouble)
            {
                wrong.Enqueue($"the page is broken: {trouble}");
                throw;
            }
        }
    }

    private async Task Hear(
        HttpClient http,
        JsonElement told,
        Action<Thread, JsonElement> apply,
        CancellationToken cancel
    )
    {
        var (id, seq) = (told.GetProperty("conversationId").GetInt64(), told.GetProperty("seq").GetInt64());
        if (only?.Contains(id) == false)
            return;
        await door.WaitAsync(cancel);
        try
        {
            var thread = threads.GetOrAdd(id, _ => new Thread());
            if (seq > thread.Known + 1)
                await FetchThread(http, id, thread, cancel);
            else if (seq == thread.Known + 1)
            {
                apply(thread, told);
                thread.Known = seq;
            }
        }
        catch (Exception trouble)
            when (trouble
                    is HttpRequestException
                        or IOException
                        or ObjectDisposedException
                        or OperationCanceledException
            )
        {
            // the next connection begins with a fetch
        }
        finally
        {
            door.Release();
        }
    }

    private void Added(Thread thread, JsonElement told)
    {
        var message = told.GetProperty("message");
        var seq = message.GetProperty("seq").GetInt64();
        if (thread.Messages.Count > 0 && thread.Messages.Keys.Last() >= seq)
            wrong.Enqueue($"{told.GetProperty("conversationId")}: {seq} came after {thread.Messages.Keys.Last()}");
        if (!thread.Messages.TryAdd(seq, Status(message)))
            wrong.Enqueue($"{told.GetProperty("conversationId")}: {seq} came twice");
    }

    private void Changed(Thread thread, JsonElement told)
    {
        var seq = told.GetProperty("messageSeq").GetInt64();
        if (!thread.Messages.ContainsKey(seq))
            wrong.Enqueue($"{told.GetProperty("conversationId")}: the status of {seq} came before it");
        thread.Messages[seq] = Status(told);
    }

    private async Task Fetch(HttpClient http, CancellationToken cancel)
    {
        await door.WaitAsync(cancel);
        try
        {
            if (only is not null)
            {
                foreach (var id in only)
                    await FetchThread(http, id, threads.GetOrAdd(id, _ => new Thread()), cancel);
                return;
            }

            var list = await http.GetFromJsonAsync<JsonElement>($"{All}?limit=200", cancel);
            foreach (var one in list.GetProperty("items").EnumerateArray())
            {
                var id = one.GetProperty("id").GetInt64();
                var thread = threads.GetOrAdd(id, _ => new Thread());
                if (one.GetProperty("seq").GetInt64() > thread.Known)
                    await FetchThread(http, id, thread, cancel);
            }
        }
        catch (ObjectDisposedException)
        {
            // told by a connection that is just closing
        }
        finally
        {
            door.Release();
        }
    }

    private async Task FetchThread(HttpClient http, long id, Thread thread, CancellationToken cancel)
    {
        while (true)
        {
            Fetches++;
            var page = await http.GetFromJsonAsync<JsonElement>(
                $"{All}/{id}/messages?after={thread.Known}&limit=200",
                cancel
            );
            var items = page.GetProperty("items");
            foreach (var message in items.EnumerateArray())
            {
                thread.Messages[message.GetProperty("seq").GetInt64()] = Status(message);
                thread.Known = Math.Max(thread.Known, message.GetProperty("changedSeq").GetInt64());
            }
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
                return;
        }
    }

    public void Dispose() => door.Dispose();

    private static string Status(JsonElement json) =>
        json.GetProperty("status").GetString() switch
        {
            "received" => "100",
            var other => other ?? "",
        };
}
