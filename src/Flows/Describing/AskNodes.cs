using static WhatsAppBot.Flows.Describing.Parts;
using static WhatsAppBot.Flows.FieldKind;

namespace WhatsAppBot.Flows.Describing;

/// <summary>What a flow asks and waits for.</summary>
internal static class AskNodes
{
    public static IEnumerable<NodeDescription> All()
    {
        yield return new(
            "options",
            NodeIntent.Ask,
            "list",
            new("Ask with buttons", "Preguntar con botones"),
            new("Up to 3 options are buttons, up to 10 a list", "Hasta 3 opciones son botones, hasta 10 una lista"),
            [
                new("text", LongTemplate, new("Question", "Pregunta"))
                {
                    OnNode = true,
                    Required = true,
                    Max = Texts.MostBody,
                },
                new("options", Options, new("Options", "Opciones"))
                {
                    OnNode = true,
                    Min = 1,
                    Max = 10,
                    MaxLabel = Texts.MostButton,
                },
                new("header", Template, new("Heading", "Encabezado")) { Max = Texts.MostHeader },
                new("footer", Template, new("Small print", "Pie")) { Max = Texts.MostFooter },
                new("buttonText", Template, new("Button that opens the list", "Botón que abre la lista"))
                {
                    Max = Texts.MostButton,
                    Hint = new("Shown when there are more than 3 options.", "Se muestra con más de 3 opciones."),
                },
                new("retryText", LongTemplate, new("When the answer fits no option", "Si la respuesta no coincide"))
                {
                    Max = Texts.MostBody,
                    Hint = new("Empty: the question again.", "Vacío: se repite la pregunta."),
                },
                Attempts,
                Limit,
            ],
            [
                new(null, new("Option", "Opción")) { Each = "options" },
                new(Handles.NoMatch, new("Anything else", "Cualquier otra cosa")) { Aside = true },
                NoAnswer,
            ],
            Sample("""{ "text": "", "options": [{ "id": "a", "label": "" }, { "id": "b", "label": "" }] }""")
        )
        {
            Search = new("list menu choice quick reply", "lista menú opciones elegir"),
        };

        yield return new(
            "ask",
            NodeIntent.Ask,
            "question",
            new("Ask a question", "Hacer una pregunta"),
            new("Waits for an answer and keeps it", "Espera una respuesta y la guarda"),
            [
                new("text", LongTemplate, new("Question", "Pregunta"))
                {
                    OnNode = true,
                    Required = true,
                    Max = Texts.MostText,
                },
                new("answer", Choice, new("The answer is", "La respuesta es"))
                {
                    OnNode = true,
                    Usual = "text",
                    Choices =
                    [
                        new("text", new("a text", "un texto")),
                        new("number", new("a number", "un número")),
                        new("date", new("a date", "una fecha")),
                        new("email", new("an e-mail address", "un correo electrónico")),
                        new("phone", new("a phone number", "un teléfono")),
                        new("url", new("a link", "un enlace")),
                        new("location", new("a place", "una ubicación")),
                        new("media", new("a file", "un archivo")),
                        new("any", new("anything", "cualquier cosa")),
                        new("regex", new("of a pattern", "según un patrón")),
                    ],
                },
                new("pattern", Text, new("Pattern", "Patrón"))
                {
                    Required = true,
                    Max = 500,
                    When = new("answer", ["regex"]),
                },
                new("saveAs", Variable, new("Save as", "Guardar como")) { OnNode = true },
                new("invalidText", LongTemplate, new("When the answer does not fit", "Si la respuesta no sirve"))
                {
                    Max = Texts.MostText,
                    Hint = new("Empty: the question again.", "Vacío: se repite la pregunta."),
                },
                Attempts,
                Limit,
            ],
            [Next, new(Handles.Invalid, new("Does not fit", "No sirve")) { Aside = true }, NoAnswer],
            Sample("""{ "text": "", "answer": "text", "saveAs": "" }""")
        )
        {
            Search = new("input form collect name email", "dato formulario nombre correo"),
        };

        yield return new(
            "whatsapp_flow",
            NodeIntent.Ask,
            "form",
            new("WhatsApp form", "Formulario de WhatsApp"),
            new(
                "Sends a form made at Meta and waits for its answer",
                "Envía un formulario hecho en Meta y espera la respuesta"
            ),
            [
                new("flowId", Text, new("Id of the form", "Id del formulario")) { OnNode = true },
                new("flowName", Text, new("Or its name", "O su nombre")),
                new("body", LongTemplate, new("Text", "Texto"))
                {
                    OnNode = true,
                    Required = true,
                    Max = Texts.MostBody,
                },
                new("cta", Template, new("Button", "Botón"))
                {
                    OnNode = true,
                    Required = true,
                    Max = Texts.MostButton,
                },
                new("header", Template, new("Heading", "Encabezado")) { Max = Texts.MostHeader },
                new("footer", Template, new("Small print", "Pie")) { Max = Texts.MostFooter },
                new("screen", Text, new("First screen", "Primera pantalla")),
                new(
                    "payload",
                    FieldKind.Json,
                    new("Data for the first screen (JSON)", "Datos para la primera pantalla (JSON)")
                ),
                new("flowToken", Template, new("Token", "Token")),
                new("mode", Choice, new("Which form", "Qué formulario"))
                {
                    Usual = "published",
                    Choices =
                    [
                        new("published", new("the published one", "el publicado")),
                        new("draft", new("the draft", "el borrador")),
                    ],
                },
                new("saveAs", Variable, new("Save as", "Guardar como")) { OnNode = true },
                Limit,
            ],
            [Next, NoAnswer],
            Sample("""{ "flowId": "1", "body": "…", "cta": "Open" }""")
        )
        {
            Search = new("flows meta screen", "flows meta pantalla"),
        };
    }
}
