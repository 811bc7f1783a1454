using System.Text.RegularExpressions;

namespace WhatsAppBot.Simulator;

/// <summary>Meta's rules for a template that is to be made or changed.</summary>
internal static partial class TemplateRules
{
    public static readonly IReadOnlyList<string> Categories = ["AUTHENTICATION", "MARKETING", "UTILITY"];

    public static void Whole(Check check, Part root)
    {
        var name = check.Text(root["name"]);
        check.Unless(
            check.Failed || Name().IsMatch(name),
            () => GraphError.Parameter("Param name must be 1 to 512 lower-case letters, digits and underscores.")
        );
        var language = check.Text(root["language"]);
        check.Unless(
            check.Failed || Language().IsMatch(language),
            () => GraphError.Parameter($"Param language must be a supported language code - got \"{language}\".")
        );
        var category = check.Text(root["category"]).ToUpperInvariant();
        Category(check, category);
        var format = check.MaybeText(root["parameter_format"])?.ToUpperInvariant() ?? "POSITIONAL";
        check.Unless(
            format is "POSITIONAL" or "NAMED",
            () =>
                GraphError.Parameter($"Param parameter_format must be one of {{NAMED, POSITIONAL}} - got \"{format}\".")
        );
        Components(check, root["components"], category, format == "NAMED");
    }

    public static void Category(Check check, string category) =>
        check.Unless(
            check.Failed || Categories.Contains(category),
            () =>
                GraphError.Parameter(
                    $"Param category must be one of {{{string.Join(", ", Categories)}}} - got \"{category}\"."
                )
        );

    public static void Components(Check check, Part part, string category, bool named)
    {
        var components = check.List(part);
        var kinds = components
            .Select(component => check.Text(check.Object(component)["type"]).ToUpperInvariant())
            .ToList();
        check.Unless(
            kinds.Distinct().Count() == kinds.Count,
            () => GraphError.Parameter("Param components must hold each type only once.")
        );
        check.Unless(kinds.Contains("BODY"), () => BadBody("The template has no body"));

        foreach (var (kind, component) in kinds.Zip(components))
        {
            switch (kind)
            {
                case "HEADER":
                    Header(check, component, named);
                    break;
                case "BODY" when category == "AUTHENTICATION":
                    break;
                case "BODY":
                    Body(check, component, named, kinds.Contains("LIMITED_TIME_OFFER") ? 600 : 1024);
                    break;
                case "FOOTER":
                    Footer(check, component, kinds.Contains("LIMITED_TIME_OFFER"));
                    break;
                case "BUTTONS":
                    TemplateButtonRules.Run(check, component);
                    break;
                case "CAROUSEL":
                    Carousel(check, component);
                    break;
                case "LIMITED_TIME_OFFER" or "CALL_PERMISSION_REQUEST":
                    break;
                default:
                    check.Refuse(
                        GraphError.Parameter(
                            "Param components type must be one of {BODY, BUTTONS, CAROUSEL, FOOTER, HEADER, LIMITED_TIME_OFFER} "
                                + $"- got \"{kind}\"."
                        )
                    );
                    break;
            }
        }
    }

    public static GraphError TooLong(string what, int most) =>
        GraphError.Template(
            2388040,
            "Character Limit Exceeded",
            $"{what} has too many characters: at most {most} are allowed."
        );

    private static void Header(Check check, Part header, bool named)
    {
        var format = check.Text(header["format"]).ToUpperInvariant();
        check.Unless(
            check.Failed || format is "TEXT" or "IMAGE" or "VIDEO" or "DOCUMENT" or "LOCATION" or "GIF" or "PRODUCT",
            () => BadHeader($"The header format {format} is not known")
        );

        if (check.Failed)
        {
            return;
        }

        if (format == "TEXT")
        {
            var text = check.Text(header["text"]);
            check.Unless(CodePoints.Fit(text, 60), () => TooLong("The header", 60));
            check.Unless(
                TemplateText.Variables(text).Count <= 1,
                () => BadHeader("A header can have only one variable")
            );
            Numbered(check, text, named, BadHeader);
            var example = header["example"].Unwrapped();
            check.Unless(
                TemplateText.Variables(text).Count == 0
                    || !example["header_text"].Missing
                    || !example["header_text_named_params"].Missing,
                () => BadHeader("A header with a variable needs an example")
            );
        }
        else if (format is "IMAGE" or "VIDEO" or "DOCUMENT" or "GIF")
        {
            check.Unless(
                header["example"].Unwrapped()["header_handle"].Unwrapped().Items().Any(),
                () => BadHeader("A header with a file needs an example with a header_handle")
            );
        }
    }

