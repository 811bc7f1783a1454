using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Load;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Webhooks;

/// <summary>Meta's door: the handshake and the deliveries. Open to all; the token and the signature tell who it is.</summary>
internal static class WebhookEndpoints
{
    /// <summary>Meta's bodies are at most 3 MB.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/webhooks/whatsapp/{connection}").WithTags("Webhooks");
        group.MapGet("", Handshake).WithName("VerifyWebhook").WithSummary("Meta asks whether this address is ours");
        group
            .MapPost("", Deliver)
            .WithName("DeliverWebhook")
            .WithSummary("Meta tells what happened; 200 means it is stored")
            // thousands a second, and the signature is all the sign-in there is: the rest of the pipeline is passed by
            .ShortCircuit();
    }

    private static async Task<IResult> Handshake(
        string connection,
        [FromQuery(Name = "hub.mode")] string? mode,
        [FromQuery(Name = "hub.challenge")] string? challenge,
        [FromQuery(Name = "hub.verify_token")] string? token,
        ConnectionDirectory directory,
        Sightings sightings,
        HttpContext http,
        CancellationToken cancel
    )
    {
        Connection? known;
        try
        {
            known = await directory.Connection(connection, cancel);
        }
        catch (Npgsql.NpgsqlException)
        {
            return Problems.Unavailable(http);
        }
        if (known is null)
            return Problems.NotFound("There is no such connection.");

        var outcome = WebhookHandshake.Answer(mode, challenge, token, known.VerifyToken);
        if (outcome is Challenge)
            sightings.Note(known.Id, Sighting.Handshake);
        return outcome switch
        {
            Challenge right => Results.Text(right.Text, "text/plain"),
            Missing => Problems.BadRequest(
                "handshake-incomplete",
                "hub.mode, hub.challenge and hub.verify_token are needed."
            ),
            _ => Problems.Forbidden("verify-token", "The verify token is not the one of this connection."),
        };
    }

    private static async Task Deliver(
        string connection,
        HttpContext http,
        ConnectionDirectory directory,
        WebhookReceiver receiver,
        Quarantine quarantine,
        Sightings sightings,
        LoadWatch load,
        IHostApplicationLifetime life
    )
    {
        http.ComeNoMore(life.ApplicationStopping);
        var answer = await Receive(connection, http, directory, receiver, quarantine, sightings, load);
#if CHAOS
        Crash.At("webhook before ack");
        http.Response.OnCompleted(() => Crash.Soon("webhook after ack"));
#endif
        if (answer is not null)
            await answer.ExecuteAsync(http);
        // 200 with an empty body otherwise
    }

    private static async Task<IResult?> Receive(
        string connection,
        HttpContext http,
        ConnectionDirectory directory,
        WebhookReceiver receiver,
        Quarantine quarantine,
        Sightings sightings,
        LoadWatch load
    )
    {
        // the cheapest no: what was taken is worked on, and Meta comes again with the rest
        if (load.Refuses(LoadLevel.Over, "messages"))
            return Shed(http);

        Connection? known;
        try
        {
            known = await directory.Connection(connection, http.RequestAborted);
        }
        catch (Npgsql.NpgsqlException)
        {
            return Problems.Unavailable(http);
        }

        if (known is null)
            return Problems.NotFound("There is no such connection.");

        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = MostBytes;
        if (http.Request.ContentLength > MostBytes)
            return Problems.TooLarge();

        var buffer = ArrayPool<byte>.Shared.Rent((int)(http.Request.ContentLength ?? 64 * 1024) + 1);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await http.Request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted);
                if (read == 0)
                    break;
                length += read;
                if (length > MostBytes)
                    return Problems.TooLarge();
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }
            return await Judge(known, http, buffer.AsMemory(0, length), receiver, quarantine, sightings, load);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.TooLarge();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<IResult?> Judge(
        Connection connection,
        HttpContext http,
        ReadOnlyMemory<byte> body,
        WebhookReceiver receiver,
        Quarantine quarantine,
        Sightings sightings,
        LoadWatch load
    )
    {
        if (!WebhookSignature.Matches(body.Span, http.Request.Headers["X-Hub-Signature-256"], connection.AppSecrets))
        {
            Telemetry.Webhooks.Add(1, new KeyValuePair<string, object?>("outcome", "signature"));
            sightings.Note(connection.Id, Sighting.BadlySigned);
            return Problems.Unauthorized("signature", "X-Hub-Signature-256 is not the signature of this body.");
        }

        sightings.Note(connection.Id, Sighting.Signed);
        if (WebhookParser.Parse(body) is not { } delivery)
        {
            Telemetry.Webhooks.Add(1, new KeyValuePair<string, object?>("outcome", "malformed"));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(WebhookReceiver.Patience);
            try
            {
                await quarantine.Keep(connection.Id, [new Unread("not a JSON object", body)], patience.Token);
            }
            catch (Exception trouble) when (trouble is Npgsql.NpgsqlException or OperationCanceledException)
            {
                return Problems.Unavailable(http);
            }
            return Problems.BadRequest("malformed-json", "The body is not a JSON object. It is kept in quarantine.");
        }

        if (delivery.Events.All(told => told is StatusArrived) && load.Refuses(LoadLevel.Full, "statuses"))
            return Shed(http);

        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var written = await receiver.Take(connection, delivery, http.RequestAborted);
        Telemetry.WebhookTime.Record(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds);
        Telemetry.Webhooks.Add(1, new KeyValuePair<string, object?>("outcome", written ? "taken" : "unavailable"));
        return written ? null : Problems.Unavailable(http);
    }

    private static ProblemHttpResult Shed(HttpContext http)
    {
        Telemetry.Webhooks.Add(1, new KeyValuePair<string, object?>("outcome", "shed"));
        return Problems.Busy(http, seconds: 2);
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
