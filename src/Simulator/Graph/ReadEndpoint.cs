namespace WhatsAppBot.Simulator;

/// <summary>The blue ticks a business gives, and the dots that say it is typing.</summary>
internal sealed class ReadEndpoint(World world, TrafficLog log)
{
    public Task Handle(HttpContext context, Line line, Part root, LogLine record)
    {
        var check = new Check();
        var id = Read(check, root);
        var typing = !root["typing_indicator"].Missing;
        record = record with { What = typing ? "typing" : "read", Wamid = id };

        if (!check.Failed)
        {
            Mark(check, line, id, typing, out var who);
            record = record with { Recipient = who };
        }

        if (check.Refusal is { } refusal)
        {
            log.Add(
                record with
                {
                    StatusCode = refusal.HttpStatus,
                    ErrorCode = refusal.Code,
                    Problem = refusal.Message,
                }
            );
            return GraphAnswer.Refuse(context, refusal);
        }

        log.Add(record with { StatusCode = 200 });
        return GraphAnswer.Success(context);
    }

    private static string Read(Check check, Part root)
    {
        check.Text(root["messaging_product"]);
        var status = check.Text(root["status"]);
        check.Unless(
            status == "read",
            () => GraphError.Parameter($"Param status must be one of {{READ}} - got \"{status}\".")
        );
        var id = check.Text(root["message_id"]);
        var typing = check.Maybe(root["typing_indicator"]);

        if (typing.IsObject)
        {
            var kind = check.Text(typing["type"]);
            check.Unless(
                kind == "text",
                () => GraphError.Parameter($"Param typing_indicator['type'] must be one of {{TEXT}} - got \"{kind}\".")
            );
        }

        return id;
    }

    private void Mark(Check check, Line line, string id, bool typing, out string? who)
    {
        who = null;

        if (world.ChatOf(id) is not { } chat || line.Find(chat.Phone) != chat)
        {
            check.Unless(line.Number.TrustUnseen, () => GraphError.Unknown(id, "post"));
            return;
        }

        who = chat.UsernameOnly ? chat.UserId : chat.Phone;

        lock (chat.Gate)
        {
            var marked = chat.Find(id);
            check.Unless(
                marked is { Direction: Way.In },
                () => GraphError.Invalid("message_id is not an incoming message")
            );

            if (check.Failed || marked is null)
            {
                return;
            }

            var unread = chat.Messages.Where(message =>
                message is { Direction: Way.In, Status: not Step.Read } && message.N <= marked.N
            );

            foreach (var message in unread)
            {
                message.Status = Step.Read;
                chat.Tell(new PhoneEvent.Status(message.Id, Step.Read));
            }

            if (typing)
            {
                chat.Tell(new PhoneEvent.Typing());
            }
        }
    }
}
