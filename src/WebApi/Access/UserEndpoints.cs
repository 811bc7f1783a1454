using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>A member of a workspace.</summary>
public sealed record UserView(
    string Id,
    string Email,
    string Name,
    string Role,
    bool Suspended,
    bool TwoFactor,
    DateTimeOffset Since
);

/// <summary>All members of a workspace.</summary>
public sealed record UserList(IReadOnlyList<UserView> Items);

/// <summary>A change of a member; what is left out stays. A suspended member keeps the place and may not enter.</summary>
public sealed record UserChange(string? Role = null, bool? Suspended = null);

/// <summary>The members of a workspace.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/workspaces/{ws}/users").Needs(Permission.UsersWrite).WithTags("Users");
        group
            .MapGet("", List)
            .Needs(Permission.UsersRead)
            .WithName("ListUsers")
            .WithSummary("Members, the first first");
        group
            .MapPatch("/{user}", Change)
            .WithName("ChangeUser")
            .WithSummary("Give a member another role, or suspend them");
        group.MapDelete("/{user}", Remove).WithName("RemoveUser").WithSummary("Take a member out of the workspace");
    }

    private static async Task<Ok<UserList>> List(string ws, Members members, CancellationToken cancel) =>
        TypedResults.Ok(new UserList([.. (await members.List(ws, cancel)).Select(View)]));

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(
        string ws,
        string user,
        UserChange request,
        ClaimsPrincipal caller,
        Members members,
        Callers callers,
        CancellationToken cancel
    )
    {
        var role = Roles.Read(request.Role);
        if (new Fields().Check(request.Role is null || role is not null, "role", Roles.Rule).Problem is { } wrong)
            return wrong;

        var own = caller.Known.RoleIn(ws) ?? Role.Viewer;
        if (role > own)
            return Above();

        return Answer(await members.Change(ws, user, role, request.Suspended, caller.Actor, own, cancel), callers);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        string user,
        ClaimsPrincipal caller,
        Members members,
        Callers callers,
        CancellationToken cancel
    ) => Answer(await members.Remove(ws, user, caller.Actor, caller.Known.RoleIn(ws) ?? Role.Viewer, cancel), callers);

    private static Results<NoContent, ProblemHttpResult> Answer(MemberChange change, Callers callers)
    {
        switch (change)
        {
            case MemberChange.Done:
                callers.Forget();
                return TypedResults.NoContent();
            case MemberChange.AboveYou:
                return Above();
            case MemberChange.LastOwner:
                return Problems.Conflict("last-owner", "A workspace keeps at least one owner who can sign in.");
            default:
                return Problems.NotFound("There is no such member.");
        }
    }

    private static ProblemHttpResult Above() => Problems.Forbidden("role", "Only an owner makes or changes owners.");

    private static UserView View(Member one) =>
        new(one.UserId, one.Email, one.Name, Roles.Word(one.Role), one.Suspended, one.TwoFactor, one.Since);
}
