using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>What people see of the business, and what a chat offers before anything was said.</summary>
internal static class ProfileEndpoint
{
    private static readonly (string Name, int Most)[] Texts =
    [
        ("about", 139),
        ("address", 256),
        ("description", 512),
        ("email", 128),
        ("profile_picture_handle", 4096),
    ];

    private static readonly HashSet<string> Verticals =
    [
        "UNDEFINED",
        "OTHER",
        "AUTO",
        "BEAUTY",
        "APPAREL",
        "EDU",
        "ENTERTAIN",
        "EVENT_PLAN",
        "FINANCE",
        "GROCERY",
        "GOVT",
        "HOTEL",
        "HEALTH",
        "NONPROFIT",
        "PROF_SERVICES",
        "RETAIL",
        "TRAVEL",
        "RESTAURANT",
        "NOT_A_BIZ",
        "",
    ];

    public static Task Handle(GraphCall call, Line line) =>
        call.Method == "GET" ? Show(call, line) : Change(call, line);

    public static Task Automation(GraphCall call, Line line)
    {
        lock (line.State.Gate)
        {
            if (call.Method == "GET")
            {
                var told = Told(line.State.Automation);
                told["id"] = line.Number.PhoneNumberId;
                return call.Answer(told);
            }

            var check = new Check();
            Lines(check, call.Root["prompts"], 4, 80);
            var commands = check.MaybeList(call.Root["commands"]);
            check.Unless(
                commands.Count <= 30,
                () => GraphError.Parameter("Param commands must have at most 30 items.")
            );

            foreach (var command in commands)
            {
                check.Text(check.Object(command)["command_name"], 32);
                check.Text(command["command_description"], 256);
            }

            return Keep(call, check, line.State.Automation, "prompts", "commands", "enable_welcome_message");
        }
    }

    private static Task Show(GraphCall call, Line line)
    {
        lock (line.State.Gate)
        {
            var told = Told(line.State.Profile);
            told.Remove("profile_picture_handle");
            var asked = GraphCall.FieldNames(call.Query("fields")).ToList();
            var answer = new JsonObject();

            foreach (var field in told.Where(field => asked.Count == 0 || asked.Contains(field.Key)))
            {
                answer[field.Key] = field.Value?.DeepClone();
            }

            answer["messaging_product"] = "whatsapp";
            return call.Answer(new JsonObject { ["data"] = new JsonArray(answer) });
        }
    }

    private static Task Change(GraphCall call, Line line)
    {
        var check = new Check();
        check.Text(call.Root["messaging_product"]);

        foreach (var (name, most) in Texts)
        {
            check.MaybeText(call.Root[name], most);
        }

        Lines(check, call.Root["websites"], 2, 256);
        var vertical = check.MaybeText(call.Root["vertical"]);
        check.Unless(
            vertical is null || Verticals.Contains(vertical),
            () =>
                GraphError.Parameter(
                    $"Param vertical must be one of {{{string.Join(", ", Verticals)}}} - got \"{vertical}\"."
                )
        );

        lock (line.State.Gate)
        {
            return Keep(call, check, line.State.Profile, [.. Texts.Select(text => text.Name), "websites", "vertical"]);
        }
    }

    private static void Lines(Check check, Part part, int most, int length)
    {
        var lines = check.MaybeList(part);
        check.Unless(
            lines.Count <= most,
            () => GraphError.Parameter($"Param {part.Path} must have at most {most} items.")
        );

        foreach (var line in lines)
        {
            check.Text(line, length);
        }
    }

    private static Task Keep(GraphCall call, Check check, Dictionary<string, JsonElement> kept, params string[] names)
    {
        if (check.Refusal is { } refusal)
        {
            return call.Refuse(refusal);
        }

        foreach (var name in names.Where(name => !call.Root[name].Missing))
        {
            kept[name] = call.Root[name].Unwrapped().Value.Clone();
        }

        return call.Success();
    }

    private static JsonObject Told(Dictionary<string, JsonElement> kept) =>
        new(kept.Select(one => KeyValuePair.Create(one.Key, JsonNode.Parse(one.Value.GetRawText()))));
}
