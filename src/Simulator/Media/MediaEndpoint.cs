using System.Globalization;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>Files: taken, told about, handed out and thrown away.</summary>
internal sealed class MediaEndpoint(World world, MediaShelf shelf, Uploads uploads)
{
    /// <summary>A request whose body is a file.</summary>
    public async Task Take(GraphCall call)
    {
        if (uploads.Find(call.Id) is { } session)
        {
            await Part(call, session);
            return;
        }

        try
        {
            if (world.Line(call.Id) is { } line && call.Edge == "media")
            {
                await Upload(call, line);
                return;
            }

            if (world.AccountOf(call.Id) is { } account && account.Forms.Find(call.Id) is { } form)
            {
                await FormEndpoint.Assets(call, account, form);
                return;
            }
        }
        catch (Exception malformed) when (malformed is InvalidDataException or BadHttpRequestException or IOException)
        {
            await call.Refuse(GraphError.Invalid("The request body is not a form with a file"));
            return;
        }

        await call.Unknown();
    }

    public Task Handle(GraphCall call, StoredMedia file)
    {
        if (call.Query("phone_number_id") is { } only && only != file.PhoneNumberId)
        {
            return call.Unknown();
        }

        switch (call.Method, call.Edge)
        {
            case ("GET", ""):
                return call.Answer(
                    new JsonObject
                    {
                        ["messaging_product"] = "whatsapp",
                        ["url"] = $"{call.Base}/{MediaShelf.Address}/?{shelf.Ticket(file)}",
                        ["mime_type"] = file.MimeType,
                        ["sha256"] = Convert.ToHexStringLower(file.Digest),
                        ["file_size"] = file.Bytes.Length,
                        ["id"] = file.Id,
                    }
                );
            case ("DELETE", ""):
                shelf.Delete(file.Id);
                return call.Success();
            default:
                return call.Unknown();
        }
    }

    /// <summary>The bytes, for five minutes after the address was told; then it is as if they had never been.</summary>
    public async Task Download(GraphCall call)
    {
        if (
            call.Method != "GET"
            || shelf.ByTicket(call.Query("mid"), call.Query("ext"), call.Query("hash")) is not { } file
        )
        {
            await call.Refuse(
                new GraphError(404, 100, "The file is not there, or its address has expired") { Subcode = 33 }
            );
            return;
        }

        var name = file.Filename is { } given ? given.Replace("\"", "", StringComparison.Ordinal) : null;
        await call.Sent(Results.File(file.Bytes, file.MimeType, name, enableRangeProcessing: true));
    }

    private async Task Upload(GraphCall call, Line line)
    {
        if (!call.Context.Request.HasFormContentType)
        {
            await call.Refuse(GraphError.Required("file"));
            return;
        }

        var form = await call.Context.Request.ReadFormAsync(call.Aborted);
        var file = form.Files.GetFile("file");
        var check = new Check();
        check.Unless(form["messaging_product"] == "whatsapp", () => GraphError.Required("messaging_product"));
        check.Unless(file is not null, () => GraphError.Required("file"));

        // Meta believes the part's own type; the field beside it is for clients that cannot set one
        var mime =
            file?.ContentType is { Length: > 0 } own && own != "application/octet-stream"
                ? own
                : form["type"].ToString();
        var kind = MediaKinds.KindOf(mime);
        check.Unless(
            kind is not null,
            () =>
                GraphError.Parameter(
                    $"Param file must be a file with one of the following types: {MediaKinds.List}. "
                        + $"Received file of type '{(mime.Length == 0 ? "application/octet-stream" : mime)}'."
                )
        );
        check.Unless(
            file is null or { Length: > 0 },
            () => GraphError.Parameter("Param file must not be an empty file.")
        );
        check.Unless(
            file is null || kind is null || file.Length <= MediaKinds.Most(kind),
            () => GraphError.Parameter($"Param file must be at most {MediaKinds.Most(kind ?? "")} bytes.")
        );

        if (check.Refusal is { } refusal || file is null)
        {
            await call.Refuse(check.Refusal ?? GraphError.Required("file"));
            return;
        }

        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, call.Aborted);
        var stored = shelf.Put(line.Number, mime, bytes, file.FileName, uploaded: true);
        await call.Answer(new JsonObject { ["id"] = stored.Id });
    }

    private static async Task Part(GraphCall call, Uploads.Session session)
    {
        var offset = call.Context.Request.Headers["file_offset"].ToString();

        if (!long.TryParse(offset, CultureInfo.InvariantCulture, out var at) || at != session.Offset)
        {
            await call.Refuse(GraphError.Parameter($"The header file_offset must be {session.Offset}."));
            return;
        }

        var room = new byte[64 * 1024];

        for (
            var read = await call.Context.Request.Body.ReadAsync(room, call.Aborted);
            read > 0;
            read = await call.Context.Request.Body.ReadAsync(room, call.Aborted)
        )
        {
            session.Offset += read;
        }

        await call.Answer(
            session.Offset >= session.Length
                ? new JsonObject { ["h"] = session.Handle }
                : new JsonObject { ["id"] = call.Id, ["file_offset"] = session.Offset }
        );
    }
}