    private static void Body(Check check, Part body, bool named, int most)
    {
        var text = check.Text(body["text"]);

        if (check.Failed)
        {
            return;
        }

        check.Unless(CodePoints.Fit(text, most), () => TooLong("The body", most));
        var variables = TemplateText.Variables(text);
        Numbered(check, text, named, BadBody);
        check.Unless(
            !Edge().IsMatch(text.Trim()),
            () =>
                GraphError.Template(
                    2388299,
                    "Leading or Trailing Params Not Allowed",
                    "Variables can't be at the start or end of the template."
                )
        );
        check.Unless(!Touching().IsMatch(text), () => BadBody("Two variables stand side by side"));
        check.Unless(
            variables.Count == 0
                || text.Split(Array.Empty<char>(), StringSplitOptions.RemoveEmptyEntries).Length
                    >= 2 * variables.Count + 1,
            () =>
                GraphError.Template(
                    2388293,
                    "Parameters Words Ratio Exceeds Limit",
                    "This template has too many variables for its length. Reduce the number of variables or increase the message length."
                )
        );
        var example = body["example"].Unwrapped();
        check.Unless(
            variables.Count == 0 || !example["body_text"].Missing || !example["body_text_named_params"].Missing,
            () => BadBody("A body with variables needs an example for each")
        );
    }

    private static void Numbered(Check check, string text, bool named, Func<string, GraphError> error)
    {
        var variables = TemplateText.Variables(text);

        if (named)
        {
            check.Unless(
                variables.All(variable => NamedVariable().IsMatch(variable)),
                () => error("Named variables are lower-case letters, digits and underscores")
            );
            return;
        }

        check.Unless(
            variables.Index().All(one => one.Item == $"{one.Index + 1}"),
            () => error("Variables are numbered from {{1}} on, without gaps")
        );
    }

    private static void Footer(Check check, Part footer, bool offer)
    {
        if (!footer["code_expiration_minutes"].Missing)
        {
            check.Unless(
                int.TryParse(footer["code_expiration_minutes"].Text, out var minutes) && minutes is >= 1 and <= 90,
                () => BadFooter("code_expiration_minutes must be 1 to 90")
            );
            return;
        }

        var text = check.Text(footer["text"]);
        check.Unless(CodePoints.Fit(text, 60), () => TooLong("The footer", 60));
        check.Unless(TemplateText.Variables(text).Count == 0 && !offer, () => BadFooter("A footer has no variables"));
    }

    private static void Carousel(Check check, Part carousel)
    {
        var cards = check.List(carousel["cards"]);
        check.Unless(cards.Count is >= 2 and <= 10, () => GraphError.Parameter("Param cards must have 2 to 10 items."));
        var shapes = cards
            .Select(card =>
                string.Join(
                    ',',
                    check
                        .List(check.Object(card)["components"])
                        .Select(component => check.Text(check.Object(component)["type"]).ToUpperInvariant())
                        .Order()
                )
            )
            .ToList();
        check.Unless(
            shapes.Distinct().Count() <= 1,
            () => GraphError.Parameter("All cards must have the same components.")
        );
    }

    private static GraphError BadHeader(string why) =>
        GraphError.Template(2388047, "Message template header format is incorrect", why);

    private static GraphError BadBody(string why) =>
        GraphError.Template(2388072, "Message template body format is incorrect", why);

    private static GraphError BadFooter(string why) =>
        GraphError.Template(2388073, "Message template footer format is incorrect", why);

    [GeneratedRegex(@"\A[a-z0-9_]{1,512}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z]{2,3}(_[A-Z]{2,4})?\z")]
    private static partial Regex Language();

    [GeneratedRegex(@"\A[a-z0-9_]+\z")]
    private static partial Regex NamedVariable();

    [GeneratedRegex(@"\A\{\{[^}]*\}\}|\{\{[^}]*\}\}\z")]
    private static partial Regex Edge();

    [GeneratedRegex(@"\}\}\s*\{\{")]
    private static partial Regex Touching();
}
