using System.Text.Json.Nodes;
using static WhatsAppBot.Flows.FieldKind;

namespace WhatsAppBot.Flows;

/// <summary>The table of node types as builders see them: a new type of node is a new entry here, and no change to any screen.</summary>
public static class NodeDescriptions
{
    private const int AYear = 31_536_000;

    private static readonly ExitDescription Next = new(null, new("Next", "Sigue"));

    private static readonly ExitDescription Failed = new(Handles.Error, new("If it fails", "Si falla"))
    {
        Aside = true,
    };

    private static readonly ExitDescription NoAnswer = new(
        Handles.Timeout,
        new("No answer in time", "Sin respuesta a tiempo")
    )
    {
        Aside = true,
    };

    private static readonly FieldDescription Limit = new(
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

    private static readonly FieldDescription Attempts = new(
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

    /// <summary>Every type of the language, in the order of the palette.</summary>
    public static IReadOnlyList<NodeDescription> All { get; } = [.. Everything()];

    /// <summary>Those that this engine runs.</summary>
    public static IReadOnlyList<NodeDescription> Offered { get; } =
    [.. All.Where(each => Node.Types.ContainsKey(each.Type))];

    private static IEnumerable<NodeDescription> Everything()
    {
        yield return new(
            "trigger",
            NodeIntent.Start,
            "bolt",
            new("Start", "Inicio"),
            new("Begins the flow when something happens", "Empieza el flujo cuando pasa algo"),
            [
                new("kind", Choice, new("Starts when", "Empieza cuando"))
                {
                    Usual = "keyword",
                    OnNode = true,
                    Choices =
                    [
                        new("keyword", new("a message says", "un mensaje dice")),
                        new("default", new("nothing else fits", "nada más coincide")),
                        new(
                            "firstMessage",
                            new("somebody writes for the first time", "alguien escribe por primera vez")
                        ),
                        new("button", new("a button is tapped", "se toca un botón")),
                        new("referral", new("somebody comes from an ad", "alguien llega desde un anuncio")),
                        new("api", new("a program starts it", "un programa lo inicia")),
                    ],
                },
                new("keywords", Words, new("Words", "Palabras"))
                {
                    OnNode = true,
                    When = new("kind", ["keyword", "button"]),
                    Hint = new("Case and accents do not matter.", "No importan mayúsculas ni acentos."),
                },
                new("match", Choice, new("How they must stand", "Cómo deben aparecer"))
                {
                    Usual = "word",
                    When = new("kind", ["keyword"]),
                    Choices =
                    [
                        new("word", new("as whole words", "como palabras enteras")),
                        new("exact", new("alone", "solas")),
                        new("startsWith", new("at the start", "al comienzo")),
                        new("contains", new("anywhere", "en cualquier parte")),
                        new("regex", new("as a regular expression", "como expresión regular")),
                    ],
                },
            ],
            [Next],
            Sample("""{ "kind": "keyword", "keywords": [], "match": "word" }""")
        )
        {
            Entry = true,
            Search = new("trigger keyword begin", "disparador palabra clave comienzo"),
        };

        yield return new(
            "message",
            NodeIntent.Send,
            "message",
            new("Send text", "Enviar texto"),
            new("Sends a message and goes on", "Envía un mensaje y sigue"),
            [
                new("text", LongTemplate, new("Text", "Texto"))
                {
                    OnNode = true,
                    Required = true,
                    Max = Texts.MostText,
                    When = new("useTemplate", ["false"]),
                },
                new(
                    "previewUrl",
                    Flag,
                    new("Show a preview of the first link", "Mostrar vista previa del primer enlace")
                )
                {
                    When = new("useTemplate", ["false"]),
                },
                new("useTemplate", Flag, new("Send an approved template", "Enviar una plantilla aprobada"))
                {
                    Usual = "false",
                },
                new("templateName", Text, new("Template", "Plantilla"))
                {
                    OnNode = true,
                    Required = true,
                    When = new("useTemplate", ["true"]),
                },
                new("templateLanguage", Text, new("Its language", "Su idioma"))
                {
                    OnNode = true,
                    When = new("useTemplate", ["true"]),
                    Hint = new("As at Meta: en, es_AR …", "Como en Meta: en, es_AR …"),
                },
                new("templateParameters", FieldKind.Json, new("Its values (JSON)", "Sus valores (JSON)"))
                {
                    When = new("useTemplate", ["true"]),
                    Hint = new(
                        "[{ \"component\": \"body\", \"type\": \"text\", \"value\": \"{{ contact.name }}\" }]",
                        "[{ \"component\": \"body\", \"type\": \"text\", \"value\": \"{{ contact.name }}\" }]"
                    ),
                },
                new(
                    "fallbackTemplate",
                    FieldKind.Json,
                    new("Template outside of the 24 hours (JSON)", "Plantilla fuera de las 24 horas (JSON)")
                )
                {
                    When = new("useTemplate", ["false"]),
                    Hint = new(
                        "{ \"templateName\": \"reminder\", \"templateLanguage\": \"en\" }",
                        "{ \"templateName\": \"recordatorio\", \"templateLanguage\": \"es\" }"
                    ),
                },
            ],
            [Next, Failed],
            Sample("""{ "text": "" }""")
        )
        {
            Search = new("message say reply template", "mensaje decir responder plantilla"),
        };

        yield return new(
            "media",
            NodeIntent.Send,
            "photo",
            new("Send media", "Enviar archivo"),
            new("A picture, video, audio, document or sticker", "Una imagen, video, audio, documento o sticker"),
            [
                new("mediaType", Choice, new("Kind", "Tipo"))
                {
                    OnNode = true,
                    Usual = "image",
                    Choices =
                    [
                        new("image", new("Picture", "Imagen")),
                        new("video", new("Video", "Video")),
                        new("audio", new("Audio", "Audio")),
                        new("document", new("Document", "Documento")),
                        new("sticker", new("Sticker", "Sticker")),
                    ],
                },
                new("url", Template, new("Address", "Dirección")) { OnNode = true },
                new("id", Template, new("Or the id of an uploaded file", "O el id de un archivo subido")),
                new("caption", LongTemplate, new("Caption", "Epígrafe"))
                {
                    OnNode = true,
                    Max = 1024,
                    When = new("mediaType", ["image", "video", "document"]),
                },
                new("filename", Template, new("File name", "Nombre del archivo"))
                {
                    When = new("mediaType", ["document"]),
                },
            ],
            [Next, Failed],
            Sample("""{ "mediaType": "image", "url": "" }""")
        )
        {
            Search = new(
                "image picture photo video audio file document sticker",
                "imagen foto video audio archivo documento sticker"
            ),
        };

        yield return new(
            "location",
            NodeIntent.Send,
            "pin",
            new("Location", "Ubicación"),
            new("Sends a place, or asks for one", "Envía un lugar, o lo pide"),
            [
                new("request", Flag, new("Ask for the person's place", "Pedir la ubicación de la persona"))
                {
                    OnNode = true,
                    Usual = "false",
                },
                new("latitude", Template, new("Latitude", "Latitud"))
                {
                    OnNode = true,
                    When = new("request", ["false"]),
                },
                new("longitude", Template, new("Longitude", "Longitud"))
                {
                    OnNode = true,
                    When = new("request", ["false"]),
                },
                new("name", Template, new("Name of the place", "Nombre del lugar"))
                {
                    When = new("request", ["false"]),
                },
                new("address", Template, new("Address", "Dirección")) { When = new("request", ["false"]) },
                new("text", LongTemplate, new("Text", "Texto"))
                {
                    OnNode = true,
                    Max = Texts.MostBody,
                    When = new("request", ["true"]),
                },
                new("saveAs", Variable, new("Save as", "Guardar como")) { When = new("request", ["true"]) },
                Limit with
                {
                    When = new("request", ["true"]),
                },
            ],
            [Next, NoAnswer with { When = new("request", ["true"]) }],
            Sample("""{ "latitude": "", "longitude": "" }""")
        )
        {
            Search = new("map place where", "mapa lugar dónde"),
        };

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

        yield return new(
            "condition",
            NodeIntent.Decide,
            "branch",
            new("Condition", "Condición"),
            new("Goes one way or another", "Va por un lado u otro"),
            [
                new("rules", FieldKind.Rules, new("Rules", "Reglas")) { OnNode = true, When = new("branches", [""]) },
                new("match", Choice, new("Holds when", "Se cumple cuando"))
                {
                    Usual = "all",
                    When = new("branches", [""]),
                    Choices =
                    [
                        new("all", new("all rules hold", "se cumplen todas")),
                        new("any", new("any rule holds", "se cumple alguna")),
                    ],
                },
                new("expression", Expression, new("Or an expression", "O una expresión"))
                {
                    OnNode = true,
                    When = new("branches", [""]),
                    Hint = new(
                        "contact.age >= 18 and vars.city == \"Rosario\"",
                        "contact.age >= 18 and vars.city == \"Rosario\""
                    ),
                },
                new("branches", Branches, new("Several ways", "Varios caminos"))
                {
                    OnNode = true,
                    Hint = new("The first whose rules hold is taken.", "Se toma el primero que se cumpla."),
                },
            ],
            [
                new(Handles.True, new("Yes", "Sí")) { When = new("branches", [""]) },
                new(Handles.False, new("No", "No")) { When = new("branches", [""]) },
                new(null, new("Way", "Camino")) { Each = "branches" },
                new(Handles.Else, new("Otherwise", "Si no")) { When = new("branches", ["filled"]) },
            ],
            Sample("""{ "rules": [{ "value": "input", "operator": "equals", "argument": "" }] }""")
        )
        {
            Search = new("if rule branch switch", "si regla rama"),
        };

        yield return new(
            "split",
            NodeIntent.Decide,
            "split",
            new("Split", "Reparto"),
            new(
                "Sends people different ways by chance, each always the same",
                "Reparte al azar, cada persona siempre igual"
            ),
            [new("branches", Shares, new("Ways", "Caminos")) { OnNode = true, Min = 1 }],
            [new(null, new("Way", "Camino")) { Each = "branches" }],
            Sample(
                """{ "branches": [{ "id": "a", "label": "A", "weight": 50 }, { "id": "b", "label": "B", "weight": 50 }] }"""
            )
        )
        {
            Search = new("random test experiment ab", "azar prueba experimento ab"),
        };

        yield return new(
            "assign",
            NodeIntent.Do,
            "variable",
            new("Set variable", "Definir variable"),
            new("Keeps a value for later", "Guarda un valor para después"),
            [
                new("key", Variable, new("Variable", "Variable")) { OnNode = true, Required = true },
                new("value", LongTemplate, new("Value", "Valor")) { OnNode = true },
                new("valueType", Choice, new("Kept as", "Se guarda como"))
                {
                    Usual = "text",
                    Choices =
                    [
                        new("text", new("a text", "texto")),
                        new("number", new("a number", "número")),
                        new("boolean", new("yes or no", "sí o no")),
                        new("json", new("JSON", "JSON")),
                        new("expression", new("the result of an expression", "resultado de una expresión")),
                    ],
                },
            ],
            [Next],
            Sample("""{ "key": "name", "value": "" }""")
        )
        {
            Search = new("assign save value", "asignar guardar valor"),
        };

        yield return new(
            "contact",
            NodeIntent.Do,
            "contact",
            new("Change contact", "Cambiar contacto"),
            new("Name, language, fields, tags", "Nombre, idioma, campos, etiquetas"),
            [
                new("addTags", Words, new("Add tags", "Agregar etiquetas")) { OnNode = true },
                new("removeTags", Words, new("Remove tags", "Quitar etiquetas")) { OnNode = true },
                new("fields", Map, new("Fields", "Campos")),
                new("name", Template, new("Name", "Nombre")),
                new("language", Template, new("Language", "Idioma")),
                new("optOut", Flag, new("Opt out of campaigns", "Dar de baja de campañas")),
            ],
            [Next],
            Sample("""{ "addTags": ["vip"] }""")
        )
        {
            Search = new("tag field profile unsubscribe", "etiqueta campo perfil baja"),
        };

        yield return new(
            "api",
            NodeIntent.Do,
            "api",
            new("Call an API", "Llamar a una API"),
            new("Asks another system over HTTP", "Consulta otro sistema por HTTP"),
            [
                new("method", Choice, new("Method", "Método"))
                {
                    OnNode = true,
                    Usual = "GET",
                    Choices =
                    [
                        new("GET", new("GET", "GET")),
                        new("POST", new("POST", "POST")),
                        new("PUT", new("PUT", "PUT")),
                        new("PATCH", new("PATCH", "PATCH")),
                        new("DELETE", new("DELETE", "DELETE")),
                    ],
                },
                new("url", Template, new("Address", "Dirección")) { OnNode = true, Required = true },
                new("headers", Map, new("Headers", "Encabezados")),
                new("body", LongTemplate, new("Body", "Cuerpo"))
                {
                    When = new("method", ["POST", "PUT", "PATCH", "DELETE"]),
                },
                new("assignTo", Variable, new("Save the answer as", "Guardar la respuesta como")) { OnNode = true },
                new("timeoutSeconds", Number, new("Wait at most (seconds)", "Esperar como máximo (segundos)"))
                {
                    Min = 1,
                    Max = Texts.MostButton,
                },
                new("retries", Number, new("Try again", "Reintentos")) { Min = 0, Max = 2 },
            ],
            [Next, Failed],
            Sample("""{ "method": "GET", "url": "https://example.com", "assignTo": "answer" }""")
        )
        {
            Search = new("http webhook request rest", "http webhook consulta rest"),
        };

        yield return new(
            "delay",
            NodeIntent.Do,
            "clock",
            new("Wait", "Esperar"),
            new("Goes on after a while", "Sigue después de un rato"),
            [
                new("seconds", Duration, new("How long", "Cuánto"))
                {
                    OnNode = true,
                    Required = true,
                    Min = 1,
                    Max = AYear,
                },
            ],
            [Next],
            Sample("""{ "seconds": 60 }""")
        )
        {
            Search = new("delay pause time", "demora pausa tiempo"),
        };

        yield return new(
            "subflow",
            NodeIntent.Do,
            "subflow",
            new("Run another flow", "Ejecutar otro flujo"),
            new("Runs a published flow, then goes on here", "Ejecuta un flujo publicado y después sigue acá"),
            [
                new("flowId", Flow, new("Flow", "Flujo")) { OnNode = true, Required = true },
                new("inputs", Map, new("Give it", "Pasarle")),
                new("returns", Map, new("Take back", "Traer")),
            ],
            [Next, Failed],
            Sample("""{ "flowId": "other" }""")
        )
        {
            Search = new("sub-flow reuse", "subflujo reutilizar"),
        };

        yield return new(
            "goto",
            NodeIntent.Do,
            "goto",
            new("Go to", "Ir a"),
            new("Jumps to another step", "Salta a otro paso"),
            [new("targetNodeId", FieldKind.Node, new("Step", "Paso")) { OnNode = true, Required = true }],
            [],
            Sample("""{ "targetNodeId": "start" }""")
        )
        {
            Search = new("jump loop back", "saltar volver bucle"),
        };

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

    private static JsonObject Sample(string json) => JsonNode.Parse(json)!.AsObject();
}
