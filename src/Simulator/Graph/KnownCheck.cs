namespace WhatsAppBot.Simulator;

/// <summary>Whether the files, forms and templates that a send names are there.</summary>
internal sealed class KnownCheck(MediaShelf shelf)
{
    private static readonly string[] Kinds = ["image", "video", "audio", "document", "sticker"];

    public void Run(Check check, Part root, string type, Line line)
    {
        if (check.Failed)
        {
            return;
        }

        switch (type)
        {
            case "template":
                var template = root["template"].Unwrapped();
                TemplateFit.Run(check, template, line, byUserId: root["to"].Missing);
                Parameters(check, template["components"].Unwrapped(), line);
                break;
            case "interactive":
                Interactive(check, root["interactive"].Unwrapped(), line);
                break;
            case "image" or "video" or "audio" or "document" or "sticker":
                File(check, root[type].Unwrapped(), line);
                break;
        }
    }

    /// <summary>What comes of the file only after the send was taken: it does not look like what it says it is.</summary>
    public MetaError? Trouble(Part root, string type)
    {
        if (!Kinds.Contains(type) || shelf.Find(root[type].Unwrapped()["id"].Text ?? "") is not { } file)
        {
            return null;
        }

        if (!MediaKinds.Shows(type, file.MimeType))
        {
            return MetaError.Of(131053, null, $"Unsupported {type} mime type {file.MimeType}.");
        }

        return MediaKinds.Looks(file.MimeType, file.Bytes)
            ? null
            : MetaError.Of(
                131053,
                null,
                $"The uploaded file is not of the type {file.MimeType} that was declared for it."
            );
    }

    private void Parameters(Check check, Part components, Line line)
    {
        foreach (var component in components.Items())
        {
            foreach (var parameter in component["parameters"].Unwrapped().Items())
            {
                foreach (var kind in Kinds)
                {
                    File(check, parameter[kind].Unwrapped(), line);
                }
            }

            foreach (var card in component["cards"].Unwrapped().Items())
            {
                Parameters(check, card["components"].Unwrapped(), line);
            }
        }
    }

    private void Interactive(Check check, Part interactive, Line line)
    {
        var header = interactive["header"].Unwrapped();

        foreach (var kind in Kinds)
        {
            File(check, header[kind].Unwrapped(), line);
        }

        if (interactive["type"].Text == "flow")
        {
            Form(check, interactive["action"].Unwrapped()["parameters"].Unwrapped(), line);
        }
    }

    private static void Form(Check check, Part parameters, Line line)
    {
        var id = parameters["flow_id"].Text;
        var forms = line.Account.Forms;
        var form = id is not null ? forms.Find(id) : forms.Named(parameters["flow_name"].Text ?? "");

        if (form is null)
        {
            check.Unless(
                line.Number.Lenient,
                () => GraphError.Value($"Flow with id {id ?? parameters["flow_name"].Text} does not exist")
            );
            return;
        }

        check.Unless(form.Status != "BLOCKED", () => GraphError.Of(132068, "The flow is blocked"));
        check.Unless(form.Status != "THROTTLED", () => GraphError.Of(132069, "The flow is throttled"));
        check.Unless(
            form.Sendable(parameters["mode"].Text == "draft"),
            () => GraphError.Value($"Flow with id {form.Id} is not published")
        );
    }

    private void File(Check check, Part media, Line line)
    {
        if (!media.IsObject || media["id"].Text is not { } id)
        {
            return;
        }

        var file = shelf.Find(id);
        check.Unless(
            file is null ? line.Number.Lenient : file.WabaId == line.Number.WabaId,
            () =>
                GraphError.Parameter(
                    $"Param {media["id"].Path} is not a valid whatsapp business account media attachment ID"
                )
        );
    }
}
