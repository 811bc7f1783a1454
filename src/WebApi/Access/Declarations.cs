using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>What an endpoint says about who may call it: a permission, or (null) that it is open to all.</summary>
public sealed record AccessDeclaration(Permission? Permission);

/// <summary>How endpoints say who may call them. One that says nothing is refused, and stops the start.</summary>
public static class Declarations
{
    /// <summary>Addresses outside of the API: Meta's door, health, the simulator's, the page. They are guarded by themselves, or open by intent.</summary>
    private static readonly PathString[] Guarded = ["/api", "/hubs"];

    /// <summary>Only callers with this permission; of a group and an endpoint in it, the endpoint's word counts.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessDeclaration(permission));

    /// <summary>Anybody, signed in or not.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessDeclaration(Permission: null));

    internal static bool IsGuarded(PathString path) => Guarded.Any(guarded => path.StartsWithSegments(guarded));

    /// <summary>Stops the start when an endpoint of the API does not say who may call it.</summary>
    internal static void MustAllBeDeclared(this IEndpointRouteBuilder routes)
    {
        var silent = routes
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint =>
                IsGuarded("/" + endpoint.RoutePattern.RawText?.TrimStart('/'))
                && endpoint.Metadata.GetMetadata<AccessDeclaration>() is null
            )
            .Select(endpoint => endpoint.DisplayName)
            .ToList();
        if (silent.Count > 0)
            throw new ConfigurationException(
                $"These endpoints do not say who may call them (.Needs or .OpenToAll): {string.Join("; ", silent)}"
            );
    }
}
