using System.Net;
using System.Text;
using System.Text.Json;
using WhatsAppBot.Messages;
using WhatsAppBot.Simulation.Tests.Memory;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>One POST that reached Meta.</summary>
internal sealed record Post(DateTimeOffset At, AttemptId Attempt, string To, string Text, string? Wamid)
{
    public bool IsAccepted => Wamid is not null;
}

/// <summary>One message of a contact; Meta delivers it until it hears 200.</summary>
internal sealed class Said(string phone, string wamid, string text)
{
    public string Phone { get; } = phone;

    public string Wamid { get; } = wamid;

    public string Text { get; } = text;

    public DateTimeOffset FirstTriedAt { get; set; }

    public DateTimeOffset? AckedAt { get; set; }
}

/// <summary>Meta, as unreliable as the weather: takes messages, tells how they fare, and delivers what contacts write, at least once and in any order.</summary>
internal sealed class PretendMeta(History history)
{
    // a delivery that Meta makes although it has heard 200, or will
    private const int Copy = 1_000_000;

    private int wamids;

    /// <summary>How many deliveries have not been taken yet.</summary>
    public int Undelivered { get; private set; }

    public List<Post> Posts { get; } = [];

    public List<Said> Messages { get; } = [];

    /// <summary>Every status that a process has taken, by the wamid it is of.</summary>
    public List<StatusNews> Told { get; } = [];

    /// <summary>A POST has come. The answer (null: the connection breaks) goes back after so many milliseconds, or never.</summary>
    public void Take(Process from, byte[] body, Action<double, HttpResponseMessage?> answer)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        Assert.True(AttemptId.TryParse(root.GetProperty("biz_opaque_callback_data").GetString(), out var attempt));
        var text = root.TryGetProperty("text", out var said) ? said.GetProperty("body").GetString() ?? "" : "template";
        var (dice, weather) = (history.Dice, history.Weather);
        var fate = dice.NextDouble();
        if (fate < weather.MetaRefuses)
        {
            int[] codes = [131026, 130429, 131056, 131000, 2, 131049];
            var code = codes[dice.Next(codes.Length)];
            Posts.Add(new Post(history.Clockwork.Now, attempt, To(root), text, null));
            history.Tell(from, $"POST {attempt}", $"refused {code}");
            answer(dice.NextDouble() * 300, Refusal(code));
            return;
        }

        var post = new Post(history.Clockwork.Now, attempt, To(root), text, $"wamid.out{++wamids}");
        Posts.Add(post);
        history.Tell(from, $"POST {attempt} “{text}”", $"accepted {post.Wamid}");
        Fare(post);
        if (dice.NextDouble() < weather.MetaDrops)
            answer(dice.NextDouble() * 300, dice.Next(3) == 0 ? Bare(502) : null);
        else if (dice.NextDouble() >= weather.MetaHangs)
            answer(
                dice.NextDouble() < weather.MetaDelays ? 1000 + dice.NextDouble() * 12_000 : dice.NextDouble() * 300,
                Acceptance(post.Wamid ?? "")
            );
    }

    /// <summary>A contact writes.</summary>
    public void Says(string phone, string text)
    {
        var said = new Said(phone, $"wamid.in{Messages.Count + 1}", text);
        Messages.Add(said);
        said.FirstTriedAt = history.Clockwork.Now;
        Undelivered++;
        Deliver(said, 0);
        if (history.Dice.NextDouble() < history.Weather.WebhooksRepeated)
            history.Clockwork.In(history.Dice.NextDouble() * 4000, () => Deliver(said, Copy));
    }

    private void Deliver(Said said, int tries) =>
        Knock(
            () =>
            {
                if (said.AckedAt is null)
                    history.Tell(null, $"{said.Wamid} “{said.Text}” is acked");
                said.AckedAt ??= history.Clockwork.Now;
            },
            process => Doorstep.Take(history, process, said),
            () => Deliver(said, tries + 1),
            tries
        );

    private void Deliver(StatusNews news, int tries) =>
        Knock(() => Told.Add(news), process => Doorstep.Take(process, news), () => Deliver(news, tries + 1), tries);

    /// <summary>Tries a process; again later when it does not say 200 within Meta's patience.</summary>
    private void Knock(Action acked, Func<Process, Task<bool>> deliver, Action again, int tries)
    {
        var process = history.Cluster.Processes is []
            ? null
            : history.Cluster.Processes[history.Dice.Next(history.Cluster.Processes.Count)];
        var over = false;
        history.Clockwork.In(
            2000,
            () =>
            {
                if (over)
                    return;
                over = true;
                // a repeated delivery that was lost is none
                if (tries < Copy)
                    history.Clockwork.In(500 + history.Dice.NextDouble() * 2000, again);
            }
        );
        process?.Do(async () =>
        {
            var taken = await deliver(process);
            if (over || !taken || !process.IsAlive)
                return;
            over = true;
            if (tries < Copy)
                Undelivered--;
            acked();
        });
    }

    /// <summary>What becomes of an accepted message is told in any order, sometimes twice, and now and then without saying which attempt it was.</summary>
    private void Fare(Post post)
    {
        var (dice, weather) = (history.Dice, history.Weather);
        MessageStatus[] course = dice.Next(10) switch
        {
            0 => [MessageStatus.Failed],
            1 => [MessageStatus.Sent, MessageStatus.Failed],
            2 => [MessageStatus.Failed, MessageStatus.Delivered],
            < 6 => [MessageStatus.Sent, MessageStatus.Delivered],
            _ => [MessageStatus.Sent, MessageStatus.Delivered, MessageStatus.Read],
        };
        AttemptId? named = dice.Next(8) == 0 ? null : post.Attempt;
        foreach (var status in course)
        {
            var at = history.Clockwork.Now;
            var error = status == MessageStatus.Failed ? """{"code":131026,"title":"Undeliverable"}""" : null;
            Undelivered++;
            var news = new StatusNews(Tables.Channel, post.Wamid ?? "", status, at, error, named);
            history.Clockwork.In(dice.NextDouble() * 3000, () => Deliver(news, 0));
            if (dice.NextDouble() < weather.WebhooksRepeated)
                history.Clockwork.In(dice.NextDouble() * 6000, () => Deliver(news, Copy));
        }
    }

    private static string To(JsonElement root) => root.TryGetProperty("to", out var to) ? to.GetString() ?? "" : "";

    private static HttpResponseMessage Acceptance(string wamid) =>
        Json(HttpStatusCode.OK, $$"""{"messaging_product":"whatsapp","messages":[{"id":"{{wamid}}"}]}""");

    private static HttpResponseMessage Refusal(int code) =>
        Json(
            HttpStatusCode.BadRequest,
            $$$"""{"error":{"code":{{{code}}},"message":"(#{{{code}}}) No","type":"OAuthException"}}"""
        );

    private static HttpResponseMessage Bare(int status) => Json((HttpStatusCode)status, "<html>Bad gateway</html>");

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
}
