namespace WhatsAppBot.Simulation.Tests;

/// <summary>A process's connection to Meta: a request is written, and an answer comes, late or never.</summary>
internal sealed class Line(History history, Process process) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var done = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => done.TrySetCanceled(cancellationToken));
        history.Passes(process);
        if (!process.IsAlive)
            return await done.Task.ConfigureAwait(false);
        if (history.Dice.NextDouble() < history.Weather.MetaDrops / 4)
        {
            // nobody began to write
            history.Clockwork.In(
                5,
                () => done.TrySetException(new HttpRequestException(HttpRequestError.ConnectionError, "no connection"))
            );
            return await done.Task.ConfigureAwait(false);
        }

        using var written = new MemoryStream();
        if (request.Content is { } content)
            await content.CopyToAsync(written, CancellationToken.None);
        var body = written.ToArray();
        history.Clockwork.In(
            history.Dice.NextDouble() * 10,
            () =>
                history.Meta.Take(
                    process,
                    body,
                    (after, answer) =>
                        history.Clockwork.In(
                            after,
                            () =>
                            {
                                if (answer is null)
                                    done.TrySetException(new IOException("The connection was reset."));
                                else
                                    done.TrySetResult(answer);
                            }
                        )
                )
        );
        return await done.Task.ConfigureAwait(false);
    }
}
