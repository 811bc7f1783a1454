using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows;

/// <summary>The component that a parameter belongs to; only buttons have a sub-type and an index.</summary>
internal readonly record struct TemplatePlace(string Component, string? SubType, int? Index);

/// <summary>One value of an approved template: where it goes, of which type it is, and what it is filled with.</summary>
internal sealed record TemplateParameter(TemplatePlace Place, string Type, string? Name, JsonTemplate Value)
{
    private const int MostText = 1_024;
    private const int MostSpaces = 4;
    private const int MostIndex = 9;

    private static readonly string[] Components = ["header", "body", "button", "limited_time_offer", "carousel"];
    private static readonly string[] Types =
    [
        "text",
        "image",
        "video",
        "document",
        "location",
        "currency",
        "date_time",
        "payload",
        "coupon_code",
        "action",
        "product",
        "limited_time_offer",
        "cards",
    ];

    private static readonly string[] Buttons =
    [
        "url",
        "quick_reply",
        "copy_code",
        "flow",
        "catalog",
        "mpm",
        "voice_call",
        "order_details",
    ];

    /// <summary>An object {component, subType?, index?, type?, name?, value}, or a bare text for the body.</summary>
    public static TemplateParameter Read(NodeData data, JsonElement item)
    {
        JsonElement? Member(string name) =>
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : null;
        string? Word(string name) => NodeData.TextOf(Member(name)) is { Length: > 0 } text ? text : null;

        var component = (Word("component") ?? "body").ToLowerInvariant();
        var isButton = component is "button" or "buttons";
        if (isButton)
            component = "button";
        Among(data, component, Components);
        var subType = isButton ? (Word("subType") ?? Word("sub_type") ?? "url").ToLowerInvariant() : null;
        if (subType is not null)
            Among(data, subType, Buttons);
        var type = (Word("type") ?? TypeOf(component, subType)).ToLowerInvariant();
        // authors write the type of a quick reply or a coupon as text: there is only one that Meta takes
        if (type == "text" && isButton && subType != "url")
            type = TypeOf(component, subType);
        Among(data, type, Types);

        return new TemplateParameter(
            new TemplatePlace(component, subType, isButton ? IndexOf(data, Word("index")) : null),
            type,
            Word("name") ?? Word("parameterName"),
            JsonTemplate.Read(
                data,
                item.ValueKind == JsonValueKind.Object ? Member("value") ?? default : item,
                "templateParameters"
            )
        );
    }

    public JsonObject Fill(Run run, Node node, Allowance left)
    {
        var value = Value.Fill(run, node.Id, left);
        var parameter = new JsonObject { ["type"] = Type };
        if (Name is not null)
            parameter["parameter_name"] = Name;
        parameter[Type] = Type switch
        {
            "text" or "payload" or "coupon_code" => Line(run, node, value),
            "image" or "video" or "document" when value is not JsonObject => File(value),
            "location" when value is not JsonObject => Position(run, node, value),
            "currency" when value is not JsonObject => Money(run, node, value),
            "date_time" when value is not JsonObject => new JsonObject { ["fallback_value"] = Line(run, node, value) },
            "action" when value is not JsonObject => new JsonObject { ["flow_token"] = Line(run, node, value) },
            "limited_time_offer" when value is not JsonObject => new JsonObject { ["expiration_time_ms"] = value },
            _ => value,
        };
        return parameter;
    }

    private static void Among(NodeData data, string word, string[] known)
    {
        if (!known.Contains(word))
            data.Wrong("bad_choice", "templateParameters", $"“{word}” is none of {string.Join(", ", known)}.");
    }

    private static int IndexOf(NodeData data, string? text)
    {
        if (text is null)
            return 0;

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= MostIndex)
            return index;

        data.Wrong(
            "bad_number",
            "templateParameters",
            $"A button's index must be a whole number from 0 to {MostIndex}."
        );
        return 0;
    }

    private static string TypeOf(string component, string? subType) =>
        (component, subType) switch
        {
            ("limited_time_offer", _) => "limited_time_offer",
            ("carousel", _) => "cards",
            (_, "quick_reply" or "voice_call") => "payload",
            (_, "copy_code") => "coupon_code",
            (_, "flow" or "catalog" or "mpm" or "order_details") => "action",
            _ => "text",
        };

    /// <summary>Meta refuses empty texts, line breaks, tabs and more than four spaces in a row.</summary>
    private string Line(Run run, Node node, JsonNode? value)
    {
        var line = new StringBuilder();
        var spaces = 0;
        foreach (var c in Values.Text(Values.From(value)).Trim())
        {
            spaces = c is ' ' or '\n' or '\r' or '\t' ? spaces + 1 : 0;
            if (spaces <= MostSpaces)
                line.Append(spaces > 0 ? ' ' : c);
        }

        if (line.Length > 0)
            return Texts.Shorten(line.ToString(), MostText);

        run.Trouble(
            node.Id,
            "empty_parameter",
            $"A parameter of the template's {Place.Component} was empty; “-” was sent."
        );
        return "-";
    }

    private static JsonObject File(JsonNode? value)
    {
        var text = Values.Text(Values.From(value)).Trim();
        return new JsonObject { [WebAddress.IsSound(text) ? "link" : "id"] = text };
    }

    /// <summary>A place as “latitude, longitude”.</summary>
    private static JsonObject Position(Run run, Node node, JsonNode? value)
    {
        var parts = Values.Text(Values.From(value)).Split(',', StringSplitOptions.TrimEntries);
        if (
            parts.Length != 2
            || Values.Number(parts[0]) is not { } latitude
            || Values.Number(parts[1]) is not { } longitude
        )
        {
            run.Trouble(node.Id, "bad_place", "The template's place is no “latitude, longitude”.");
            (latitude, longitude) = (0, 0);
        }
        return new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude };
    }

    /// <summary>An amount as “12.50 EUR”.</summary>
    private static JsonObject Money(Run run, Node node, JsonNode? value)
    {
        var text = Values.Text(Values.From(value)).Trim();
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (
            parts is not [var number, { Length: 3 } code]
            || Values.Number(number) is not { } amount
            || Math.Abs(amount) > 1e12m
        )
        {
            run.Trouble(
                node.Id,
                "bad_amount",
                "The template's amount is no number with a currency, such as “12.50 EUR”."
            );
            (code, amount) = ("USD", 0);
        }
        return new JsonObject
        {
            ["fallback_value"] = text.Length > 0 ? text : "-",
            ["code"] = code.ToUpperInvariant(),
            ["amount_1000"] = (long)(amount * 1000),
        };
    }
}
