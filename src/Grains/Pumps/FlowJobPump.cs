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
) : Pump(options.FlowJobsEvery, log)
{
    private const int Page = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    protected override async Task Beat(CancellationToken cancel)
    {
        while (await jobs.Claim(cancel) is { } job)
            await Work(job, cancel);
    }

    private async Task Work(FlowJob job, CancellationToken cancel)
    {
        // taken up in the middle of a pass: who was asked before is not known here, so that one whole pass follows
        var asked = job is { After: 0, Callers: false } ? 0 : 1;
        var failed = 0;
        while (!cancel.IsCancellationRequested)
        {
            var page = await jobs.Inside(job, Page, cancel);
            if (page.Count > 0)
            {
                var done = await Task.WhenAll(page.Select(id => Ask(id, job)));
                asked += page.Count;
                failed += done.Count(one => !one);
                job = job with { After = page[^1] };
                await jobs.Note(job, page.Count, Lease, cancel);
            }
            else if (!job.Callers)
                job = job with { Callers = true, After = 0 };
            else if (asked == 0 && job.IsSettled)
            {
                await jobs.Finish(job, cancel);
                JobDone(Log, job.Id, job.FlowId);
                return;
            }
            else if (job.IsOld && asked == failed)
            {
                await jobs.Finish(job, cancel);
                JobGivenUp(Log, job.Id, job.FlowId, failed);
                return;
            }
            else
            {
                // who could not be asked now, or came in meanwhile, is asked in the next pass
                var isQuiet = failed == 0 && asked > 0;
                job = job with { Callers = false, After = 0 };
                await jobs.Note(job, 0, isQuiet ? Lease : options.FlowJobsEvery, cancel);
                if (!isQuiet)
                    return;
                asked = 0;
            }
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
            NotAsked(Log, conversation, trouble.Message);
            return false;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Nobody is inside older versions of flow {Flow} (job {Job})"
    )]
    private static partial void JobDone(ILogger log, long job, string flow);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{People} people cannot be taken out of older versions of flow {Flow} (job {Job}); they stay"
    )]
    private static partial void JobGivenUp(ILogger log, long job, string flow, int people);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Conversation {Conversation} is asked again later: {Reason}")]
    private static partial void NotAsked(ILogger log, long conversation, string reason);
}
