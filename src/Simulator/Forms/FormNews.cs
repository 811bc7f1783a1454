namespace WhatsAppBot.Simulator;

/// <summary>Moves a form from one state to the next and tells by webhook.</summary>
internal sealed class FormNews(World world, WebhookSender webhooks)
{
    public static readonly IReadOnlyList<string> Statuses = ["PUBLISHED", "DEPRECATED", "BLOCKED", "THROTTLED"];

    public void Move(Account account, Form form, string status)
    {
        var before = form.Status;
        form.Status = status;

        if (world.LinesOf(account).FirstOrDefault()?.Number is not { } number)
        {
            return;
        }

        webhooks.Tell(
            number,
            "flows",
            MetaJson.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("event", "FLOW_STATUS_CHANGE");
                json.WriteString("message", $"Flow {form.Name} changed status from {before} to {status}");
                json.WriteString("flow_id", form.Id);
                json.WriteString("old_status", before);
                json.WriteString("new_status", status);
                json.WriteEndObject();
            })
        );
    }
}
