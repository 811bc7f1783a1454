namespace WhatsAppBot.Simulator;

/// <summary>Meta's rules for interactive messages.</summary>
internal static class InteractiveCheck
{
    public static void Run(Check check, Part interactive)
    {
        var type = check.Text(interactive["type"]);
        var bodyOptional = type is "product" or "call_permission_request" or "order_details" or "order_status";
        Words(check, interactive["body"], "Body", type == "list" ? 4096 : 1024, bodyOptional);
        Words(check, interactive["footer"], "Footer", 60, optional: true);
        Header(check, interactive["header"], type);

        var action = check.Object(interactive["action"]);

        switch (type)
        {
            case "button":
                Buttons(check, action["buttons"]);
                break;
            case "list":
                ListCheck.Run(check, action);
                break;
            case "cta_url":
                Link(check, Named(check, action, "cta_url"));
                break;
            case "flow":
                Flow(check, Named(check, action, "flow"));
                break;
            case "location_request_message":
                check.Unless(
                    interactive["header"].Missing && interactive["footer"].Missing,
                    () => GraphError.Value("Header and footer are not supported for location_request_message")
                );
                Name(check, action, "send_location");
                break;
            case "product":
                check.Text(action["catalog_id"]);
                check.Text(action["product_retailer_id"]);
                break;
            case "product_list":
                Products(check, action);
                break;
            case "catalog_message" or "address_message" or "request_contact_info":
                Name(check, action, type);
                break;
            case "carousel":
                var cards = check.List(action["cards"]);
                check.Unless(
                    cards.Count is >= 2 and <= 10,
                    () => GraphError.Value("Invalid cards count. Min allowed cards: 2, Max allowed cards: 10")
                );
                break;
            case "call_permission_request" or "voice_call" or "order_details" or "order_status":
                break;
            default:
                check.Refuse(GraphError.Value($"Interactive type '{type}' is not supported"));
                break;
        }
    }

    private static void Words(Check check, Part part, string what, int most, bool optional)
    {
        var words = optional ? check.Maybe(part) : check.Object(part.Missing ? part["text"] : part);

        if (!words.IsObject)
        {
            // a missing body is told about by its text, the member that people know
            return;
        }

        check.Sized(words["text"], most, () => $"{what} text length invalid. Min length: 1, Max length: {most}");
    }

    private static void Header(Check check, Part part, string type)
    {
        var header = check.Maybe(part);
        check.Unless(type != "product_list" || header.IsObject, () => GraphError.Required(part.Path));

        if (!header.IsObject)
        {
            return;
        }

        check.Unless(
            type is not ("product" or "carousel"),
            () => GraphError.Value($"Header is not supported for {type}")
        );
        var kind = check.Text(header["type"]);
        check.Unless(
            kind == "text" || type is not ("list" or "product_list"),
            () => GraphError.Value($"Header type '{kind}' is not supported for {type}. Supported types: text")
        );

        switch (kind)
        {
            case "text":
                check.Sized(header["text"], 60, () => "Header text length invalid. Min length: 1, Max length: 60");
                break;
            case "image" or "video" or "document":
                SendCheck.Media(check, check.Object(header[kind]), kind);
                break;
            default:
                check.Refuse(GraphError.Value($"Header type '{kind}' is not supported"));
                break;
        }
    }

    private static void Buttons(Check check, Part part)
    {
        var buttons = check.List(part);
        check.Unless(
            buttons.Count is >= 1 and <= 3,
            () => GraphError.Value("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3")
        );
        var ids = new HashSet<string>();
        var titles = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

        foreach (var button in buttons)
        {
            var type = check.Text(check.Object(button)["type"]);
            check.Unless(
                type == "reply",
                () => GraphError.Value($"Button type '{type}' is not supported. Supported types: reply")
            );
            var reply = check.Object(button["reply"]);
            var id = check.Sized(reply["id"], 256, () => "Button id length invalid. Min length: 1, Max length: 256");
            var title = check.Sized(
                reply["title"],
                20,
                () => "Button title length invalid. Min length: 1, Max length: 20"
            );
            check.Unless(id == id.Trim(), () => GraphError.Value("Button id must not have leading or trailing spaces"));
            check.Unless(titles.Add(title), () => GraphError.Value("Buttons titles must be unique"));
            check.Unless(ids.Add(id), () => GraphError.Value("Buttons ids must be unique"));
        }
    }

    private static void Link(Check check, Part parameters)
    {
        check.Sized(
            parameters["display_text"],
            20,
            () => "Button display text length invalid. Min length: 1, Max length: 20"
        );
        var url = check.Text(parameters["url"]);
        check.Unless(
            Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https",
            () => GraphError.Value("Button url is not a valid URL")
        );
    }

    private static void Flow(Check check, Part parameters)
    {
        check.Unless(
            !parameters["flow_id"].Missing || !parameters["flow_name"].Missing,
            () => GraphError.Required(parameters["flow_id"].Path)
        );
        check.Sized(parameters["flow_cta"], 20, () => "Flow cta length invalid. Min length: 1, Max length: 20");
        var action = check.MaybeText(parameters["flow_action"]) ?? "navigate";
        check.Unless(
            action is "navigate" or "data_exchange",
            () => GraphError.Value($"Flow action '{action}' is not supported")
        );
        var payload = check.Maybe(parameters["flow_action_payload"]);
        check.Unless(
            !payload.IsObject || action == "navigate",
            () => GraphError.Value("flow_action_payload is only allowed for flow_action navigate")
        );

        if (!payload.IsObject)
        {
            return;
        }

        check.Text(payload["screen"]);
        var data = check.Maybe(payload["data"]);
        check.Unless(
            !data.IsObject || data.Value.EnumerateObject().Any(),
            () => GraphError.Value("flow_action_payload data must not be empty")
        );
    }

    private static void Products(Check check, Part action)
    {
        check.Text(action["catalog_id"]);
        var sections = check.List(action["sections"]);
        check.Unless(
            sections.Count is >= 1 and <= 10,
            () => GraphError.Value("Invalid sections count. Min allowed sections: 1, Max allowed sections: 10")
        );
        var products = sections.Sum(section => check.List(check.Object(section)["product_items"]).Count);
        check.Unless(products <= 30, () => GraphError.Value("Total product count exceed max allowed count: 30"));
    }

    private static Part Named(Check check, Part action, string name)
    {
        Name(check, action, name);
        return check.Object(action["parameters"]);
    }

    private static void Name(Check check, Part action, string name)
    {
        var given = check.Text(action["name"]);
        check.Unless(given == name, () => GraphError.Value($"Action name '{given}' is not valid. Expected: {name}"));
    }
}
