using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>What the inbox does by itself: wakes what was put aside, sends what was scheduled, and takes messages up into the search.</summary>
internal sealed partial class InboxPump(
    Asleep asleep,
    ScheduledReplies scheduled,
    MessageWords words,
    IGrainFactory grains,
    LiveRelay live,
    GrainsOptions options,
    ILogger<InboxPump> log
) : BackgroundService
{
    private const int Most = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.InboxEvery);
        do
        {
            try
            {
                foreach (var conversation in await asleep.Due(stoppingToken))
                    _ = grains.GetGrain<IConversationGrain>(conversation).Awake();

                var due = await scheduled.Claim(Most, stoppingToken);
                await Task.WhenAll(due.Select(reply => Send(reply, stoppingToken)));

                // search comes after answers: it takes a quarter of the time at most, and catches up when there is less to do
                var started = Stopwatch.GetTimestamp();
                while (await words.TakeUp(stoppingToken) && Stopwatch.GetElapsedTime(started) < options.InboxEvery / 4)
                    stoppingToken.ThrowIfCancellationRequested();
            }
            catch (Exception trouble) when (trouble is NpgsqlException or OrleansException or TimeoutException)
            {
                Rests(log, trouble.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Send(ScheduledReply reply, CancellationToken cancel)
    {
        var grain = grains.GetGrain<IConversationGrain>(reply.ConversationId);
        var person = new Person(reply.PersonId, reply.PersonName);
        var said = await grain.Say(
            new PersonSaying(
                person,
                reply.ClientId,
                JsonSerializer.SerializeToUtf8Bytes(reply.Content, MessagesJson.Default.Content),
                reply.ReplyTo,
                Force: true,
                Scheduled: true
            )
        );
        switch (said.Outcome)
        {
            case SayOutcome.Said or SayOutcome.Repeated or SayOutcome.Missing:
                await scheduled.Done(reply, cancel);
                break;

            case SayOutcome.Moving:
                // the lease ends and somebody asks again
                return;

            default:
                var why = said.Outcome switch
                {
                    SayOutcome.WindowClosed => "the 24 hours after the contact's last message were over.",
                    SayOutcome.OptedOut => "the contact wants no messages.",
                    _ => said.Detail ?? "it was refused.",
                };
                if (await scheduled.Refuse(reply, why, cancel))
                    await grain.NotSent(person, why);
                break;
        }
        live.Publish(LiveEvent.Of(new ScheduledChanged(reply.WorkspaceId, reply.ConversationId)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inbox rests for a moment: {Reason}")]
    private static partial void Rests(ILogger log, string reason);
}
