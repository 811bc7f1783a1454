using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Channels;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Templates;

/// <summary>Message templates: what Meta has, and handing in, changing and deleting there.</summary>
internal static class TemplateEndpoints
{
    private const int MostInAPage = 200;
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
        group
            .MapPost("/examples", TemplateExamples.Take)
            .Needs(Permission.TemplatesWrite)
            .WithMetadata(new RequestSizeLimitAttribute(TemplateExamples.Most + 64 * 1024))
            .WithName("UploadTemplateExample")
            .WithSummary("Bring a file (multipart/form-data, part file) to Meta, as the example of a header");
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
        group.MapTemplateUses();
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
        if (cursor is not null && (after = TemplateShape.Place(cursor)) is null)
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");

        var page = await store.List(
            ws,
            status?.ToUpperInvariant(),
            search?.Trim().ToLowerInvariant(),
            after,
            limit,
            cancel
        );
        var next = page.Count == limit ? TemplateShape.Cursor(page[^1]) : null;
        return TypedResults.Ok(
            new TemplatePage([.. page.Select(TemplateShape.View)], next, await Sources(ws, store, cancel))
        );
    }

    private static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> Find(
        string ws,
        string id,
        Storage.Templates store,
        CancellationToken cancel
    ) => await store.Find(ws, id, cancel) is { } found ? TypedResults.Ok(TemplateShape.View(found)) : NoTemplate();

    private static async Task<Results<Created<TemplateView>, ProblemHttpResult>> Create(
        string ws,
        NewTemplate wanted,
        Storage.Templates store,
        GraphAccount meta,
        MetaRefusals refusals,
        ConnectionDirectory directory,
        CancellationToken cancel
    )
    {
        if (TemplateRules.Fault(wanted) is { } fault)
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
                return TypedResults.Created(
                    $"/api/v1/workspaces/{ws}/templates/{made.Id}",
                    TemplateShape.View(template)
                );
            case var refused:
                return await refusals.Of(connection, refused, cancel);
        }
    }

    private static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> Edit(
        string ws,
        string id,
        TemplateEdit edit,
        Storage.Templates store,
        GraphAccount meta,
        MetaRefusals refusals,
        ConnectionDirectory directory,
        CancellationToken cancel
    )
    {
        if (TemplateRules.ComponentsFault(edit.Components) is { } fault)
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
            return await refusals.Of(connection, answer, cancel);

        var changed = template with
        {
            Components = edit.Components.GetRawText(),
            Category = edit.Category ?? template.Category,
            Status = "PENDING",
            Reason = null,
        };
        await store.Put(changed, cancel);
        return TypedResults.Ok(TemplateShape.View(changed));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string ws,
        string id,
        Storage.Templates store,
        Storage.TemplateUses uses,
        GraphAccount meta,
        MetaRefusals refusals,
        ConnectionDirectory directory,
        CancellationToken cancel,
        bool force = false
    )
    {
        if (await store.Find(ws, id, cancel) is not { } template)
            return NoTemplate();
        if (!force && await uses.Of(ws, template.Name, cancel) is [var first, ..])
            return Problems.Conflict(
                "template-used",
                $"The {TemplateUseEndpoints.Word(first.Kind)} “{first.Name}” sends this template. Change it first, or ask with force=true."
            );
        var accounts = await store.Accounts(ws, cancel);
        if (
            accounts.FirstOrDefault(one => one.ConnectionId == template.ConnectionId) is not { WabaId: { } waba }
            || await directory.Connection(template.ConnectionId, cancel) is not { } connection
        )
            return NoTemplate();

        var answer = await meta.Delete(connection.AccessToken, waba, template.Name, id, cancel);
        if (answer is not Told<Done>)
            return await refusals.Of(connection, answer, cancel);

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

    private static ProblemHttpResult NoTemplate() => Problems.NotFound("There is no such template.");
}
