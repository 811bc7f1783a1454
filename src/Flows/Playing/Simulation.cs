using System.Globalization;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Playing;

/// <summary>Where a simulation begins: when, and with whom. <paramref name="Conversation"/> begins the ids that the turns derive.</summary>
public sealed record Setting(
    DateTimeOffset Now,
    ContactView Contact,
    ChannelView Channel,
    string? TimeZone = null,
    string Conversation = "simulation"
);

/// <summary>What one turn of a simulation did, and how things stand after it. <paramref name="Act"/> is the line of the script that it came of.</summary>
public sealed record PlayedTurn(
    int Act,
    DateTimeOffset At,
    IReadOnlyList<FlowEvent> Events,
    IReadOnlyList<Content> Messages,
    JsonObject? Variables,
    Wait? Waits,
    Owner Owner
);

/// <summary>A played script. <paramref name="Stopped"/> says why the rest of it was not played: <c>steps</c> or <c>time</c>.</summary>
public sealed record Played(IReadOnlyList<PlayedTurn> Turns, string? Stopped);

/// <summary>Plays a script with the engine that runs in production. Nothing is sent or kept.</summary>
public sealed class Simulation
{
    /// <summary>Most turns that a script may take.</summary>
    public const int MostTurns = 200;

    private readonly FlowVersion flow;
    private readonly Setting setting;
    private readonly Player player;
    private readonly List<PlayedTurn> turns = [];
    private DateTimeOffset now;
    private bool wasHeard;
    private IReadOnlyList<Content> offered = [];

    private Simulation(FlowVersion flow, IReadOnlyList<FlowVersion> published, Setting setting)
    {
        (this.flow, this.setting, now) = (flow, setting, setting.Now);
        player = new Player(
            setting.Conversation,
            new Shelf([flow], Shelf.With(published, flow)),
            setting.Channel,
            setting.Contact
        );
    }

    /// <summary>Plays the flow among the published ones, in the place of its own published version.</summary>
    public static Played Play(
        FlowVersion flow,
        IReadOnlyList<FlowVersion> published,
        Setting setting,
        IReadOnlyList<Act> script,
        CancellationToken cancel
    )
    {
        var simulation = new Simulation(flow, published, setting);
        for (var i = 0; i < script.Count; i++)
        {
            if (cancel.IsCancellationRequested)
                return new Played(simulation.turns, "time");
            if (!simulation.Do(i, script[i], cancel))
                return new Played(simulation.turns, cancel.IsCancellationRequested ? "time" : "steps");
        }
        return new Played(simulation.turns, null);
    }

    /// <summary>False: no turn more may be taken.</summary>
    private bool Do(int act, Act what, CancellationToken cancel)
    {
        switch (what)
        {
            case Say said:
                return Hear(act, new TextContent(CleanText.Of(said.Text)));
            case Tap tap:
                return Hear(act, new ReplyContent(SourceOf(tap.Id), tap.Id, tap.Title ?? TitleOf(tap.Id)));
            case SendMedia media:
                return Hear(
                    act,
                    new MediaContent(
                        media.Kind,
                        media.Id ?? "simulated",
                        Caption: media.Caption,
                        FileName: media.FileName
                    )
                );
            case SendLocation place:
                return Hear(act, new LocationContent(place.Latitude, place.Longitude, place.Name, place.Address));
            case AnswerForm form:
                return Hear(act, new FormReplyContent("flow", "Sent", form.Answer.ToJsonString()));
            case Skip skip:
                return Pass(act, skip.Seconds, cancel);
            case EndCall end:
                return player.Session?.Wait.CallId is not { } call
                    || Take(
                        act,
                        new CallAnswered(call, new CallResult(end.Status, end.Headers ?? [], end.Body, end.Error))
                    );
            case HandBack:
                player.Owner = Owner.Bot;
                return Take(act, new Returned());
            case Begin begin:
                return Take(act, new Started(flow.FlowId, begin.Variables));
            case RefuseSend refuse:
                return Take(
                    act,
                    new SendFailed(
                        refuse.NodeId,
                        player.Session?.Id ?? "",
                        new MessageError(refuse.Code, "Refused in the simulation")
                    )
                );
            default:
                return true;
        }
    }

    private bool Hear(int act, Content content)
    {
        player.Contact = player.Contact with { IsFirstMessage = !wasHeard && setting.Contact.IsFirstMessage };
        wasHeard = true;
        var wamid = string.Create(CultureInfo.InvariantCulture, $"simulated.{turns.Count + 1}");
        return Take(act, new MessageReceived(new InboundMessage(wamid, now, content)));
    }

    private bool Pass(int act, double? seconds, CancellationToken cancel)
    {
        if (seconds is null)
            return DueAt() is not { } due || Ring(act, due);

        var most = Math.Min(TimeSpan.FromDays(3660).TotalSeconds, (DateTimeOffset.MaxValue - now).TotalSeconds - 1);
        var end = now + TimeSpan.FromSeconds(Math.Clamp(seconds.Value, 0, Math.Max(0, most)));
        while (DueAt() is { } next && next <= end)
        {
            if (cancel.IsCancellationRequested || !Ring(act, next))
                return false;
        }
        now = end;
        return true;
    }

    private DateTimeOffset? DueAt() =>
        player.Session is { WakeAfter: { } after } waiting ? waiting.WaitingSince + after : null;

    private bool Ring(int act, DateTimeOffset due)
    {
        now = due > now ? due : now;
        return Take(act, new TimerFired(player.Session?.Generation ?? 0));
    }

    private bool Take(int act, Input input)
    {
        if (turns.Count == MostTurns)
            return false;

        var turn = player.Take(turns.Count + 1, now, setting.TimeZone, input);
        var messages = turn.Events.OfType<MessageCreated>().Select(said => said.Content).ToArray();
        if (messages.Length > 0)
            offered = messages;
        turns.Add(
            new PlayedTurn(
                act,
                now,
                turn.Events,
                messages,
                turn.Session?.Variables.DeepClone().AsObject(),
                turn.Session?.Wait,
                player.Owner
            )
        );
        return true;
    }

    private ReplySource SourceOf(string id) =>
        offered.OfType<ListContent>().Any(list => Rows(list).Any(row => row.Id == id))
            ? ReplySource.List
            : ReplySource.Button;

    private string TitleOf(string id) =>
        offered
            .SelectMany(content =>
                content switch
                {
                    ButtonsContent buttons => buttons.Buttons.Select(button => (button.Id, button.Title)),
                    ListContent list => Rows(list).Select(row => (row.Id, row.Title)),
                    _ => [],
                }
            )
            .Where(one => one.Id == id)
            .Select(one => one.Title)
            .FirstOrDefault(id);

    private static IEnumerable<ListRow> Rows(ListContent list) => list.Sections.SelectMany(section => section.Rows);
}
