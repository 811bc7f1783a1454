using System.Text.RegularExpressions;

namespace WhatsAppBot.Simulator;

/// <summary>The shape of a template message. Which templates exist, and with which parameters, nobody has told us.</summary>
internal static partial class TemplateCheck
{
    public static void Run(Check check, Part template)
    {
        check.Text(template["name"], 512);
        check.Text(check.Object(template["language"])["code"]);

        foreach (var component in check.MaybeList(template["components"]))
        {
            Component(check, check.Object(component));
        }
    }

    private static void Component(Check check, Part component)
    {
        var type = check.Text(component["type"]).ToLowerInvariant();
        check.Unless(
            type
                is "header"
                    or "body"
                    or "footer"
                    or "button"
                    or "carousel"
                    or "limited_time_offer"
                    or "order_status"
                    or "",
            () => GraphError.Invalid($"Component type '{type}' is not valid")
        );

        if (type == "button")
        {
            check.Text(component["sub_type"]);
            check.Text(component["index"]);
        }

        foreach (var card in check.MaybeList(component["cards"]))
        {
            foreach (var part in check.MaybeList(check.Object(card)["components"]))
            {
                Component(check, check.Object(part));
            }
        }

        foreach (var parameter in check.MaybeList(component["parameters"]))
        {
            Parameter(check, check.Object(parameter));
        }
    }

    private static void Parameter(Check check, Part parameter)
    {
        var type = check.Text(parameter["type"]).ToLowerInvariant();

        switch (type)
        {
            case "text":
                var text = check.MaybeText(parameter["text"]);
                check.Unless(
                    text is not (null or ""),
                    () => GraphError.Invalid("Parameter 'text' is mandatory for component parameter type 'text'")
                );
                check.Unless(
                    text is null || !Untidy().IsMatch(text),
                    () =>
                        GraphError.Invalid(
                            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
                        )
                );
                break;
            case "image" or "video" or "document":
                SendCheck.Media(check, check.Object(parameter[type]), type);
                break;
            case "payload" or "coupon_code":
                check.Text(parameter[type]);
                break;
            case "currency" or "date_time" or "location" or "action" or "limited_time_offer":
                check.Object(parameter[type]);
                break;
        }
    }

    [GeneratedRegex("[\n\r\t]| {5}")]
    private static partial Regex Untidy();
}
