using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Registers and maps everything about who may do what.</summary>
internal static class AccessServices
{
    public static void AddAccess(this IServiceCollection services)
    {
        services
            .AddAuthentication(CallerAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.Name, null);
        services.AddAuthorization();
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddSingleton<Callers>()
            .AddSingleton<KeyLimits>()
            .AddSingleton<Passwords>()
            .AddSingleton<SecondFactors>()
            .AddSingleton<RefusedSignIns>()
            .AddSingleton<SignInDoor>()
            .AddSingleton<SessionViews>()
            .AddHostedService<AccessJanitor>();
    }

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapSession();
        routes.MapTwoFactor();
        routes.MapOwnSessions();
        routes.MapSetup();
        routes.MapInvitations();
        routes.MapUsers();
        routes.MapWorkspaces();
        routes.MapApiKeys();
        routes.MapAudit();
    }
}
