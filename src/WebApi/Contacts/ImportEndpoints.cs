using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Contacts from files: upload, look, say what the columns mean, watch.</summary>
internal static class ImportEndpoints
{
    private const int PreviewRows = 20;
    private const int LongestPreviewCell = 500;

    public static void MapContactImport(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapWorkspace("contacts/import", "Contacts");
        group
            .MapPost("", Upload)
            .Needs(Permission.ContactsWrite)
            .Accepts<byte[]>(
                "text/csv",
                "application/json",
                "application/octet-stream",
                "text/plain",
                "application/x-ndjson",
                "multipart/form-data"
            )
            .CanWait()
            .WithName("UploadImport")
            .WithSummary(
                "Send a CSV or JSON file as the body or as a form's file, at most 100 MB; nothing is imported yet"
            );
        group.MapGet("", List).WithName("ListImports").WithSummary("Imports, the newest first");
        group
            .MapGet("/{id:long}", Find)
            .WithName("GetImport")
            .WithSummary("How far it is; before the start: what the file looks like");
        group
            .MapPost("/{id:long}/start", Start)
            .Needs(Permission.ContactsWrite)
            .OnceByKey()
            .Audit("contacts.import", "id")
            .CanWait()
            .Accepts<ImportStart>("application/json")
            .WithName("StartImport")
            .WithSummary("Say what the columns mean, and begin");
        group
            .MapPost("/{id:long}/cancel", Cancel)
            .Needs(Permission.ContactsWrite)
            .WithName("CancelImport")
            .WithSummary("Stop it; what is stored stays");
        group
            .MapGet("/{id:long}/rejected", Rejected)
            .Needs(Permission.ContactsExport)
            .Produces<string>(200, "text/csv")
            .CanWait()
            .WithName("GetRejectedRows")
            .WithSummary("The rows that were not taken, with the reasons, as CSV");
    }

    private static async Task<Results<Created<ContactImportView>, ProblemHttpResult>> Upload(
        string ws,
        HttpContext http,
        ClaimsPrincipal user,
        ImportFiles files,
        ContactImports imports,
        FileRows rows,
        ContactCatalog catalog,
        CancellationToken cancel,
        string? fileName = null
    )
    {
        var most = ImportFiles.LargestFile + UploadedFile.Around(http.Request);
        if (http.Request.ContentLength > most)
            return Problems.FileTooLarge();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most + 1;
        if (!await files.HasRoom(ws, cancel))
            return Problems.Conflict("too-many-uploads", "Too many files wait: start or cancel some imports.");

        long? id;
        try
        {
            var (file, problem) = await UploadedFile.Of(http.Request, cancel);
            if (file is null)
                return problem ?? Problems.BadRequest("file-empty", "The file is empty, or larger than 100 MB.");
            var name = fileName ?? (file.Name is { Length: > 0 } own ? own : "contacts.csv");
            if (name.Length is 0 or > 200 || CleanText.Of(name) != name)
                return Problems.BadRequest("file-name", "fileName is 1 to 200 characters.");
            id = await files.Keep(ws, name, file.Content, user.Actor, cancel);
        }
        catch (BadHttpRequestException trouble) when (trouble.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.FileTooLarge();
        }
        catch (Exception trouble) when (trouble is BadHttpRequestException or IOException or InvalidDataException)
        {
            return Problems.BadRequest("bad-request", "The body could not be read.");
        }
        if (id is not { } kept || await imports.Find(ws, kept, cancel) is not { } import)
            return Problems.BadRequest("file-empty", "The file is empty, or larger than 100 MB.");
        return TypedResults.Created(
            $"/api/v1/workspaces/{ws}/contacts/import/{kept}",
            ContactImportView.Of(import, await Preview(import, rows, catalog, cancel))
        );
    }

    private static async Task<Ok<ImportList>> List(string ws, ContactImports imports, CancellationToken cancel) =>
        TypedResults.Ok(new ImportList([.. (await imports.List(ws, cancel)).Select(one => ContactImportView.Of(one))]));

    private static async Task<Results<Ok<ContactImportView>, ProblemHttpResult>> Find(
        string ws,
        long id,
        ContactImports imports,
        FileRows rows,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (await imports.Find(ws, id, cancel) is not { } import)
            return NoImport();
        var preview = import.State == ImportState.Uploaded ? await Preview(import, rows, catalog, cancel) : null;
        return TypedResults.Ok(ContactImportView.Of(import, preview));
    }

