using System.Text.Json;
using System.Threading.Channels;

namespace WhatsAppBot.Simulator;

/// <summary>How far a message got.</summary>
internal sealed record StatusView(string Id, Step Status);

/// <summary>What happens on a phone, as it happens: Server-Sent Events. While somebody listens, the phone is being looked at.</summary>
internal static class PhoneEvents
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/numbers/{phoneNumberId}/phones/{phone}/events", Listen);

    private static IResult Listen(string phoneNumberId, string phone, World world) =>
        PhonesApi.Wrong(world, phoneNumberId, phone, out var line) ?? new Stream(line, phone);

    private sealed class Stream(Line line, string phone) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            var services = context.RequestServices;
            var (later, courier) = (services.GetRequiredService<Later>(), services.GetRequiredService<Courier>());
            var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(
                context.RequestAborted,
                lifetime.ApplicationStopping
            );
            var happened = Watch(courier, out var stop);

            try
            {
                context.Response.ContentType = "text/event-stream";
                context.Response.Headers.CacheControl = "no-cache";
                await Say(context, ": listening\n\n", ending.Token);
                await Relay(context, happened, later, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // the page was closed, or the host is stopping: both are how it should end
            }
            finally
            {
                stop();
            }
        }

        private ChannelReader<PhoneEvent> Watch(Courier courier, out Action stop)
        {
            while (true)
            {
                var chat = line.With(phone);

                lock (chat.Gate)
                {
                    if (!chat.Gone)
                    {
                        var reader = chat.Watch(out stop);

                        if (chat.Reading == Reading.Auto)
                        {
                            courier.Read(line, chat);
                        }

                        return reader;
                    }
                }
            }
        }

        private static async Task Relay(
            HttpContext context,
            ChannelReader<PhoneEvent> happened,
            Later later,
            CancellationToken cancel
        )
        {
            var next = happened.WaitToReadAsync(cancel).AsTask();

            while (true)
            {
                using var beat = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                var silence = Task.Delay(Beat, later.Time, beat.Token);

                if (await Task.WhenAny(next, silence) == silence)
                {
                    cancel.ThrowIfCancellationRequested();
                    await Say(context, ": beat\n\n", cancel);
                    continue;
                }

                await beat.CancelAsync();

                if (!await next)
                {
                    return;
                }

                while (happened.TryRead(out var what))
                {
                    await Say(context, Text(what), cancel);
                }

                next = happened.WaitToReadAsync(cancel).AsTask();
            }
        }

        private static async Task Say(HttpContext context, string text, CancellationToken cancel)
        {
            await context.Response.WriteAsync(text, cancel);
            await context.Response.Body.FlushAsync(cancel);
        }

        private static string Text(PhoneEvent what) =>
            what switch
            {
                PhoneEvent.Message(var message) =>
                    $"event: message\nid: {message.N}\ndata: {JsonSerializer.Serialize(message, ControlJson.Default.ChatMessage)}\n\n",
                PhoneEvent.Status(var id, var step) =>
                    $"event: status\ndata: {JsonSerializer.Serialize(new StatusView(id, step), ControlJson.Default.StatusView)}\n\n",
                _ => "event: typing\ndata: {}\n\n",
            };
    }
}
