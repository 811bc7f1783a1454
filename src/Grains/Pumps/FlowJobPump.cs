using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>
/// Takes people out of older versions of a flow: asks the conversation of each, page by page, and from the beginning again until a whole pass finds
/// nobody. Where it stands is in the database, so that another silo goes on when this one dies.
/// </summary>
internal sealed partial class FlowJobPump(
    FlowJobs jobs,
    IGrainFactory grains,
    GrainsOptions options,
    ILogger<FlowJobPump> log
) : BackgroundService
{
    private const int Page = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.FlowJobsEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await jobs.Claim(stoppingToken) is { } job)
                    await Work(job, stoppingToken);
            }
            catch (Exception trouble) when (trouble is NpgsqlException or OrleansException or TimeoutException)
            {
                JobFailed(log, trouble.Message);
            }
        }
    }

    private async Task Work(FlowJob job, CancellationToken cancel)
    {
        var left = 0;
        while (!cancel.IsCancellationRequested)
        {
            var page = await jobs.Inside(job, Page, cancel);
            if (page.Count == 0 && job.After == 0)
            {
                if (!job.IsSettled)
                {
                    await jobs.Note(job, 0, 0, options.FlowJobsEvery, cancel);
                    return;
                }

                await jobs.Finish(job, cancel);
                JobDone(log, job.Id, job.FlowId);
                return;
            }

            if (page.Count == 0)
            {
                // who could not be asked now, or came in meanwhile, is asked in the next pass; if that was nobody it ends at once
                job = job with
                {
                    After = 0,
                };
                await jobs.Note(job, 0, 0, left > 0 ? options.FlowJobsEvery * 5 : Lease, cancel);
                if (left > 0)
                    return;
                continue;
            }

            var asked = await Task.WhenAll(page.Select(id => Ask(id, job)));
            left += asked.Count(done => !done);
            job = job with { After = page[^1] };
            await jobs.Note(job, job.After, page.Count, Lease, cancel);
        }
    }

    private async Task<bool> Ask(long conversation, FlowJob job)
    {
        try
        {
            return await grains
                .GetGrain<IConversationGrain>(conversation)
                .Leave(
                    new LeaveVersions(
                        job.FlowId,
                        job.Version,
                        job.Kind == FlowJobKind.Move ? job.Version : null,
                        job.Kind == FlowJobKind.Delete ? "the flow was deleted" : "a new version was published"
                    )
                );
        }
        catch (Exception trouble) when (trouble is NpgsqlException or OrleansException or TimeoutException)
        {
            NotAsked(log, conversation, trouble.Message);
            return false;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Nobody is inside older versions of flow {Flow} (job {Job})"
    )]
    private static partial void JobDone(ILogger log, long job, string flow);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Conversation {Conversation} is asked again later: {Reason}")]
    private static partial void NotAsked(ILogger log, long conversation, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Flow jobs rest for a moment: {Reason}")]
    private static partial void JobFailed(ILogger log, string reason);
}
