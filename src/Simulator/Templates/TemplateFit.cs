namespace WhatsAppBot.Simulator;

/// <summary>Whether a send fits the template that it names.</summary>
internal static class TemplateFit
{
    private const int MostHeader = 60;
    private const int MostBody = 1_024;
    private const int MostBodyAlone = 32_768;

    public static void Run(Check check, Part part, Line line, bool byUserId)
    {
        if (check.Failed)
        {
            return;
        }

        var book = line.Account.Templates;
        var name = part["name"].Text ?? "";
        var language = part["language"].Unwrapped()["code"].Text ?? "";

        if (book.Find(name, language) is not { } template)
        {
            check.Unless(
                line.Number.Lenient && !book.Has(name),
                () => GraphError.Of(132001, $"template name ({name}) does not exist in {language}")
            );
            return;
        }

        check.Unless(
            template.Status is not "PAUSED",
            () => GraphError.Of(132015, "Template is paused due to low quality and cannot be sent")
        );
        check.Unless(
            template.Status is not "DISABLED",
            () =>
                GraphError.Of(132016, "Template has been paused too many times due to low quality and is now disabled")
        );
        check.Unless(
            template.Status == "APPROVED",
            () => GraphError.Of(132001, $"template name ({name}) does not exist in {language}")
        );
        check.Unless(
            !byUserId || template.Category != "AUTHENTICATION",
            () => GraphError.Of(131062, "Authentication templates can only be sent to a phone number")
        );
        check.Unless(
            name != "hello_world" || line.Number.AllowedRecipients is not null || line.Number.Lenient,
            () => GraphError.Of(131058, "Hello World templates can only be sent from the Public Test Numbers")
        );
        Components(check, template, part["components"].Unwrapped().Items().ToList());
    }

    private static void Components(Check check, Template template, List<Part> components)
    {
        var shape = template.Shape;
        Header(check, template, Parameters(components, "header"));
        Words(check, template, "body", shape.BodyVariables, Parameters(components, "body"));
        Buttons(check, shape, components);
        var cards = components.FirstOrDefault(one => Is(one, "carousel"))["cards"].Unwrapped().Items().Count();
        check.Unless(
            cards == shape.Cards,
            () =>
                GraphError.Of(
                    132012,
                    $"carousel: number of cards ({cards}) does not match the expected number of cards ({shape.Cards})"
                )
        );
        Length(check, template, "header", shape.HeaderText ?? "", components, MostHeader);
        Length(check, template, "body", shape.Body, components, shape.OnlyBody ? MostBodyAlone : MostBody);
    }

    private static void Length(
        Check check,
        Template template,
        string where,
        string text,
        List<Part> components,
        int most
    ) =>
        check.Unless(
            CodePoints.Fit(TemplateText.Fill(text, Values(template.Named, Parameters(components, where))), most),
            () => GraphError.Of(132005, $"{where}: the text is longer than {most} characters with its parameters")
        );

    /// <summary>What stands in for each variable.</summary>
    public static Dictionary<string, string> Values(bool named, IReadOnlyList<Part> parameters)
    {
        var values = new Dictionary<string, string>();

        foreach (var (at, parameter) in parameters.Index())
        {
            var type = parameter["type"].Text?.ToLowerInvariant() ?? "";
            values[(named ? parameter["parameter_name"].Text : null) ?? $"{at + 1}"] =
                parameter["text"].Text ?? parameter[type].Unwrapped()["fallback_value"].Text ?? "";
        }

        return values;
    }

    public static IReadOnlyList<Part> Parameters(IEnumerable<Part> components, string type) =>
        [.. components.Where(one => Is(one, type)).SelectMany(one => one["parameters"].Unwrapped().Items())];

    private static void Header(Check check, Template template, IReadOnlyList<Part> parameters)
    {
        var shape = template.Shape;

        if (!shape.MediaHeader)
        {
            Words(check, template, "header", shape.HeaderVariables, parameters);
            return;
        }

        var received = parameters.Count == 0 ? "UNKNOWN" : parameters[0]["type"].Text?.ToUpperInvariant();
        check.Unless(
            received == shape.HeaderFormat || (shape.HeaderFormat == "GIF" && received == "VIDEO"),
            () => GraphError.Of(132012, $"header: Format mismatch, expected {shape.HeaderFormat}, received {received}")
        );
    }

    private static void Words(
        Check check,
        Template template,
        string where,
        IReadOnlyList<string> wanted,
        IReadOnlyList<Part> given
    )
    {
        check.Unless(
            given.Count == wanted.Count,
            () =>
                GraphError.Of(
                    132000,
                    $"{where}: number of localizable_params ({given.Count}) does not match the expected number of params ({wanted.Count})"
                )
        );
        check.Unless(
            !template.Named || given.All(one => wanted.Contains(one["parameter_name"].Text ?? "")),
            () => GraphError.Invalid("Parameter name is missing or empty")
        );
    }

    private static void Buttons(Check check, TemplateShape shape, List<Part> components)
    {
        var given = components.Where(one => Is(one, "button")).ToList();

        foreach (var button in given)
        {
            var index = int.TryParse(button["index"].Text, out var at) ? at : -1;
            var type = button["sub_type"].Text?.ToUpperInvariant();
            check.Unless(
                index >= 0 && index < shape.Buttons.Count && Same(shape.Buttons[index].Type, type),
                () =>
                    GraphError.Of(
                        132012,
                        $"buttons: The template has no button of type {type} at index {button["index"].Text}"
                    )
            );
        }

        foreach (var (index, button) in shape.Buttons.Index())
        {
            check.Unless(
                !button.WantsParameter
                    || given.Any(one => one["index"].Text == $"{index}" && one["parameters"].Unwrapped().Items().Any()),
                () =>
                    GraphError.Of(
                        131008,
                        $"buttons: Button at index {index} of type {Titled(button.Type)} requires a parameter"
                    )
            );
        }
    }

    // the button of an authentication template is made as OTP and sent as a link
    private static bool Same(string made, string? sent) => made == sent || (made == "OTP" && sent == "URL");

    private static string Titled(string type) =>
        string.Concat(type.Split('_').Select(word => $"{word[..1]}{word[1..].ToLowerInvariant()}"));

    private static bool Is(Part component, string type) =>
        string.Equals(component["type"].Text, type, StringComparison.OrdinalIgnoreCase);
}
