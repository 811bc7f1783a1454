using System.Threading.Channels;

namespace WhatsAppBot.Simulator;

/// <summary>Many people who do the same, one after the other arriving.</summary>
internal sealed class Crowd(string id, CrowdWish wish, Line line, Person person, Later later) : IDisposable
{
    private const int MostAtOnce = 20_000;

    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim room = new(MostAtOnce);
    private volatile string? problem;
    private int arrived;
    private int done;
    private int gaveUp;
    private long said;
    private long heard;

    public string Id => id;

    public bool Running => !ending.IsCancellationRequested && done + gaveUp < wish.People;

    public CrowdView View =>
        new(
            id,
            wish.People,
            arrived,
            done,
            gaveUp,
            Interlocked.Read(ref said),
            Interlocked.Read(ref heard),
            Running,
            problem
        );

    public async Task Run()
    {
        try
        {
            var began = later.Now;

            for (var place = 0; place < wish.People; place++)
            {
                var wait = began.AddSeconds(place / wish.PerSecond) - later.Now;

                // what is due within a moment goes at once: timers are no finer than that
                if (wait > TimeSpan.FromMilliseconds(5))
                {
                    await Task.Delay(wait, later.Time, ending.Token);
                }

                await room.WaitAsync(ending.Token);
                Interlocked.Increment(ref arrived);
                _ = Member(place);
            }
        }
        catch (OperationCanceledException)
        {
            // the crowd was sent home
        }
    }

    public void Stop() => ending.Cancel();

    public void Dispose()
    {
        ending.Dispose();
        room.Dispose();
    }

    private async Task Member(int place)
    {
        var phone = wish.Phone(place);
        var inbox = Listen(phone, out var stop);

        try
        {
            var failed = await Play(place, phone, inbox);

            if (failed is null)
            {
                Interlocked.Increment(ref done);
            }
            else
            {
                problem = failed;
                Interlocked.Increment(ref gaveUp);
            }
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref gaveUp);
        }
        finally
        {
            stop();
            room.Release();
        }
    }

    private async Task<string?> Play(int place, string phone, ChannelReader<PhoneEvent> inbox)
    {
        ChatMessage? last = null;

        foreach (var (at, step) in (wish.Script ?? []).Index())
        {
            ending.Token.ThrowIfCancellationRequested();

            if (step.WaitMs is { } wait)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(wait), later.Time, ending.Token);
            }
            else if (step.Hear is { } words)
            {
                last = await Hear(phone, inbox, words);

                if (last is null)
                {
                    return $"step {at}: heard nothing in time";
                }
            }
            else if (Act(step, place, last) is not { } act)
            {
                return $"step {at}: there is nothing to tap";
            }
            else if (person.Write(line, phone, act).Mistake is { } mistake)
            {
                return $"step {at}: {mistake}";
            }
            else
            {
                Interlocked.Increment(ref said);
            }
        }

        return null;
    }

    private async Task<ChatMessage?> Hear(string phone, ChannelReader<PhoneEvent> inbox, string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(wish.PatienceMs), later.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ending.Token);

        try
        {
            await foreach (var happened in inbox.ReadAllAsync(limit.Token))
            {
                if (happened is not PhoneEvent.Message({ Direction: Way.Out } message) || Lost(phone, message))
                {
                    continue;
                }

                Interlocked.Increment(ref heard);

                if (message.Text?.Contains(words, StringComparison.OrdinalIgnoreCase) ?? words.Length == 0)
                {
                    return message;
                }
            }
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            return null;
        }

        return null;
    }

    // nobody hears what Meta will not deliver; the gate is there because that is decided a moment after the message is told
    private bool Lost(string phone, ChatMessage message)
    {
        lock (line.With(phone).Gate)
        {
            return message.Lost;
        }
    }

    private static PhoneAct? Act(CrowdStep step, int place, ChatMessage? last)
    {
        var name = $"Person {place + 1}";

        if (step.Say is { } words)
        {
            return new PhoneAct
            {
                Name = name,
                Type = "text",
                Text = words.Replace("{n}", $"{place + 1}", StringComparison.Ordinal),
            };
        }

        if (step.Send is { } kind)
        {
            return new PhoneAct
            {
                Name = name,
                Type = "media",
                MediaType = kind,
            };
        }

        var choices = (last?.Buttons ?? [])
            .Where(button => button.Id.Length > 0)
            .Select(button => (button.Id, button.Title))
            .Concat((last?.List?.Sections ?? []).SelectMany(section => section.Rows).Select(row => (row.Id, row.Title)))
            .ToList();
        var tapped =
            int.TryParse(step.Tap, out var at) && at >= 1 && at <= choices.Count
                ? choices[at - 1]
                : choices.FirstOrDefault(choice => choice.Id == step.Tap || choice.Title == step.Tap);
        return tapped.Id is null
            ? null
            : new PhoneAct
            {
                Name = name,
                Type = "reply",
                To = last?.Id,
                Choice = tapped.Id,
            };
    }

    private ChannelReader<PhoneEvent> Listen(string phone, out Action stop)
    {
        while (true)
        {
            var chat = line.With(phone);

            lock (chat.Gate)
            {
                if (!chat.Gone)
                {
                    return chat.Watch(out stop);
                }
            }
        }
    }
}
