using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

public sealed class SteadyServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chore_that_fails_in_a_way_nobody_thought_of_is_done_again_and_the_host_lives_on()
    {
        var log = new Lines();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder
            .Services.AddSingleton<Stumbling>()
            .AddHostedService(provider => provider.GetRequiredService<Stumbling>());
        using var host = builder.Build();
        await host.StartAsync(Cancel);

        var chore = host.Services.GetRequiredService<Stumbling>();
        await Eventually.True(() => chore.Done >= 3, "it goes on after two falls", Cancel);

        Assert.False(
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested
        );
        Assert.Equal(2, log.All.Count(line => line.StartsWith("Error Stumbling rests", StringComparison.Ordinal)));
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task It_rests_longer_each_time_and_never_longer_than_two_seconds()
    {
        var clock = new FakeTimeProvider();
        var log = new Lines();
        using var chore = new Hopeless(log.CreateLogger(""), clock);
        await chore.StartAsync(Cancel);

        for (var i = 1; i <= 8; i++)
        {
            await Eventually.True(() => log.All.Count == i, $"it has failed {i} times", Cancel);
            // the rest has been begun when time goes on by less than it, and nothing happens
            for (var steps = 0; log.All.Count == i; steps++)
            {
                Assert.True(steps < 10_000, "it tries again");
                clock.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Delay(10, Cancel);
            }
        }

        Assert.Equal(
            ["0.1", "0.2", "0.4", "0.8", "1.6", "2", "2", "2"],
            log.All.Take(8).Select(line => line.Split("rests for ")[1].Split(' ')[0])
        );
        await chore.StopAsync(Cancel);
    }

    [Fact]
    public async Task It_ends_with_its_host_though_it_rests()
    {
        var log = new Lines();
        using var chore = new Hopeless(log.CreateLogger(""), new FakeTimeProvider());
        await chore.StartAsync(Cancel);
        await Eventually.True(() => log.All.Count == 1, "it rests", Cancel);

        await chore.StopAsync(Cancel);

        Assert.True(chore.ExecuteTask?.IsCompletedSuccessfully);
    }

    private sealed class Stumbling(ILogger<Stumbling> log) : SteadyBeat(TimeSpan.FromMilliseconds(1), log)
    {
        private int began;

        public int Done { get; private set; }

        protected override Task Beat(CancellationToken cancel)
        {
            if (++began % 2 == 0 && began <= 4)
                throw new InvalidCastException("nobody thought of it");
            Done++;
            return Task.CompletedTask;
        }
    }

    private sealed class Hopeless(ILogger log, TimeProvider clock) : SteadyService(log, clock)
    {
        protected override Task Work(CancellationToken stopping) => throw new TimeoutException("as always");
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly List<string> lines = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (lines)
                    return [.. lines];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel))
                return;
            lock (lines)
                lines.Add($"{logLevel} {formatter(state, exception)}");
        }

        public void Dispose() { }
    }
}
