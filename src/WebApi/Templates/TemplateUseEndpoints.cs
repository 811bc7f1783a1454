using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Templates;

/// <summary>Which flows, broadcasts and sequences send which template.</summary>
internal static class TemplateUseEndpoints
{
    public static void MapTemplateUses(this IEndpointRouteBuilder group)
    {
        group
            .MapGet("/uses", AllUses)
            .WithName("ListTemplateUses")
            .WithSummary("Which flows, broadcasts and sequences send which template");
        group
            .MapGet("/{id}/uses", Uses)
            .WithName("GetTemplateUses")
            .WithSummary("Which flows, broadcasts and sequences send it");
    }

    internal static string Word(TemplateSender kind) =>
        kind switch
        {
            TemplateSender.Flow => "flow",
            TemplateSender.Broadcast => "broadcast",
            _ => "sequence",
        };

    private static async Task<Ok<TemplateUsageList>> AllUses(string ws, TemplateUses uses, CancellationToken cancel) =>
        TypedResults.Ok(
            new TemplateUsageList([
                .. (await uses.List(ws, cancel))
                    .GroupBy(use => use.Template)
                    .Select(group => new TemplateUsage(group.Key, [.. group.Select(View)])),
            ])
        );

    private static async Task<Results<Ok<TemplateUseList>, ProblemHttpResult>> Uses(
        string ws,
        string id,
        Storage.Templates store,
        TemplateUses uses,
        CancellationToken cancel
    ) =>
        await store.Find(ws, id, cancel) is { } template
            ? TypedResults.Ok(new TemplateUseList([.. (await uses.Of(ws, template.Name, cancel)).Select(View)]))
            : Problems.NotFound("There is no such template.");

    private static TemplateUse View(StoredUse use) => new(Word(use.Kind), use.Id, use.Name);
}
