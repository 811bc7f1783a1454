using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>What the inbox does by itself: wakes what was put aside, sends what was scheduled, and takes messages up into the search.</summary>
internal sealed class InboxPump(
    Asleep asleep,
    ScheduledReplies scheduled,
    MessageWords words,
    IGrainFactory grains,
    LiveRelay live,
    LoadWatch load,
    GrainsOptions options,
    ILogger<InboxPump> log
) : Pump(options.InboxEvery, log, atOnce: true)
{
    private const int Most = 100;

    protected override async Task Beat(CancellationToken cancel)
    {
        foreach (var conversation in await asleep.Due(cancel))
            _ = grains.GetGrain<IConversationGrain>(conversation).Awake();

        var due = await scheduled.Claim(Most, cancel);
        await Task.WhenAll(due.Select(reply => Send(reply, cancel)));

        // search comes after answers: it takes a quarter of the time at most, and catches up when there is less to do
        var started = Stopwatch.GetTimestamp();
        while (
            load.Level < LoadLevel.Busy
            && await words.TakeUp(cancel)
            && Stopwatch.GetElapsedTime(started) < options.InboxEvery / 4
        )
            cancel.ThrowIfCancellationRequested();
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
                    SayOutcome.Blocked => "the contact is blocked.",
                    SayOutcome.OptedOut => "the contact wants no messages.",
                    _ => said.Detail ?? "it was refused.",
                };
                if (await scheduled.Refuse(reply, why, cancel))
                    await grain.NotSent(person, why);
                break;
        }
        live.Publish(LiveEvent.Of(new ScheduledChanged(reply.WorkspaceId, reply.ConversationId)));
    }
}
