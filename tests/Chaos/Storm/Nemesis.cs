namespace WhatsAppBot.Chaos.Storm;

/// <summary>Harms the processes of one storm, one blow after another, and heals them at the end. It touches nothing else.</summary>
internal sealed class Nemesis(Dice dice, INemesisStage stage)
{
    private static readonly (int Weight, Blow Blow)[] Blows =
    [
        (35, Blow.Kill),
        (15, Blow.KillAll),
        (20, Blow.Hang),
        (15, Blow.Restart),
        (15, Blow.CutConnections),
        (10, Blow.StopDatabase),
    ];

    private readonly Dictionary<Blow, int> _struck = [];

    /// <summary>How often each blow was struck.</summary>
    public string Struck =>
        string.Join(", ", _struck.OrderBy(one => one.Key).Select(one => $"{one.Value} {Words(one.Key)}"));

    /// <summary>Blows until the time is over; all is well again when it returns.</summary>
    public async Task Strike(TimeSpan time, CancellationToken cancel)
    {
        var end = DateTimeOffset.UtcNow + time;
        while (DateTimeOffset.UtcNow < end)
        {
            await Task.Delay(dice.Between(1.5, 5), cancel);
            var blow = dice.Pick(Blows);
            var node = dice.Next(stage.Nodes);
            var pause = dice.Between(1, 4);
            _struck[blow] = _struck.GetValueOrDefault(blow) + 1;
            stage.Note($"{Words(blow)} (node {node})");
            await Strike(blow, node, pause, cancel);
        }
    }

    private async Task Strike(Blow blow, int node, TimeSpan pause, CancellationToken cancel)
    {
        switch (blow)
        {
            case Blow.Kill:
                await stage.Kill([node], cancel);
                break;
            case Blow.KillAll:
                await stage.Kill([.. Enumerable.Range(0, stage.Nodes)], cancel);
                break;
            case Blow.Hang:
                stage.Stop(node);
                await Task.Delay(pause, cancel);
                stage.Cont(node);
                break;
            case Blow.Restart:
                await stage.Restart(node, cancel);
                break;
            case Blow.CutConnections:
                await stage.CutConnections(cancel);
                break;
            case Blow.StopDatabase:
                await stage.StopDatabase(pause, cancel);
                break;
        }
    }

    private static string Words(Blow blow) =>
        blow switch
        {
            Blow.Kill => "kills of one",
            Blow.KillAll => "kills of all",
            Blow.Hang => "hangs",
            Blow.Restart => "restarts",
            Blow.CutConnections => "cuts of all database connections",
            _ => "stops of the database",
        };
}

/// <summary>What can be done to the processes of a storm.</summary>
internal enum Blow
{
    Kill,
    KillAll,
    Hang,
    Restart,
    CutConnections,
    StopDatabase,
}

/// <summary>The processes of a storm, in the hands of its nemesis.</summary>
internal interface INemesisStage
{
    int Nodes { get; }

    void Note(string blow);

    /// <summary>SIGKILL at once, and new ones in their place; returns when those are ready.</summary>
    Task Kill(IReadOnlyList<int> nodes, CancellationToken cancel);

    void Stop(int node);

    void Cont(int node);

    /// <summary>SIGTERM, the graceful end, and a new one in its place.</summary>
    Task Restart(int node, CancellationToken cancel);

    /// <summary>Every connection to the database breaks.</summary>
    Task CutConnections(CancellationToken cancel);

    Task StopDatabase(TimeSpan pause, CancellationToken cancel);
}