    private static async Task<Results<Ok<ContactImportView>, ProblemHttpResult>> Start(
        string ws,
        long id,
        Body body,
        ContactImports imports,
        FileRows rows,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (await imports.Find(ws, id, cancel) is not { } import)
            return NoImport();
        if (import.State != ImportState.Uploaded)
            return Started();
        if (body.Open(out var problem) is not { } form)
            return problem ?? NoImport();

        var encoding = form.Text("encoding", 20).Value;
        if (encoding is not null && !FileShape.IsEncoding(encoding))
            form.Bad("encoding", "is one of utf-8, utf-16, utf-16BE, windows-1252");
        var delimiter = form.Text("delimiter", 1).Value;
        if (delimiter is not null && delimiter is not ("," or ";" or "\t" or "|"))
            form.Bad("delimiter", "is a comma, a semicolon, a tab or a bar");
        var existing = form.Text("existing", 10).Value ?? "update";
        if (existing is not ("update" or "skip"))
            form.Bad("existing", "is update or skip");
        var region = form.Text("region", 2);
        if (region.Value is { } country && !PhoneText.IsRegion(country))
            form.Bad("region", "is a country, such as DE");
        var tags = form.Texts("tags", ContactForm.MostTags, ContactForm.TagFlaw) ?? [];
        var fields = await catalog.Fields(ws, cancel);
        var columns = Columns(form, fields);
        if (form.Refusal() is { } refusal)
            return refusal;

        var shape = await rows.Shape(id, encoding, delimiter is null ? null : delimiter[0], cancel);
        var names = await rows.Columns(id, shape, cancel);
        if (names.Count != columns.Count)
            return Problems.Invalid([new Flaw("columns", $"are {columns.Count}, and the file has {names.Count}")]);
        var settings = new ImportSettings(
            [.. columns.Select((column, i) => column with { Name = names[i] })],
            existing == "update",
            region.Is ? region.Value : await catalog.DefaultRegion(ws, cancel),
            tags,
            shape.Encoding,
            shape.Format,
            shape.Delimiter
        );
        if (!await imports.Start(ws, id, settings.ToJson(), cancel))
            return Started();
        return await imports.Find(ws, id, cancel) is { } now ? TypedResults.Ok(ContactImportView.Of(now)) : NoImport();
    }

    private static List<ImportColumn> Columns(Form form, IReadOnlyDictionary<string, FieldDefinition> fields)
    {
        var columns = new List<ImportColumn>();
        if (form.Objects("columns", CsvReader.MostCells) is not { } given)
        {
            if (!form.Has("columns"))
                form.Bad("columns", "are missing");
            return columns;
        }
        var taken = new HashSet<string>();
        foreach (var one in given)
        {
            var name = one.Text("name", 200).Value ?? "";
            var to = one.Text("to", 70).Value;
            if (to is not null && !IsTarget(to, fields))
                one.Bad("to", "is one of phone, bsuid, name, language, tags, optedIn, optedOut, fields.key, or null");
            else if (to is not null and not "tags" && !taken.Add(to))
                one.Bad("to", "is the meaning of another column, too");
            one.Close();
            columns.Add(new ImportColumn(name, to));
        }
        if (!taken.Contains("phone") && !taken.Contains("bsuid"))
            form.Bad("columns", "none of them is a phone or a bsuid");
        return columns;
    }

    private static bool IsTarget(string to, IReadOnlyDictionary<string, FieldDefinition> fields) =>
        to is "phone" or "bsuid" or "name" or "language" or "tags" or "optedIn" or "optedOut"
        || to.StartsWith("fields.", StringComparison.Ordinal) && fields.ContainsKey(to[7..]);

    private static async Task<Results<Ok<ContactImportView>, ProblemHttpResult>> Cancel(
        string ws,
        long id,
        ContactImports imports,
        CancellationToken cancel
    )
    {
        if (await imports.Find(ws, id, cancel) is null)
            return NoImport();
        if (!await imports.Cancel(ws, id, cancel))
            return Problems.Conflict("import-over", "The import is over.");
        return await imports.Find(ws, id, cancel) is { } now ? TypedResults.Ok(ContactImportView.Of(now)) : NoImport();
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Rejected(
        string ws,
        long id,
        HttpContext http,
        ContactImports imports,
        CancellationToken cancel
    )
    {
        if (await imports.Find(ws, id, cancel) is not { } import)
            return NoImport();
        var names = import.Settings is null
            ? []
            : ImportSettings.Read(import.Settings).Columns.Select(column => column.Name);
        return CsvWriter.Answer(
            http,
            $"rejected-{id}.csv",
            mark: true,
            async (csv, stop) =>
            {
                await csv.Row(["row", "line", "reason", .. names], stop);
                await foreach (var row in imports.Rejected(id, stop))
                    await csv.Row([$"{row.Row}", $"{row.Line}", row.Reason, .. row.Cells], stop);
            }
        );
    }

    private static async Task<ImportPreview> Preview(
        ContactImport import,
        FileRows rows,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        var shape = await rows.Shape(import.Id, null, null, cancel);
        IReadOnlyList<string> names = [];
        var some = new List<ImportPreviewRow>();
        try
        {
            names = await rows.Columns(import.Id, shape, cancel);
            await foreach (var row in rows.Rows(import.Id, shape, names, cancel))
            {
                some.Add(
                    new ImportPreviewRow(
                        row.Line,
                        [
                            .. row.Cells.Select(cell =>
                                CleanText.Of(cell.Length > LongestPreviewCell ? cell[..LongestPreviewCell] : cell)
                            ),
                        ],
                        row.Trouble
                    )
                );
                if (some.Count == PreviewRows)
                    break;
            }
        }
        catch (InvalidDataException trouble)
        {
            some.Add(new ImportPreviewRow(some.Count + 1, [], trouble.Message));
        }
        return new ImportPreview(
            shape.Format,
            shape.Encoding,
            shape.Delimiter.ToString(),
            ColumnGuess.Of([.. names.Select(CleanText.Of)], await catalog.Fields(import.Workspace, cancel)),
            some
        );
    }

    private static ProblemHttpResult Started() => Problems.Conflict("import-started", "The import was started before.");

    private static ProblemHttpResult NoImport() => Problems.NotFound("There is no such import.");
}
