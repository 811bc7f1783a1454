using Microsoft.AspNetCore.Mvc;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Where the endpoints of contacts stand, and who calls them.</summary>
internal static class Routes
{
    public static void AddContacts(this IServiceCollection services)
    {
        services.AddSingleton<ContactQuestions>();
        services.AddSingleton<FileRows>();
        services.AddHostedService<ImportRunner>();
    }

    public static void MapEverythingOfContacts(this IEndpointRouteBuilder routes)
    {
        routes.MapContacts();
        routes.MapContactBulk();
        routes.MapContactHistory();
        routes.MapContactMerges();
        routes.MapContactImport();
        routes.MapContactExport();
        routes.MapContactCatalog();
        routes.MapSegments();
    }

    public static RouteGroupBuilder MapWorkspace(this IEndpointRouteBuilder routes, string under, string tag) =>
        routes.MapGroup($"/api/v1/workspaces/{{ws}}/{under}").Needs(Permission.ContactsRead).WithTags(tag);

    /// <summary>With an <c>Idempotency-Key</c> it is done once. The body is then read before anybody binds it, so its limit holds from the beginning.</summary>
    public static RouteHandlerBuilder OnceByKey(this RouteHandlerBuilder builder) =>
        builder.Idempotent().WithMetadata(new RequestSizeLimitAttribute(Body.Largest));
}
