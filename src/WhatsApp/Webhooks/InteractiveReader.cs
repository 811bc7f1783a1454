using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads taps and filled forms. A template's quick reply is a <c>button</c>, everything else is <c>interactive</c>.</summary>
internal static class InteractiveReader
{
    public static Content? Read(JsonElement item, bool ours)
    {
        if (item.Object("interactive"u8) is not { } interactive)
            return null;

        if (interactive.Object("button_reply"u8) is { } button)
            return Reply(ReplySource.Button, button);

        if (interactive.Object("list_reply"u8) is { } row)
            return Reply(ReplySource.List, row);

        if (interactive.Object("nfm_reply"u8) is { } form)
            return Form(form);

        return ours && interactive.Text("type"u8) is { } subtype ? Sent(subtype, interactive) : null;
    }

    public static ReplyContent? TemplateReply(JsonElement item)
    {
        if (item.Object("button"u8) is not { } button)
            return null;

        // without a payload of ours Meta repeats the text, as a rule
        var title = button.Text("text"u8);
        var id = button.Text("payload"u8) is { Length: > 0 } payload ? payload : title;
        return string.IsNullOrEmpty(id) ? null : new ReplyContent(ReplySource.Template, id, title ?? id);
    }

    private static ReplyContent? Reply(ReplySource source, JsonElement reply) =>
        reply.Text("id"u8) is { Length: > 0 } id
            ? new ReplyContent(source, id, reply.Text("title"u8) ?? id, reply.Text("description"u8))
            : null;

    private static FormReplyContent Form(JsonElement form)
    {
        // documented as a text that holds JSON; an object in its place is kept as its text
        var response = form.Member("response_json"u8) switch
        {
            null or { ValueKind: JsonValueKind.Null } => "",
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { } json => json.GetRawText(),
        };
        return new FormReplyContent(form.Text("name"u8) ?? "flow", form.Text("body"u8) ?? "", response ?? "");
    }

    private static InteractiveContent Sent(string subtype, JsonElement interactive) =>
        new(subtype, CleanJson.Keep(interactive), interactive.Object("body"u8)?.Text("text"u8) ?? "");
}
