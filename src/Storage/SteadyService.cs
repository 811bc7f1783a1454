using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WhatsAppBot.Storage;

/// <summary>
/// Work that goes on as long as its host. Whatever goes wrong in it is written down, and after a rest it begins anew: no chore may end the host that holds
/// conversations, and none may stop for good without a word.
/// </summary>
public abstract partial class SteadyService(ILogger log, TimeProvider? clock = null) : BackgroundService
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(100);

    // a database that is back is noticed within so long
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    /// <summary>The clock that rests go by.</summary>
    protected TimeProvider Time { get; } = clock ?? TimeProvider.System;

    /// <summary>Where it writes down what goes wrong.</summary>
    protected ILogger Log => log;

    /// <summary>Goes on until the host stops; what it throws before, it is begun anew for.</summary>
    protected abstract Task Work(CancellationToken stopping);

    /// <summary>Trouble that comes and goes by itself needs no trace of where it happened.</summary>
    protected virtual bool IsUsual(Exception trouble) => trouble is DbException or TimeoutException;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rest = ShortestRest;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = Time.GetTimestamp();
            try
            {
                await Work(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception trouble)
            {
                if (Time.GetElapsedTime(began) > LongestRest)
                    rest = ShortestRest;
                if (IsUsual(trouble))
                    Rests(log, GetType().Name, rest.TotalSeconds, trouble.Message);
                else
                    Stumbled(log, GetType().Name, rest.TotalSeconds, trouble);
            }

            await Task.Delay(rest, Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            rest = rest * 2 < LongestRest ? rest * 2 : LongestRest;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} rests for {Seconds} s: {Reason}")]
    private static partial void Rests(ILogger log, string service, double seconds, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service} rests for {Seconds} s: an error of ours")]
    private static partial void Stumbled(ILogger log, string service, double seconds, Exception trouble);
}
