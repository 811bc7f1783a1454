using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>A message that the pretend Meta has reviewed, or will.</summary>
internal sealed class Template(string id, string name, string language, DateTimeOffset madeAt)
{
    public string Id { get; } = id;
    public string Name { get; } = name;
    public string Language { get; } = language;
    public DateTimeOffset MadeAt { get; } = madeAt;
    public string Category { get; set; } = "UTILITY";
    public bool Named { get; set; }
    public string Status { get; set; } = "PENDING";
    public string Reason { get; set; } = "NONE";
    public string Quality { get; set; } = "UNKNOWN";
    public JsonElement Components { get; set; }
    public TemplateShape Shape { get; set; } = TemplateShape.Empty;

    /// <summary>Counts the reviews: the outcome of one that was overtaken by an edit does not count.</summary>
    public int Round { get; set; }
    public List<DateTimeOffset> Edits { get; } = [];

    public JsonObject Json() =>
        new()
        {
            ["id"] = Id,
            ["name"] = Name,
            ["status"] = Status,
            ["category"] = Category,
            ["language"] = Language,
            ["parameter_format"] = Named ? "NAMED" : "POSITIONAL",
            ["components"] = JsonNode.Parse(Components.GetRawText()),
            ["rejected_reason"] = Reason,
            ["quality_score"] = new JsonObject { ["score"] = Quality, ["date"] = MadeAt.ToUnixTimeSeconds() },
        };
}

/// <summary>A button of a template, as far as a send must know it.</summary>
internal sealed record TemplateButton(string Type, string Text, string? Url)
{
    public bool WantsParameter =>
        Type is "COPY_CODE" or "OTP" || (Url is { } url && url.Contains("{{", StringComparison.Ordinal));
}

/// <summary>What a template wants to be filled in with.</summary>
internal sealed record TemplateShape(
    string? HeaderFormat,
    string? HeaderText,
    string Body,
    string? Footer,
    IReadOnlyList<TemplateButton> Buttons,
    int Cards
)
{
    public static readonly TemplateShape Empty = new(null, null, "", null, [], 0);

    public IReadOnlyList<string> HeaderVariables { get; } = TemplateText.Variables(HeaderText);
    public IReadOnlyList<string> BodyVariables { get; } = TemplateText.Variables(Body);

    public bool MediaHeader => HeaderFormat is "IMAGE" or "VIDEO" or "DOCUMENT" or "LOCATION" or "GIF";

    public bool OnlyBody => HeaderFormat is null && Footer is null && Buttons.Count == 0 && Cards == 0;

    public static TemplateShape Of(Part components)
    {
        var shape = Empty;

        foreach (var component in components.Items())
        {
            shape = component["type"].Text?.ToUpperInvariant() switch
            {
                "HEADER" => shape with
                {
                    HeaderFormat = component["format"].Text?.ToUpperInvariant(),
                    HeaderText = component["text"].Text,
                },
                "BODY" => shape with { Body = component["text"].Text ?? "*{{1}}* is your verification code." },
                "FOOTER" => shape with { Footer = component["text"].Text },
                "BUTTONS" => shape with
                {
                    Buttons =
                    [
                        .. component["buttons"]
                            .Unwrapped()
                            .Items()
                            .Select(button => new TemplateButton(
                                button["type"].Text?.ToUpperInvariant() ?? "",
                                button["text"].Text ?? "",
                                button["url"].Text
                            )),
                    ],
                },
                "CAROUSEL" => shape with { Cards = component["cards"].Unwrapped().Items().Count() },
                _ => shape,
            };
        }

        // records copy what was computed: built anew so that the variables are those of the text
        return new(shape.HeaderFormat, shape.HeaderText, shape.Body, shape.Footer, shape.Buttons, shape.Cards);
    }
}
