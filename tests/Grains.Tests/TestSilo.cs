using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Tests;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;
using WhatsAppBot.WhatsApp;

[assembly: AssemblyFixture(typeof(TestSilo))]

namespace WhatsAppBot.Grains.Tests;

/// <summary>One silo over a database of its own, with a stub as Meta. Every test has its own contacts in it.</summary>
public sealed class TestSilo : IAsyncLifetime
{
    private TestDatabase? place;
    private IHost? host;
    private int count;

    internal StubMeta Meta { get; } = new();

    internal IGrainFactory Grains => Service<IGrainFactory>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal T Service<T>()
        where T : notnull =>
        (host ?? throw new InvalidOperationException("not started")).Services.GetRequiredService<T>();

    /// <summary>The workspace's.</summary>
    internal const string Zone = "Asia/Kathmandu";

    public async ValueTask InitializeAsync()
    {
        Machine.Watch();
        place = await TestDatabase.Create(Migrate);
        await Start(place);
    }

    /// <summary>The host ends and another one begins over the same database.</summary>
    internal async Task Restart()
    {
        await Stop();
        await Start(place ?? throw new InvalidOperationException("not started"));
    }

    private async Task Start(TestDatabase place)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddStorage($"{place.ConnectionString};Timeout=60;Command Timeout=120");
        builder.Services.AddSingleton(provider => new GraphClient(
            new HttpClient(Meta) { Timeout = Timeout.InfiniteTimeSpan },
            // this Meta ends by itself what is to time out
            new GraphOptions { BaseUrl = new Uri("http://meta.invalid"), Timeout = TimeSpan.FromMinutes(1) },
            provider.GetRequiredService<ILogger<GraphClient>>()
        ));
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort.Next(), FreePort.Next());
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddLiveStreams();
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = Eventually.Bound);
        });
        builder.Services.AddGrains(
            new GrainsOptions
            {
                SweepAfter = TimeSpan.FromMilliseconds(200),
                SweepEvery = TimeSpan.FromMilliseconds(100),
                AttemptLostAfter = TimeSpan.FromMinutes(10),
                // tests make attempts older than that by hand
                ReconcileAfter = TimeSpan.FromHours(1),
                CallLostAfter = TimeSpan.FromMinutes(10),
                CallPause = TimeSpan.FromMilliseconds(50),
                HooksEvery = TimeSpan.FromMilliseconds(50),
                HooksPause = TimeSpan.FromMilliseconds(20),
                HooksProgressEvery = TimeSpan.FromMilliseconds(200),
            },
            ["127.0.0.1"]
        );
        host = builder.Build();
        await Service<Seeds>()
            .Plant(
                new Seed("ours", "Ours", "meta", "s", "v", "token", "111", "15550000001", "One", true, 1000, Flows.All),
                CancellationToken.None
            );
        // a clock that is nobody's by chance
        await Ask($"update workspaces set time_zone = '{Zone}' where id = 'ours'");
        await host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        if (place is not null)
            await place.DisposeAsync();
    }

    private async Task Stop()
    {
        if (host is null)
            return;

        await host.StopAsync();
        host.Dispose();
        host = null;
    }

    /// <summary>A document of a flow is published: the version.</summary>
    internal async Task<int> Publish(SeedFlow flow, Inside inside = Inside.Finish)
    {
        var book = Service<FlowBook>();
        if (await book.Draft("ours", flow.Id, Cancel) is null)
            await book.Create("ours", flow.Id, flow.Name, flow.Document, new DraftNotes(0, 0), Cancel);
        else
            await book.Save("ours", flow.Id, null, flow.Document, new DraftNotes(0, 0), Cancel);
        var draft = await book.Draft("ours", flow.Id, Cancel);
        return await Service<FlowLife>().Publish("ours", flow.Id, draft?.Revision ?? 0, flow.Document, inside, Cancel)
            ?? throw new InvalidOperationException("not published");
    }

    /// <summary>Starts a published flow for the phone, which has just written something that starts nothing.</summary>
    internal async Task<IConversationGrain> Run(string phone, string flow)
    {
        var grain = await Hear(phone, "nothing starts");
        var revision = await Service<FlowStore>().Revision("ours", Cancel);
        var result = await grain.Start(new StartFlow(flow, revision));
        Assert.Equal(StartOutcome.Ran, result.Outcome);
        return grain;
    }

    /// <summary>A phone that nobody else has.</summary>
    internal string Phone() =>
        string.Create(CultureInfo.InvariantCulture, $"49151{Interlocked.Increment(ref count):00000000}");

    /// <summary>A message of the phone is committed; no hint is given.</summary>
    internal Task<InboxRow> Receive(string phone, string text, DateTimeOffset? sentAt = null, long channel = 1) =>
        Receive(phone, new TextContent(text), sentAt, null, channel);

    private async Task<InboxRow> Receive(
        string phone,
        Content content,
        DateTimeOffset? sentAt,
        string? context,
        long channel = 1
    )
    {
        var message = new InboundMessage(
            Guid.NewGuid().ToString("N"),
            sentAt ?? DateTimeOffset.UtcNow,
            content,
            context is null ? null : new InboundContext(context)
        );
        var body = JsonSerializer.SerializeToUtf8Bytes(message, MessagesJson.Default.InboundMessage);
        var appended = Service<InboxWriter>()
            .TryAppend(new Arrival("ours", channel, new Sender(phone, null), message.Wamid, body));
        return await (appended ?? throw new InvalidOperationException("full"))
            ?? throw new InvalidOperationException("known");
    }

    /// <summary>A message of the phone is committed and its conversation is woken.</summary>
    internal async Task<IConversationGrain> Hear(
        string phone,
        string text,
        DateTimeOffset? sentAt = null,
        long channel = 1
    )
    {
        var row = await Receive(phone, text, sentAt, channel);
        var grain = Grains.GetGrain<IConversationGrain>(row.ConversationId);
        await grain.Wake([Work(row)]);
        return grain;
    }

    /// <summary>The phone taps a quick reply of a template; Meta may leave out of which message.</summary>
    internal async Task Tap(string phone, string? wamid)
    {
        var row = await Receive(phone, new ReplyContent(ReplySource.Template, "yes", "Yes"), null, wamid);
        await Grains.GetGrain<IConversationGrain>(row.ConversationId).Wake([Work(row)]);
    }

    internal static InboxWork Work(InboxRow row) => new(row.Id, (short)row.Kind, row.Body);

    /// <summary>Waits until Meta was asked to tell the phone these texts, and no others.</summary>
    internal async Task Told(string phone, params string[] texts)
    {
        try
        {
            await Eventually.True(() => Meta.To(phone).Count >= texts.Length, "told", Cancel);
        }
        catch (TimeoutException)
        {
            // the comparison says more
        }
        Assert.Equal(texts, Meta.Texts(phone));
    }

    /// <summary>Waits until the query gives this.</summary>
    internal async Task Stored(string expected, string sql)
    {
        var last = "";
        try
        {
            await Eventually.True(async () => (last = await Ask(sql)) == expected, sql, Cancel);
        }
        catch (TimeoutException)
        {
            Assert.Equal(expected, last);
        }
    }

    /// <summary>The rows of a query: columns with bars between, rows with blanks.</summary>
    internal async Task<string> Ask(string sql)
    {
        await using var command = (place ?? throw new InvalidOperationException("not started")).Source.CreateCommand(
            sql
        );
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await row.ReadAsync(Cancel))
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(row.GetValue)));
        return string.Join(' ', rows);
    }

    private static Task Migrate(string connectionString) => Migrations.Apply(connectionString);
}
