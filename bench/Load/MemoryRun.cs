using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Npgsql;

namespace WhatsAppBot.Load;

/// <summary>
/// What a conversation takes: in the Node's heap while its grain is active, there after its grain has been collected (Orleans: 5 minutes without a
/// message), and in the database. The heap is read after a full collection, so that only what is in use counts.
/// </summary>
internal sealed class MemoryRun(HostProcess node, string connection, People people, int count)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(7);

    public async Task<int> Measure(Webhooks webhooks)
    {
        var empty = await Heap();
        var (database, processes) = (await Database(), node.MemoryMb("VmRSS"));

        using var stop = new CancellationTokenSource();
        var load = webhooks.Run(256, 3_000, stop.Token);
        for (var tries = 0; tries < 6_000 && people.Asked < count; tries++)
            await Task.Delay(100, CancellationToken.None);
        await stop.CancelAsync();
        await load;
        for (var tries = 0; tries < 600 && people.Waiting > 0; tries++)
            await Task.Delay(100, CancellationToken.None);

        var active = await Heap();
        Console.WriteLine($"conversations {count}, unanswered {people.Waiting}");
        Console.WriteLine($"database    {(await Database() - database) / 1024.0 / count:F1} KB a conversation");
        Console.WriteLine(
            $"active      {(active - empty) / 1024.0 / count:F1} KB a conversation (heap {empty >> 20} MB before, {active >> 20} MB then; resident {processes} MB, {node.MemoryMb("VmRSS")} MB)"
        );

        await Task.Delay(Rest, CancellationToken.None);
        var idle = await Heap();
        Console.WriteLine(
            $"idle        {(idle - empty) / 1024.0 / count:F1} KB a conversation (heap {idle >> 20} MB; resident {node.MemoryMb("VmRSS")} MB)"
        );
        return people.Waiting == 0 ? 0 : 1;
    }

    /// <summary>Bytes in use after a full collection, which a listener for heap snapshots makes the runtime do.</summary>
    private async Task<long> Heap()
    {
        const long Collect = 0x800000;
        for (var times = 0; times < 2; times++)
        {
            var session = await new DiagnosticsClient(node.Id).StartEventPipeSessionAsync(
                [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, Collect)],
                requestRundown: false,
                circularBufferMB: 16,
                CancellationToken.None
            );
            var read = session.EventStream.CopyToAsync(Stream.Null, CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None);
            await session.StopAsync(CancellationToken.None);
            await read;
            session.Dispose();
        }

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"{node.Address}/metrics");
        return (long)
            metrics
                .Split('\n')
                .Where(line => line.StartsWith("dotnet_gc_last_collection_heap_size_bytes{", StringComparison.Ordinal))
                .Sum(line =>
                    double.Parse(
                        line[(line.IndexOf('}', StringComparison.Ordinal) + 2)..].Split(' ')[0],
                        CultureInfo.InvariantCulture
                    )
                );
    }

    private async Task<long> Database()
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var ask = source.CreateCommand("select pg_database_size(current_database())");
        return (long)(await ask.ExecuteScalarAsync() ?? 0L);
    }
}
