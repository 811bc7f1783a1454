namespace WhatsAppBot.Simulator;

/// <summary>The bubble of a template message: its words with the parameters in them, when it was made here; else what was sent.</summary>
internal static class TemplateDraw
{
    public static ChatMessage Message(ChatMessage message, Part content, Line line)
    {
        var name = content["name"].Text ?? "";
        var language = content["language"].Unwrapped()["code"].Text ?? "";
        var components = content["components"].Unwrapped().Items().ToList();
        var given = TemplateFit
            .Parameters(components, "header")
            .Concat(TemplateFit.Parameters(components, "body"))
            .Select(parameter => parameter["text"].Text)
            .OfType<string>()
            .ToList();
        var drawn = message with { Template = new ChatTemplate(name, language, given), Category = "marketing" };
        return line.Account.Templates.Find(name, language) is { } template
            ? Known(drawn, template, components)
            : Unknown(drawn, name, given, components);
    }

    private static ChatMessage Known(ChatMessage message, Template template, List<Part> components)
    {
        var shape = template.Shape;
        var header = TemplateFit.Parameters(components, "header");
        var media = header.Count == 0 ? null : header[0]["type"].Text?.ToLowerInvariant();
        var buttons = shape.Buttons.Select((button, at) => Button(button, Given(components, at))).ToList();
        return message with
        {
            Category = template.Category.ToLowerInvariant(),
            Header = shape.HeaderText is { } text
                ? TemplateText.Fill(text, TemplateFit.Values(template.Named, header))
                : null,
            Media = media is "image" or "video" or "document" ? Media(header[0][media].Unwrapped(), media) : null,
            Text = TemplateText.Fill(
                shape.Body,
                TemplateFit.Values(template.Named, TemplateFit.Parameters(components, "body"))
            ),
            Footer = shape.Footer,
            Buttons = buttons.Count == 0 ? null : buttons,
            Url = buttons.Find(button => button.Url is not null)?.Url,
        };
    }

    // only quick replies tell the business of a tap; a link ends with what was sent for it
    private static ChatButton Button(TemplateButton button, Part given) =>
        button.Type == "QUICK_REPLY" ? new ChatButton(given["payload"].Text ?? button.Text, button.Text)
        : button.Url is { } url ? new ChatButton("", button.Text, Filled(url, given["text"].Text))
        : new ChatButton("", button.Text);

    private static string Filled(string url, string? ending) =>
        ending is null
            ? url
            : TemplateText.Fill(url, TemplateText.Variables(url).ToDictionary(name => name, _ => ending));

    private static Part Given(List<Part> components, int index) =>
        components
            .Where(component => component["index"].Text == $"{index}")
            .SelectMany(component => component["parameters"].Unwrapped().Items())
            .FirstOrDefault();

    private static ChatMedia Media(Part media, string type) =>
        new(type, media["id"].Text, media["link"].Text, null, media["filename"].Text);

    private static ChatMessage Unknown(ChatMessage message, string name, List<string> given, List<Part> components)
    {
        var replies = components
            .Where(component => component["sub_type"].Text?.ToLowerInvariant() == "quick_reply")
            .SelectMany(component => component["parameters"].Unwrapped().Items())
            .Select(parameter => parameter["payload"].Text)
            .OfType<string>()
            .Select(payload => new ChatButton(payload, payload))
            .ToList();
        return message with
        {
            Text = given.Count == 0 ? name : $"{name}: {string.Join(", ", given)}",
            Buttons = replies.Count == 0 ? null : replies,
        };
    }
}
