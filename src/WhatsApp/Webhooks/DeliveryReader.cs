using System.Runtime.InteropServices;
using System.Text.Json;

namespace WhatsAppBot.WhatsApp;

/// <summary>Walks the envelope: every entry, change, message, status and error, in Meta's order.</summary>
internal sealed class DeliveryReader(ReadOnlyMemory<byte> body, DateTimeOffset arrivedAt)
{
    private readonly List<WebhookEvent> events = [];

    public IReadOnlyList<WebhookEvent> Events => events;

    public void Read(JsonElement root)
    {
        // a product of Meta's that is not ours: acknowledged and ignored
        if (root.Text("object"u8) is { } product && product != "whatsapp_business_account")
            return;

        if (root.Array("entry"u8) is not { } entries)
        {
            Skip(new Origin("", null), "no entry", root);
            return;
        }

        foreach (var entry in entries.EnumerateArray())
            ReadEntry(entry);
    }

    private void ReadEntry(JsonElement entry)
    {
        var wabaId = entry.Id("id"u8) ?? "";
        if (entry.Array("changes"u8) is not { } changes)
        {
            Skip(new Origin(wabaId, null), "no changes", entry);
            return;
        }

        foreach (var change in changes.EnumerateArray())
            ReadChange(wabaId, entry, change);
    }

    private void ReadChange(string wabaId, JsonElement entry, JsonElement change)
    {
        if (change.Object("value"u8) is not { } value)
        {
            Skip(new Origin(wabaId, null), "no value", change);
            return;
        }

        var number = value.Object("metadata"u8)?.Id("phone_number_id"u8) ?? value.Id("phone_number_id"u8);
        var origin = new Origin(wabaId, number);
        switch (FieldOf(change, value))
        {
            case "messages":
                ReadMessages(origin, value);
                break;
            case "smb_message_echoes" or "message_echoes" when value.Array("message_echoes"u8) is { } echoes:
                ReadEchoes(origin, value, echoes);
                break;
            case var field:
                events.Add(new FieldChanged(wabaId, number, field, Raw(value), entry.Moment("time"u8)));
                break;
        }
    }

    private static string FieldOf(JsonElement change, JsonElement value)
    {
        var field = change.Text("field"u8);
        if (string.IsNullOrEmpty(field))
            return value.Array("message_echoes"u8) is null ? "messages" : "message_echoes";

        // one sample of Meta's carries the quality of a template under the field of its status
        if (
            field == "message_template_status_update"
            && value.Member("new_quality_score"u8) is not null
            && value.Member("event"u8) is null
        )
            return "message_template_quality_update";

        return field;
    }

    private void ReadMessages(Origin origin, JsonElement value)
    {
        var before = events.Count;
        var contacts = ContactBook.Of(value);

        if (value.Array("messages"u8) is { } messages)
        {
            var alone = messages.GetArrayLength() == 1;
            foreach (var item in messages.EnumerateArray())
                ReadMessage(origin, value, item, contacts, alone);
        }

        if (value.Array("statuses"u8) is { } statuses)
            foreach (var item in statuses.EnumerateArray())
                events.Add(StatusReader.Read(origin, item, contacts, this, arrivedAt));

        if (value.Array("errors"u8) is { } errors)
            foreach (var item in errors.EnumerateArray())
                ReadTrouble(origin, item);

        if (events.Count == before)
            Skip(origin, "no messages, statuses or errors", value);
    }

    private void ReadMessage(Origin origin, JsonElement value, JsonElement item, ContactBook contacts, bool alone)
    {
        if (item.Id("id"u8) is not { } wamid)
        {
            Skip(origin, "message without a usable id", item);
            return;
        }

        if (item.Id("group_id"u8) is not null)
        {
            Skip(origin, "group message", item);
            return;
        }

        if (SenderReader.Of(item, contacts, alone) is not { } sender)
        {
            Skip(origin, "message without a sender", item);
            return;
        }

        var message = MessageReader.Read(item, wamid, arrivedAt, ErrorReader.First(value), ours: false);
        events.Add(new MessageArrived(origin.WabaId, origin.PhoneNumberId, sender, message, Raw(item)));
    }

    private void ReadEchoes(Origin origin, JsonElement value, JsonElement echoes)
    {
        var contacts = ContactBook.Of(value);
        foreach (var item in echoes.EnumerateArray())
        {
            var wamid = item.Id("id"u8);
            var contact = SenderReader.Addressee(item, contacts);
            if (wamid is null || contact is null)
            {
                Skip(origin, "echo without id or addressee", item);
                continue;
            }

            var message = MessageReader.Read(item, wamid, arrivedAt, error: null, ours: true);
            events.Add(new EchoArrived(origin.WabaId, origin.PhoneNumberId, contact, message, Raw(item)));
        }
    }

    private void ReadTrouble(Origin origin, JsonElement item)
    {
        if (ErrorReader.Read(item) is { } error)
            events.Add(new AccountTrouble(origin.WabaId, origin.PhoneNumberId, error, Raw(item)));
        else
            Skip(origin, "error that is no object", item);
    }

    private void Skip(Origin origin, string reason, JsonElement item) =>
        events.Add(new ItemSkipped(origin.WabaId, origin.PhoneNumberId, reason, Raw(item)));

    /// <summary>The element's own bytes: a slice of the body, not a copy.</summary>
    public ReadOnlyMemory<byte> Raw(JsonElement item)
    {
        var raw = JsonMarshal.GetRawUtf8Value(item);
        return body.Span.Overlaps(raw, out var at) ? body.Slice(at, raw.Length) : raw.ToArray();
    }
}

/// <summary>Whose news it is.</summary>
internal readonly record struct Origin(string WabaId, string? PhoneNumberId);
