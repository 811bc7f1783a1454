using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Templates;

/// <summary>Message templates: what Meta has, and handing in, changing and deleting there.</summary>
internal static class TemplateEndpoints
{
    private const int MostInAPage = 200;
    private const int MostComponents = 64 * 1024;
    private const int MostValues = 100;

    public static void MapTemplates(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/templates")
            .Needs(Permission.TemplatesRead)
            .WithTags("Templates");

        group.MapGet("", List).WithName("ListTemplates").WithSummary("Message templates by name and language");
        group
            .MapPost("", Create)
            .Needs(Permission.TemplatesWrite)
            .Audit("template.create")
            .WithName("CreateTemplate")
            .WithSummary("Hand a template in to Meta for review");
        group
            .MapPost("/sync", Sync)
            .Needs(Permission.TemplatesWrite)
            .WithName("SyncTemplates")
            .WithSummary("Read Meta's list now");
        group.MapGet("/{id}", Find).WithName("GetTemplate").WithSummary("One template");
        group
            .MapPut("/{id}", Edit)
            .Needs(Permission.TemplatesWrite)
            .Audit("template.edit", "id")
            .WithName("EditTemplate")
            .WithSummary("Replace a template's components; Meta reviews it anew");
        group
            .MapDelete("/{id}", Delete)
            .Needs(Permission.TemplatesWrite)
            .Audit("template.delete", "id")
            .WithName("DeleteTemplate")
            .WithSummary("Delete a template at Meta; its name stays blocked for 30 days");
        group
            .MapPost("/{id}/preview", Preview)
            .WithName("PreviewTemplate")
            .WithSummary("What people would see with these values");
        group.MapGet("/{id}/uses", Uses).WithName("GetTemplateUses").WithSummary("Which flows send it");
    }

    private static async Task<Results<Ok<TemplatePage>, ProblemHttpResult>> List(
        string ws,
        Storage.Templates store,
        CancellationToken cancel,
        string? status = null,
        string? search = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        if (search is { Length: > 100 } || status is { Length: > 40 })
            return Problems.BadRequest("search", "search is at most 100 characters, status at most 40.");
        (string, string, string)? after = null;
        if (cursor is not null && (after = Place(cursor)) is null)
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");

        var page = await store.List(
            ws,
            status?.ToUpperInvariant(),
            search?.Trim().ToLowerInvariant(),
            after,
            limit,
            cancel
        );
        var next = page.Count == limit ? Cursor(page[^1]) : null;
        return TypedResults.Ok(new TemplatePage([.. page.Select(View)], next, await Sources(ws, store, cancel)));
    }

    private static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> Find(
        string ws,
        string id,
        Storage.Templates store,
        CancellationToken cancel
    ) => await store.Find(ws, id, cancel) is { } found ? TypedResults.Ok(View(found)) : NoTemplate();

    private static async Task<Results<Created<TemplateView>, ProblemHttpResult>> Create(
        string ws,
        NewTemplate wanted,
        Storage.Templates store,
        GraphAccount meta,
        ConnectionDirectory directory,
        CancellationToken cancel
    )
    {
        if (Fault(wanted) is { } fault)
            return Problems.BadRequest("template", fault);

        var accounts = (await store.Accounts(ws, cancel))
            .Where(one => wanted.Connection is null || one.ConnectionId == wanted.Connection)
            .ToArray();
        if (accounts is not [{ WabaId: { } waba } account])
            return accounts.Length > 1
                ? Problems.BadRequest("connection", "The workspace has several connections: name one.")
                : Problems.BadRequest("connection", "There is no such connection with a WhatsApp Business Account.");
        if (await directory.Connection(account.ConnectionId, cancel) is not { } connection)
            return Problems.BadRequest("connection", "The connection is gone.");

        var draft = new TemplateDraft(
            wanted.Name,
            wanted.Language,
            wanted.Category.ToUpperInvariant(),
            wanted.Components,
            wanted.ParameterFormat
        );
        switch (await meta.Create(connection.AccessToken, waba, draft, cancel))
        {
            case Told<TemplateCreated>(var made):
                var template = new StoredTemplate(
                    ws,
                    account.ConnectionId,
                    made.Id,
                    draft.Name,
                    draft.Language,
                    made.Category ?? draft.Category,
                    null,
                    made.Status,
                    null,
                    null,
                    draft.ParameterFormat,
                    draft.Components.GetRawText(),
                    DateTimeOffset.UtcNow
                );
                await store.Put(template, cancel);
                return TypedResults.Created($"/api/v1/workspaces/{ws}/templates/{made.Id}", View(template));
            case var refused:
                return MetaRefusal.Of(refused);
        }
    }

