using static WhatsAppBot.Flows.Describing.Parts;
using static WhatsAppBot.Flows.FieldKind;

namespace WhatsAppBot.Flows.Describing;

/// <summary>How a flow ends or is handed on, and notes for people.</summary>
internal static class EndNodes
{
    public static IEnumerable<NodeDescription> All()
    {
        yield return new(
            "handoff",
            NodeIntent.End,
            "handoff",
            new("Hand to a person", "Pasar a una persona"),
            new("The bot is silent until a person hands it back", "El bot calla hasta que se lo devuelvan"),
            [
                new("message", LongTemplate, new("Say first", "Decir antes")) { OnNode = true, Max = Texts.MostText },
                new("queue", Template, new("Queue", "Cola")) { OnNode = true, Max = 100 },
                new("note", LongTemplate, new("Note for the team", "Nota para el equipo")) { Max = Texts.MostText },
                Limit with
                {
                    Hint = new(
                        "If nobody has handed it back by then, the talk goes on at “No answer in time”.",
                        "Si nadie la devolvió para entonces, sigue por «Sin respuesta a tiempo»."
                    ),
                },
            ],
            [new(null, new("Handed back", "Devuelta")), NoAnswer],
            Sample("""{ "message": "A person will answer soon." }""")
        )
        {
            Search = new("agent human inbox support", "agente humano soporte"),
        };

        yield return new(
            "end",
            NodeIntent.End,
            "flag",
            new("End", "Fin"),
            new("Ends the talk here", "La charla termina acá"),
            [
                new("reason", Template, new("Reason, for reports", "Motivo, para informes")) { OnNode = true },
                new("returns", Map, new("Give back to the calling flow", "Devolver al flujo que lo llamó")),
            ],
            [],
            Sample("""{}""")
        )
        {
            Search = new("stop finish", "terminar parar"),
        };

        yield return new(
            "note",
            NodeIntent.Canvas,
            "note",
            new("Note", "Nota"),
            new("For people who read the flow; never runs", "Para quien lee el flujo; no se ejecuta"),
            [new("text", LongText, new("Note", "Nota")) { OnNode = true }],
            [],
            Sample("""{ "text": "" }""")
        )
        {
            Entry = true,
            Search = new("sticky comment", "comentario adhesivo"),
        };
    }
}
