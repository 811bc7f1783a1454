using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>What a person may say: a text, or a whole content of a kind that people send, within Meta's limits.</summary>
internal static class Sayable
{
    public static (Content? Content, ProblemHttpResult? Wrong) Of(ReplyRequest request)
    {
        if (request is { Text: not null, Content: not null })
            return (null, Problems.BadRequest("text", "Give a text or a content, not both."));
        if (request.Content is null && string.IsNullOrWhiteSpace(request.Text))
            return (null, Problems.BadRequest("text", "text is empty."));
        if (request.Text is { } text)
            return text.EnumerateRunes().Count() > Limits.Text
                ? (null, Problems.BadRequest("text", $"text is at most {Limits.Text} characters (Meta's limit)."))
                : (new TextContent(CleanText.Of(text)), null);

        // what only Meta or a flow makes is not a person's to send
        if (!Whole.Is(request.Content) || request.Content is TemplateContent { Preview.Length: > 4096 })
            return (
                null,
                Problems.BadRequest(
                    "content",
                    "content is a whole one of text, media, location, contacts, buttons, list, template, reaction."
                )
            );

        return request.Content is { } content && ContentLimits.Check(content) is { } error
            ? (null, Problems.BadRequest("content", error.Details ?? error.Title))
            : (request.Content, null);
    }
}
