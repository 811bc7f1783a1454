using WhatsAppBot.WebApi.Access;

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
}
