using System.Data.Common;

namespace WhatsAppBot.Chaos.Faults;

// A deliberate fault that breaks a promise, chosen by the environment: CHAOS_MUTANT=no-unique-key. One checker at least has to see it. Compiled
// into Debug builds only.
internal sealed class Mutant
{
    public const string Setting = "CHAOS_MUTANT";

    // The statement has changed, and the fault with it.
    public const string DoesNotFit = "does not fit the statement any more, which has no";

    public static readonly Mutant AckBeforeCommit = new("ack-before-commit");
    public static readonly Mutant NoUniqueKey = new("no-unique-key");
    public static readonly Mutant RetryOnTimeOut = new("retry-on-time-out");
    public static readonly Mutant NoVersionFence = new("no-version-fence");
    public static readonly Mutant UnknownIsFailed = new("unknown-counted-as-failed");
    public static readonly Mutant StatusByArrival = new("status-overwritten-by-arrival");
    public static readonly Mutant TimerByLocalClock = new("timer-by-local-clock");
    public static readonly Mutant PauseAtStartOnly = new("pause-checked-only-at-start");
    public static readonly Mutant ClaimWithoutLock = new("claim-without-lock");
    public static readonly Mutant HintOnly = new("hint-as-the-only-trigger");
    public static readonly Mutant HubByArrival = new("order-by-arrival-at-the-hub");

    private Mutant(string name)
    {
        Name = name;
        IsOn = name == Environment.GetEnvironmentVariable(Setting);
    }

    public string Name { get; }

    // This process has it.
    public bool IsOn { get; }

    public override string ToString() => Name;

    // Puts other words into the batch's last statement.
    public void Rewrite(DbBatch batch, string from, string to)
    {
        if (IsOn)
            batch.BatchCommands[^1].CommandText = Rewritten(batch.BatchCommands[^1].CommandText, from, to);
    }

    // Puts other words into a statement.
    public void Rewrite(DbCommand command, string from, string to)
    {
        if (IsOn)
            command.CommandText = Rewritten(command.CommandText, from, to);
    }

    private string Rewritten(string sql, string from, string to)
    {
        if (sql.Contains(from, StringComparison.Ordinal))
            return sql.Replace(from, to, StringComparison.Ordinal);

        // else all would stand still, and a checker would take that for the fault
        Console.Error.WriteLine($"{Name} {DoesNotFit} '{from}'");
        throw new InvalidOperationException(DoesNotFit);
    }
}
