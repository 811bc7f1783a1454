using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Health;

/// <summary>How a workspace stands, for whoever looks after it.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/workspaces/{ws}/health", Look)
            .Needs(Permission.HealthRead)
            .WithTags("Health")
            .WithName("GetHealth")
            .WithSummary("Database, nodes, queues, tokens, numbers and webhooks: how each stands");

    private static async Task<Ok<HealthReport>> Look(
        string ws,
        WorkspaceHealth health,
        Connections connections,
        Storage.Templates templates,
        CancellationToken cancel
    ) =>
        TypedResults.Ok(
            HealthCheckup.Judge(
                await health.Look(ws, cancel),
                await connections.List(ws, cancel),
                await templates.Accounts(ws, cancel),
                SessionViews.Version
            )
        );
}
