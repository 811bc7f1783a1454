using System.Text.Json.Nodes;
using static WhatsAppBot.Flows.FieldKind;

namespace WhatsAppBot.Flows.Describing;

/// <summary>Fields and ways that several types of node have.</summary>
internal static class Parts
{
    public const int AYear = 31_536_000;

    public static readonly ExitDescription Next = new(null, new("Next", "Sigue"));

    public static readonly ExitDescription Failed = new(Handles.Error, new("If it fails", "Si falla")) { Aside = true };

    public static readonly ExitDescription NoAnswer = new(
        Handles.Timeout,
        new("No answer in time", "Sin respuesta a tiempo")
    )
    {
        Aside = true,
    };

    public static readonly FieldDescription Limit = new(
        "timeoutSeconds",
        Duration,
        new("Wait at most", "Esperar como máximo")
    )
    {
        Min = 1,
        Max = AYear,
        Hint = new(
            "Then the talk goes on at “No answer in time”. Empty: as long as the flow allows.",
            "Después sigue por «Sin respuesta a tiempo». Vacío: lo que permita el flujo."
        ),
    };

    public static readonly FieldDescription Attempts = new(
        "maxAttempts",
        Number,
        new("Ask again at most", "Repreguntar como máximo")
    )
    {
        Min = 0,
        Max = 100,
        Hint = new(
            "How often to ask again after an answer that does not fit.",
            "Cuántas veces repreguntar si la respuesta no sirve."
        ),
    };

    public static JsonObject Sample(string json) => JsonNode.Parse(json)!.AsObject();
}
