using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>Who is signed in.</summary>
public sealed record SignedInUser(string Id, string Name, string Role);

/// <summary>A workspace that the signed-in user may enter.</summary>
public sealed record WorkspaceSummary(string Id, string Name);

/// <summary>Where the pretend phone is: the control API for the browser, and the number it writes to.</summary>
public sealed record SimulatorSummary(string Api, string PhoneNumberId, string Number);

/// <summary>The session: who, where, and what kind of place this is.</summary>
public sealed record SessionView(
    SignedInUser User,
    IReadOnlyList<WorkspaceSummary> Workspaces,
    bool Demo,
    SimulatorSummary? Simulator,
    string Version
);

/// <summary><c>/api/v1/session</c>.</summary>
internal static class SessionEndpoints
{
    private static readonly string Version =
        Assembly
            .GetExecutingAssembly()
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0";

    public static void MapSession(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/session", Me)
            .RequireAuthorization()
            .WithTags("Session")
            .WithName("GetSession")
            .WithSummary("Who is signed in, and to which workspaces");

    private static Ok<SessionView> Me(ClaimsPrincipal user, DemoOptions demo, ConnectionDirectory directory)
    {
        var workspaces = user.Workspaces()
            .Select(id => new WorkspaceSummary(id, char.ToUpperInvariant(id[0]) + id[1..]))
            .ToArray();
        var simulated = demo.SimulatorApi is null ? null : directory.Simulated(workspaces[0].Id);
        return TypedResults.Ok(
            new SessionView(
                new SignedInUser(user.Id, user.DisplayName, user.Role),
                workspaces,
                demo.Enabled,
                simulated is null || demo.SimulatorApi is not { } api
                    ? null
                    : new SimulatorSummary(api, simulated.PhoneNumberId, simulated.Number),
                Version
            )
        );
    }
}
