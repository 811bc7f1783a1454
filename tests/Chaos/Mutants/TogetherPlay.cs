using WhatsAppBot.Chaos.Faults;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos.Mutants;

/// <summary>Two nodes of one cluster, of which the one tells its news late: what an agent's screen hears of a conversation comes out of order.</summary>
internal sealed class TogetherPlay(ITestOutputHelper output, Mutant? mutant) : Play(output, mutant)
{
    private const int Talkers = 8;

    private readonly CancellationTokenSource _over = new();
    private AgentScreen? _screen;
    private Task _living = Task.CompletedTask;

    private protected override async Task Act()
    {
        var nodes = await Task.WhenAll(
            Node(Settings(("Conversations__LiveWindow", "00:00:02"))),
            Node(Settings(("Conversations__LiveWindow", "00:00:00.005")))
        );
        var screen = _screen = new AgentScreen(() => nodes[1].Address, stays: true);
        _living = screen.Live(new Random(1), _over.Token);
        await Eventually.True(() => screen.IsOpen, "the screen is open", Cancel);
        await Task.WhenAll(
            Enumerable
                .Range(1, Talkers)
                .Select(async person =>
                {
                    await Meta.Say(Person(person), $"first of {person}", Cancel);
                    await Meta.Say(Person(person), $"second of {person}", Cancel);
                })
        );
    }

    private protected override async Task<IReadOnlyList<Promise>> More()
    {
        if (_screen is not { } screen)
            return [];
        await Come(
            "the screen shows what the database knows",
            async () => screen.Shown == await Screens.Truth(Source, null, Cancel)
        );
        var (known, shown) = ((await Screens.Truth(Source, null, Cancel)).Split(' '), screen.Shown.Split(' '));
        IReadOnlyList<string> wrong =
        [
            .. known.Except(shown).Select(line => $"{line} is not shown"),
            .. shown.Except(known).Select(line => $"{line} is shown"),
            .. screen.Wrong,
        ];
        await _over.CancelAsync();
        await _living.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        screen.Dispose();
        _over.Dispose();
        return [new Promise("I8", $"{known.Length} messages, {screen.Fetches} fetches for a gap", wrong)];
    }
}
