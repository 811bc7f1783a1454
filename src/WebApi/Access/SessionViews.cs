using System.Reflection;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Who is signed in: <c>role</c> is the one in the first workspace, <c>api</c> for a key. Without an e-mail for keys and the demo.</summary>
public sealed record SignedInUser(string Id, string Name, string Role, string? Email);

/// <summary>A workspace that the signed-in user may enter, and as what: viewer, agent, admin, owner, or api for a key.</summary>
public sealed record WorkspaceSummary(string Id, string Name, string Role);

/// <summary>Where the pretend phone is: the control API for the browser, and the number it writes to.</summary>
public sealed record SimulatorSummary(string Api, string PhoneNumberId, string Number);

/// <summary>
/// The session: who, where, and what kind of place this is. A page sends <c>antiforgery</c> as the header <c>X-Antiforgery</c> with everything that is
/// not a GET; it is null where none is needed.
/// </summary>
public sealed record SessionView(
    SignedInUser User,
    IReadOnlyList<WorkspaceSummary> Workspaces,
    bool Demo,
    SimulatorSummary? Simulator,
    string Version,
    string? Antiforgery
);

/// <summary>Makes the view of a session.</summary>
internal sealed class SessionViews(DemoOptions demo, ConnectionDirectory directory)
{
    public static readonly string Version =
        Assembly
            .GetExecutingAssembly()
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0";

    public SessionView Of(Caller caller)
    {
        string RoleOf(Membership one) => caller.IsKey ? "api" : Roles.Word(one.Role);

        var simulated =
            demo.SimulatorApi is null || caller.Workspaces is not [var first, ..]
                ? null
                : directory.Simulated(first.WorkspaceId);
        return new SessionView(
            new SignedInUser(
                caller.Id,
                caller.Name,
                caller.Workspaces is [var home, ..] ? RoleOf(home) : "",
                caller.Email
            ),
            [.. caller.Workspaces.Select(one => new WorkspaceSummary(one.WorkspaceId, one.WorkspaceName, RoleOf(one)))],
            demo.Enabled,
            simulated is null || demo.SimulatorApi is not { } api
                ? null
                : new SimulatorSummary(api, simulated.PhoneNumberId, simulated.Number),
            Version,
            caller.Antiforgery
        );
    }
}
