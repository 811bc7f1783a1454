using static WhatsAppBot.Flows.Describing.Parts;
using static WhatsAppBot.Flows.FieldKind;

namespace WhatsAppBot.Flows.Describing;

/// <summary>What a flow does beside talking.</summary>
internal static class DoNodes
{
    public static IEnumerable<NodeDescription> All()
    {
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
                    Max = 30,
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
    }
}
