using System.Security.Claims;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>How a caller came in.</summary>
internal enum CallerKind
{
    Person,
    Key,
    Demo,
    DemoKey,
}

/// <summary>Who calls, and what is open to them.</summary>
/// <param name="Kind">How they came in.</param>
/// <param name="Id">The person's or the key's id.</param>
/// <param name="Name">What others read.</param>
/// <param name="Email">A person's.</param>
/// <param name="Workspaces">What they may enter.</param>
/// <param name="Hash">Of the token or key; by it they are looked up again.</param>
/// <param name="Antiforgery">What a page must say with every change; only for a person with a cookie.</param>
/// <param name="Scopes">Of a key; null allows all that keys may do.</param>
/// <param name="PerMinute">Of a key.</param>
internal sealed record Caller(
    CallerKind Kind,
    string Id,
    string Name,
    string? Email,
    IReadOnlyList<Membership> Workspaces,
    byte[]? Hash = null,
    string? Antiforgery = null,
    IReadOnlyList<string>? Scopes = null,
    int? PerMinute = null
)
{
    public bool IsKey => Kind is CallerKind.Key or CallerKind.DemoKey;

    public Actor Actor => new(Id, Name);

    public Role? RoleIn(string workspace) => Workspaces.FirstOrDefault(one => one.WorkspaceId == workspace)?.Role;

    /// <summary>Outside of a workspace, the highest role anywhere counts.</summary>
    public bool May(Permission permission, string? workspace)
    {
        if (IsKey)
            return permission.ForKeys
                && (permission.Least is null || Scopes is null || Scopes.Contains(permission.Name));

        return permission.Least is not { } least
            || (workspace is null ? Workspaces.Any(one => one.Role >= least) : RoleIn(workspace) >= least);
    }

    /// <summary>Whether the same is open to them as before.</summary>
    public bool IsLike(Caller other) =>
        Id == other.Id
        && Workspaces.SequenceEqual(other.Workspaces)
        && (Scopes ?? []).SequenceEqual(other.Scopes ?? []);
}

/// <summary>The identity that carries a caller through ASP.NET and SignalR.</summary>
internal sealed class CallerIdentity(Caller caller)
    : ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, caller.Id),
            new Claim(ClaimTypes.Name, caller.Name),
            .. caller.Workspaces.Select(one => new Claim(Person.WorkspaceClaim, one.WorkspaceId)),
        ],
        CallerAuthentication.Name
    )
{
    public Caller Caller => caller;
}
