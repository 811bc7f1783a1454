using Npgsql;
using WhatsAppBot.Chaos.Faults;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos.Mutants;

/// <summary>
/// A few processes, a few people, and what happens to them; afterwards the promises are looked at. With a mutant every process has its fault, and only the
/// scenes are played that are to show it. Without one all are played, and every promise has to hold.
/// </summary>
internal abstract class Play(ITestOutputHelper output, Mutant? mutant) : Stage(output)
{
    // what a fault has broken does not mend itself: nobody waits for it as long as for a busy machine, but it has to have the time to show itself
    private static TimeSpan Short => TimeSpan.FromSeconds(Math.Max(10, 3 * Machine.Slowness));

    private Campaign? _campaign;

    private protected Campaign Campaign => _campaign ??= new Campaign(() => Meta.Targets[0], Source);

    /// <summary>How many the campaign is for.</summary>
    private protected int People { get; set; }

    private protected override IReadOnlyList<Storage.SeedFlow> MoreFlows => [Sleepers.Flow];

    /// <summary>How long to wait for what a fault may keep from happening.</summary>
    private protected TimeSpan Bound => mutant is null ? TimeSpan.FromMinutes(5) : Short;

    /// <summary>Its processes have a fault.</summary>
    private protected bool IsFaulty => mutant is not null;

    public async Task<IReadOnlyList<Promise>> Run()
    {
        try
        {
            await InitializeAsync();
            await Act();
            await Come("all comes to rest", AtRest);
            await Epilogue();
            Assert.False(Said(Mutant.DoesNotFit), $"{mutant} {Mutant.DoesNotFit} such words.");
            IReadOnlyList<Promise> promises =
            [
                .. await new Promises(Source, Meta, Campaign, People, Promises.NeverSoon, Cancel).All(),
                .. await More(),
            ];
            if (mutant is null && promises.Any(promise => !promise.Holds))
                TellAll();
            return promises;
        }
        catch
        {
            TellAll();
            throw;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    private protected abstract Task Act();

    /// <summary>What is left to do once all is at rest.</summary>
    private protected virtual Task Epilogue() => Task.CompletedTask;

    private protected virtual Task<IReadOnlyList<Promise>> More() => Task.FromResult<IReadOnlyList<Promise>>([]);

    // a method of its own, as the template of the database goes by it
    private protected override Task Prepare(string connectionString) => base.Prepare(connectionString);

    /// <summary>The scene shows one of these.</summary>
    private protected bool Shows(params Mutant[] faults) => mutant is null || faults.Contains(mutant);

    private protected static string Person(int number) => Load.Person(number);

    private protected Dictionary<string, string> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(Impatient) { [Mutant.Setting] = mutant?.Name ?? "" };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }

    /// <summary>Waits for something that has to come, unless a fault keeps it away: then the checkers will tell.</summary>
    private protected async Task<bool> Come(string what, Func<Task<bool>> condition, TimeSpan? within = null)
    {
        try
        {
            await Eventually.True(condition, what, Cancel, within ?? Bound);
            return true;
        }
        catch (TimeoutException) when (mutant is not null)
        {
            Output.WriteLine($"{mutant}: it does not come to this that {what}");
            return false;
        }
    }

    private protected async Task<bool> None(string rows) => await Invariants.Rows(Source, rows, Cancel) is [];

    private async Task<bool> AtRest()
    {
        try
        {
            return await None("select 'row' from inbox limit 1")
                && await None("select 'row' from outbox limit 1")
                && await None("select 'row' from timers limit 1")
                && await None("select 'row' from messages where direction = 1 and status not in (2, 25, 30) limit 1")
                && await None("select 'row' from broadcasts where state in (1, 2, 3)");
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
