using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Sequences;

/// <summary>Takes the wishes of people about a sequence, and has the broadcasts of its steps stop and go on with it.</summary>
internal sealed class SequenceGrain(SequenceStore store, LaunchCheck launch) : Grain, ISequenceGrain
{
    // whoever enters may have nothing: what a step says must not hang on it
    private static readonly Audience Anybody = new EveryContact();

    private long Id => this.GetPrimaryKeyLong();

    public async Task<StepAnswer> Begin()
    {
        if (await store.Find(Id, CancellationToken.None) is not { } sequence)
            return Missing;
        if (sequence.State != SequenceState.Draft)
            return new StepAnswer(false, (short)sequence.State);

        for (var step = 0; step < sequence.Steps.Count; step++)
        {
            var content = sequence.Steps[step].Content;
            if (await launch.Fault(sequence.WorkspaceId, sequence.ChannelId, content, Anybody) is var (problem, detail))
                return new StepAnswer(false, (short)sequence.State, problem, $"Step {step + 1}: {detail}");
        }
        return await Answer(await store.Begin(sequence, CancellationToken.None));
    }

    public async Task<StepAnswer> Pause()
    {
        var done = await store.Pause(Id, CancellationToken.None);
        await Each(SequenceState.Paused, step => step.Pause());
        return await Answer(done);
    }

    public async Task<StepAnswer> Resume()
    {
        var done = await store.Resume(Id, CancellationToken.None);
        // not once more: whoever finds it active changes nothing, and a step that has halted by itself stays so
        if (done)
            await Each(SequenceState.Active, step => step.Resume());
        return await Answer(done);
    }

    public async Task<StepAnswer> End()
    {
        var done = await store.End(Id, CancellationToken.None);
        await Each(SequenceState.Ended, step => step.Cancel());
        return await Answer(done);
    }

    /// <summary>
    /// To pause or end is wished again when it is asked again: the first time may have reached only some of them. A step that does not fit where its
    /// broadcast stands changes nothing: most are through.
    /// </summary>
    private async Task Each(SequenceState standing, Func<IBroadcastGrain, Task<StepAnswer>> wish)
    {
        if (await store.Find(Id, CancellationToken.None) is not { } now || now.State != standing)
            return;

        foreach (var broadcast in now.Broadcasts)
            await wish(GrainFactory.GetGrain<IBroadcastGrain>(broadcast));
    }

    private async Task<StepAnswer> Answer(bool done) =>
        await store.Find(Id, CancellationToken.None) is { } now ? new StepAnswer(done, (short)now.State) : Missing;

    private static StepAnswer Missing => new(false, -1);
}