    private static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> Edit(
        string ws,
        string id,
        TemplateEdit edit,
        Storage.Templates store,
        GraphAccount meta,
        ConnectionDirectory directory,
        CancellationToken cancel
    )
    {
        if (ComponentsFault(edit.Components) is { } fault)
            return Problems.BadRequest("template", fault);
        if (await store.Find(ws, id, cancel) is not { } template)
            return NoTemplate();
        if (template.Status is not ("APPROVED" or "REJECTED" or "PAUSED"))
            return Problems.Conflict(
                "template-state",
                $"Meta lets only approved, rejected and paused templates be edited; this one is {template.Status.ToLowerInvariant()}."
            );
        if (await directory.Connection(template.ConnectionId, cancel) is not { } connection)
            return NoTemplate();

        var answer = await meta.Edit(connection.AccessToken, id, edit.Components, edit.Category, cancel);
        if (answer is not Told<Done>)
            return MetaRefusal.Of(answer);

        var changed = template with
        {
            Components = edit.Components.GetRawText(),
            Category = edit.Category ?? template.Category,
            Status = "PENDING",
            Reason = null,
        };
        await store.Put(changed, cancel);
        return TypedResults.Ok(View(changed));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string ws,
        string id,
        Storage.Templates store,
        GraphAccount meta,
        ConnectionDirectory directory,
        CancellationToken cancel,
        bool force = false
    )
    {
        if (await store.Find(ws, id, cancel) is not { } template)
            return NoTemplate();
        if (!force && await store.UsedBy(ws, template.Name, cancel) is [var first, ..])
            return Problems.Conflict(
                "template-used",
                $"The flow “{first.Name}” sends this template. Change it first, or ask with force=true."
            );
        var accounts = await store.Accounts(ws, cancel);
        if (
            accounts.FirstOrDefault(one => one.ConnectionId == template.ConnectionId) is not { WabaId: { } waba }
            || await directory.Connection(template.ConnectionId, cancel) is not { } connection
        )
            return NoTemplate();

        var answer = await meta.Delete(connection.AccessToken, waba, template.Name, id, cancel);
        if (answer is not Told<Done>)
            return MetaRefusal.Of(answer);

        await store.Remove(template.ConnectionId, id, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<TemplatePreviewView>, ProblemHttpResult>> Preview(
        string ws,
        string id,
        TemplateValues values,
        Storage.Templates store,
        CancellationToken cancel
    )
    {
        if (values.Values is { Count: > MostValues })
            return Problems.BadRequest("values", $"At most {MostValues} values.");
        if (await store.Find(ws, id, cancel) is not { } template)
            return NoTemplate();

        using var components = JsonDocument.Parse(template.Components);
        return TypedResults.Ok(
            new TemplatePreviewView(
                TemplatePreview.Of(components.RootElement, values.Values ?? new Dictionary<string, string>())
            )
        );
    }

    private static async Task<Results<Ok<TemplateUses>, ProblemHttpResult>> Uses(
        string ws,
        string id,
        Storage.Templates store,
        CancellationToken cancel
    ) =>
        await store.Find(ws, id, cancel) is { } template
            ? TypedResults.Ok(
                new TemplateUses([
                    .. (await store.UsedBy(ws, template.Name, cancel)).Select(flow => new TemplateUse(
                        flow.Id,
                        flow.Name
                    )),
                ])
            )
            : NoTemplate();

    private static async Task<Ok<TemplateSyncResult>> Sync(
        string ws,
        Storage.Templates store,
        TemplateBook book,
        CancellationToken cancel
    )
    {
        foreach (var account in await store.Accounts(ws, cancel))
            await book.Sync(account, TimeSpan.FromSeconds(2), cancel);
        return TypedResults.Ok(new TemplateSyncResult(await Sources(ws, store, cancel)));
    }

    private static async Task<IReadOnlyList<TemplateSource>> Sources(
        string ws,
        Storage.Templates store,
        CancellationToken cancel
    ) =>
        [
            .. (await store.Accounts(ws, cancel)).Select(one => new TemplateSource(
                one.ConnectionId,
                one.Name,
                one.SyncedAt,
                one.WabaId is null ? "The connection has no WhatsApp Business Account id yet." : one.Problem
            )),
        ];

    private static string? Fault(NewTemplate wanted) =>
        wanted.Name is not { Length: > 0 and <= 512 }
        || wanted.Name.Any(letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'))
            ? "name is 1 to 512 small letters, digits and underscores."
        : wanted.Language is not { Length: >= 2 and <= 12 } ? "language is a code of Meta's, such as en_US."
        : wanted.Category?.ToUpperInvariant() is not ("MARKETING" or "UTILITY" or "AUTHENTICATION")
            ? "category is MARKETING, UTILITY or AUTHENTICATION."
        : wanted.ParameterFormat is not (null or "POSITIONAL" or "NAMED") ? "parameterFormat is POSITIONAL or NAMED."
        : ComponentsFault(wanted.Components);

    private static string? ComponentsFault(JsonElement components) =>
        components.ValueKind != JsonValueKind.Array || components.GetArrayLength() is 0 or > 10
            ? "components is a list of 1 to 10 parts."
        : components.GetRawText().Length > MostComponents ? $"components is at most {MostComponents / 1024} KiB."
        : null;

    private static TemplateView View(StoredTemplate template)
    {
        using var components = JsonDocument.Parse(template.Components);
        var json = components.RootElement.Clone();
        return new TemplateView(
            template.Id,
            template.ConnectionId,
            template.Name,
            template.Language,
            template.Category,
            template.ComingCategory,
            template.Status,
            template.Reason,
            template.Quality,
            template.ParameterFormat,
            json,
            TemplatePreview.Of(json, new Dictionary<string, string>()).Variables,
            template.ChangedAt
        );
    }

    private static string Cursor(StoredTemplate last) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{last.Name}\n{last.Language}\n{last.Id}"));

    private static (string, string, string)? Place(string cursor)
    {
        var bytes = new byte[cursor.Length];
        return
            cursor.Length <= 1000
            && Convert.TryFromBase64String(cursor, bytes, out var length)
            && CleanText.Of(Encoding.UTF8.GetString(bytes, 0, length)).Split('\n') is [var name, var language, var id]
            ? (name, language, id)
            : null;
    }

    private static ProblemHttpResult NoTemplate() => Problems.NotFound("There is no such template.");
}
