using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary><c>POST {phone-number-id}/messages</c>: a message to a person, or the receipt for one of theirs.</summary>
internal sealed class SendEndpoint(
    World world,
    Courier courier,
    FaultBook faults,
    ReadEndpoint reads,
    SendGate gate,
    KnownCheck known,
    LinkFetch links,
    TrafficLog log,
    Later later,
    IHostApplicationLifetime lifetime,
    IOptions<SimulatorOptions> options
)
{
    public async Task Handle(HttpContext context, Line line)
    {
        using var document = await GraphBody.Read(context.Request, context.RequestAborted);
        var record = new LogLine
        {
            Kind = Traffic.Request,
            PhoneNumberId = line.Number.PhoneNumberId,
            Number = line.Number.Number,
            Method = context.Request.Method,
            Path = context.Request.Path,
        };

        if (document is null)
        {
            await Refuse(context, record, GraphError.Invalid("The request body is not a JSON object"));
            return;
        }

        var root = new Part(document.RootElement, "");

        try
        {
            record = record with { Body = log.KeepsBodies ? document.RootElement.GetRawText() : null };
            await (
                root["status"].Missing ? Send(context, line, root, record) : reads.Handle(context, line, root, record)
            );
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            // half of a surrogate pair in an escape, or bytes that are not UTF-8: JSON by its grammar, but no text
            await Refuse(context, record, GraphError.Invalid("The request body holds text that is not valid Unicode"));
        }
    }

    private async Task Send(HttpContext context, Line line, Part root, LogLine record)
    {
        var check = new Check();
        var type = SendCheck.Run(check, root);
        var recipient = Recipient.Of(check, root, line.Number);
        known.Run(check, root, type, line);
        record = record with
        {
            Recipient = recipient.Who,
            What = type,
            CallbackData = check.Failed ? null : root["biz_opaque_callback_data"].Text,
        };

        if (check.Refusal is { } refusal)
        {
            await Refuse(context, record, refusal);
            return;
        }

        var trouble = faults.Any ? faults.Take(line.Number.PhoneNumberId, recipient.Names(line), type) : Trouble.None;

        if (trouble.Fail is { } rule)
        {
            await Fail(context, record, rule);
            return;
        }

        if (gate.Refusal(line, recipient, type, root["recipient_identity_key_hash"].Text) is { } limit)
        {
            await Refuse(context, record, limit);
            return;
        }

        trouble = trouble with
        {
            Error = known.Trouble(root, type) ?? await links.Trouble(root, type, context.RequestAborted),
        };

        var reset = later.Ended;
        var told = trouble.Early ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        var (chat, message) = Accept(line, recipient, root, type, trouble, told);
        log.Add(
            record with
            {
                Wamid = message.Id,
                Text = message.Text,
                StatusCode = trouble.Drop || trouble.Hang ? null : 200,
                Problem =
                    trouble.Drop ? "connection dropped"
                    : trouble.Hang ? "never answered"
                    : null,
            }
        );

        if (await StillThere(context, trouble, told, reset))
        {
            await Accepted.Answer(context, recipient, chat, message, trouble.Held is not null);
        }
    }

    private (Chat Chat, ChatMessage Message) Accept(
        Line line,
        Recipient recipient,
        Part root,
        string type,
        Trouble trouble,
        TaskCompletionSource? told
    )
    {
        while (true)
        {
            var chat = recipient.Chat(line);
            var id = Ids.Wamid(Way.Out, chat.UsernameOnly ? chat.UserId : recipient.Who);
            var message = Draw.Outbound(root, type, id, line);
            message.At = later.Now;
            message.Conversation = options.Value.Webhooks.Conversations ? Guid.NewGuid().ToString("N") : null;

            if (world.Keep(line, chat, message, () => courier.Start(line, chat, message, trouble, told)))
            {
                return (chat, message);
            }
        }
    }

    private async Task<bool> StillThere(HttpContext context, Trouble trouble, TaskCompletionSource? told, Task reset)
    {
        if (trouble.Drop)
        {
            context.Abort();
            return false;
        }

        if (told is null && trouble is { Hang: false, Delay.Ticks: 0 })
        {
            return true;
        }

        // Meta may take for ever, a host that stops may not
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping
        );

        try
        {
            if (told is not null)
            {
                await Task.WhenAny(told.Task, reset).WaitAsync(ending.Token);
            }

            if (trouble.Hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, ending.Token);
            }

            if (trouble.Delay > TimeSpan.Zero)
            {
                await Task.Delay(trouble.Delay, later.Time, ending.Token);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            context.Abort();
            return false;
        }
    }

    private Task Fail(HttpContext context, LogLine record, FaultRule rule)
    {
        var error = GraphError.Of(rule);

        if (!rule.Bare)
        {
            return Refuse(context, record, error);
        }

        log.Add(record with { StatusCode = error.HttpStatus, Problem = "failed without a Graph body" });
        context.Response.StatusCode = rule.HttpStatus ?? 502;
        return Task.CompletedTask;
    }

    private Task Refuse(HttpContext context, LogLine record, GraphError error)
    {
        log.Add(
            record with
            {
                StatusCode = error.HttpStatus,
                ErrorCode = error.Code,
                Problem = error.Details ?? error.Message,
            }
        );
        return GraphAnswer.Refuse(context, error);
    }
}

/// <summary>The answer to a send that was taken.</summary>
internal static class Accepted
{
    public static Task Answer(HttpContext context, Recipient recipient, Chat chat, ChatMessage message, bool held) =>
        GraphAnswer.Write(
            context,
            200,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("messaging_product", "whatsapp");
                json.WriteStartArray("contacts");
                json.WriteStartObject();
                json.WriteString("input", recipient.Input);

                if (recipient.Phone is not null && !chat.UsernameOnly)
                {
                    json.WriteString("wa_id", recipient.Phone);
                }

                json.WriteString("user_id", chat.UserId);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteStartArray("messages");
                json.WriteStartObject();
                json.WriteString("id", message.Id);

                if (message.Template is not null || held)
                {
                    json.WriteString("message_status", held ? "held_for_quality_assessment" : "accepted");
                }

                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            }
        );
}
