using System.Globalization;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Older;

/// <summary>How each of the twelve types of the older system becomes one of ours.</summary>
internal static class OlderTypes
{
    private const int MostOptions = 10;
    private const int MostDelay = 31_536_000;

    private static readonly Dictionary<string, (string Type, Action<OlderNode> Translate)> All = new(
        StringComparer.Ordinal
    )
    {
        ["trigger"] = ("trigger", Trigger),
        ["message"] = ("message", node => node.Rename("text", "message", "content")),
        ["options"] = ("options", Options),
        ["delay"] = ("delay", Delay),
        ["condition"] = ("condition", OlderConditions.Translate),
        ["api"] = ("api", Api),
        ["variable"] = ("assign", Variable),
        ["assign"] = ("assign", Variable),
        ["media"] = ("media", Media),
        ["whatsapp_flow"] = ("whatsapp_flow", Form),
        ["whatsappflow"] = ("whatsapp_flow", Form),
        ["whatsapp-flow"] = ("whatsapp_flow", Form),
        ["handoff"] = ("handoff", _ => { }),
        ["goto"] = ("goto", node => node.Rename("targetNodeId", "target", "nodeId", "targetId")),
        ["end"] = ("end", _ => { }),
    };

    public static void Translate(OlderNode node, IReadOnlySet<string> ids, string? flowKeyword)
    {
        if (!All.TryGetValue(node.Type.ToLowerInvariant(), out var known))
        {
            node.Need($"There is no node of the type “{node.Type}”; build its part anew.");
            return;
        }

        if (node.Type != known.Type)
            node.Change($"The type “{node.Type}” is now called “{known.Type}”.");
        node.Type = known.Type;
        if (known.Type == "trigger" && string.IsNullOrWhiteSpace(node.Text("keyword")) && !HasKeywords(node))
            TakeKeyword(node, flowKeyword);
        known.Translate(node);
        if (known.Type == "goto" && !ids.Contains(node.Text("targetNodeId") ?? ""))
            node.Need("The node to jump to does not exist; choose another.");
    }

    private static bool HasKeywords(OlderNode node) => node.Data["keywords"] is JsonArray { Count: > 0 };

    private static void TakeKeyword(OlderNode node, string? flowKeyword)
    {
        if (string.IsNullOrWhiteSpace(flowKeyword) || node.Text("kind") is not (null or "keyword"))
            return;

        node.Data["keyword"] = flowKeyword;
        node.Change("The keyword is the one that the whole flow had.");
    }

    private static void Trigger(OlderNode node)
    {
        if (node.Text("keyword") is not { } keyword)
            return;

        node.Data.Remove("keyword");
        if (Fold.Of(keyword) == "default" && !HasKeywords(node))
        {
            node.Data["kind"] = "default";
            node.Change("The keyword “default” is now a trigger of its own kind.");
            return;
        }

        if (!HasKeywords(node))
            node.Data["keywords"] = new JsonArray();
        if (!string.IsNullOrWhiteSpace(keyword))
            node.Data["keywords"]!.AsArray().Add(keyword);
        if (node.Data["match"] is null)
            node.Change("The keyword must now stand in the message as a whole word.");
    }

    /// <summary>Options keep their index as their id, so that every edge stays where it is when they are moved later.</summary>
    private static void Options(OlderNode node)
    {
        node.Rename("text", "question", "message");
        if (node.Data["options"] is not JsonArray options)
        {
            node.Need("There are no options; add some.");
            return;
        }

        if (options.Count > MostOptions)
            node.Need($"There are {options.Count} options and WhatsApp shows {MostOptions}; take some away.");
        if (options.All(option => option is JsonObject))
            return;

        node.Data["options"] = new JsonArray([
            .. options
                .Select((option, index) => option as JsonObject ?? (JsonNode)Option(option, index))
                .Select(option => option.DeepClone()),
        ]);
        node.Change("Each option now has an id, so that its way stays when options are moved.");
    }

    private static JsonObject Option(JsonNode? label, int index) =>
        new()
        {
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"opt-{index}"),
            ["label"] = OlderNode.TextOf(label) ?? "",
        };

    private static void Delay(OlderNode node)
    {
        if (Values.Number(node.Text("seconds")) is not { } seconds || seconds > MostDelay)
        {
            node.Need("How long to wait cannot be read; set it in seconds.");
            return;
        }

        if (seconds >= 1 && decimal.Truncate(seconds) == seconds)
            return;

        node.Data["seconds"] = (int)Math.Max(1, decimal.Ceiling(seconds));
        node.Change($"It now waits {node.Text("seconds")} s: the time is in whole seconds and at least one.");
    }

    private static void Media(OlderNode node)
    {
        node.Rename("mediaType", "kind");
        node.Rename("url", "mediaUrl", "link");
        node.Rename("id", "mediaId");
    }

    private static void Api(OlderNode node)
    {
        node.Rename("assignTo", "resultVariable", "saveAs");
        if (node.Data["headers"] is JsonArray list && list.All(header => header is JsonObject))
            Headers(node, list.Select(header => (Part(header, "key") ?? Part(header, "name"), Part(header, "value"))));
        else if (node.Text("headers") is { } text)
        {
            if (string.IsNullOrWhiteSpace(text))
                node.Data.Remove("headers");
            else if (Json.TryParse(FlowDocument.Normal(text), out var read) && read is JsonObject headers)
                Headers(
                    node,
                    headers
                        .Where(part => part.Key != "schemaVersion")
                        .Select(part => ((string?)part.Key, OlderNode.TextOf(part.Value)))
                );
            else
                node.Need("The headers cannot be read; write them as names and values.");
        }
    }

    private static void Headers(OlderNode node, IEnumerable<(string? Name, string? Value)> given)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in given.Where(header => !string.IsNullOrWhiteSpace(header.Name)))
            headers[name!] = value ?? "";
        node.Data["headers"] = headers;
        node.Change("The headers are now names and values.");
    }

    private static string? Part(JsonNode? whole, string name) => OlderNode.TextOf((whole as JsonObject)?[name]);

    /// <summary>The older system knew texts only.</summary>
    private static void Variable(OlderNode node)
    {
        node.Rename("key", "variable", "variableName");
        if (
            node.Data["valueType"] is null
            && node.Data["value"] is JsonValue value
            && OlderNode.TextOf(value) is { } text
        )
            (node.Data["value"], node.Data["valueType"]) = (text, "text");
        if (string.IsNullOrWhiteSpace(node.Text("key")))
            node.Need("Nothing says which variable to set; name it.");
    }

    private static void Form(OlderNode node)
    {
        if (string.IsNullOrWhiteSpace(node.Text("flowId") ?? node.Text("flowName")))
            node.Need("Nothing says which form to send; choose it.");
        else
            node.Change("It now sends the form and waits for the answer.");
    }
}
