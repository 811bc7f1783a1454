using static WhatsAppBot.Flows.Describing.Parts;
using static WhatsAppBot.Flows.FieldKind;

namespace WhatsAppBot.Flows.Describing;

/// <summary>Where a flow starts, and what it sends.</summary>
internal static class SendNodes
{
    public static IEnumerable<NodeDescription> All()
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
                new("templateName", MessageTemplate, new("Template", "Plantilla"))
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
    }
}
