using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>The name of a workspace.</summary>
public sealed record WorkspaceRequest(string Name);

/// <summary>The workspaces of the caller. Which one is meant is part of every other address: nothing is switched on the server.</summary>
public sealed record WorkspaceList(IReadOnlyList<WorkspaceSummary> Items);

/// <summary>Workspaces: listed, made, and named anew.</summary>
internal static partial class WorkspaceEndpoints
{
    private const int LongestWords = 24;

    public static void MapWorkspaces(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/workspaces").WithTags("Workspaces");
        group
            .MapGet("", List)
            .Needs(Permission.SignedIn)
            .WithName("ListWorkspaces")
            .WithSummary("The workspaces that the caller may enter");
        group
            .MapPost("", Create)
            .Needs(Permission.WorkspaceCreate)
            .Idempotent()
            .WithName("CreateWorkspace")
            .WithSummary("Make a workspace and own it; for owners of one");
        group
            .MapPatch("/{ws}", Rename)
            .Needs(Permission.WorkspaceWrite)
            .WithName("RenameWorkspace")
            .WithSummary("Give a workspace another name");
    }

    /// <summary>Readable, and never one that was there: the words of the name and a random end.</summary>
    public static string NewId(string name)
    {
        var words = Other().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return Token.NewId(
            (words.Length > LongestWords ? words[..LongestWords].Trim('-') : words) is { Length: > 0 } start
                ? start + "-"
                : "ws-"
        );
    }

    private static Ok<WorkspaceList> List(ClaimsPrincipal user, SessionViews views) =>
        TypedResults.Ok(new WorkspaceList(views.Of(user.Known).Workspaces));

    private static async Task<Results<Created<WorkspaceSummary>, ProblemHttpResult>> Create(
        WorkspaceRequest request,
        ClaimsPrincipal user,
        Workspaces workspaces,
        Callers callers,
        CancellationToken cancel
    )
    {
        if (new Fields().Name(request.Name).Problem is { } wrong)
            return wrong;

        var caller = user.Known;
        var id = NewId(request.Name);
        await workspaces.Create(id, request.Name.Trim(), caller.Actor, caller.Email ?? caller.Id, cancel);
        callers.Forget();
        return TypedResults.Created(
            $"/api/v1/workspaces/{id}",
            new WorkspaceSummary(id, request.Name.Trim(), Roles.Word(Role.Owner))
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Rename(
        string ws,
        WorkspaceRequest request,
        ClaimsPrincipal user,
        Workspaces workspaces,
        Callers callers,
        CancellationToken cancel
    )
    {
        if (new Fields().Name(request.Name).Problem is { } wrong)
            return wrong;

        await workspaces.Rename(ws, request.Name.Trim(), user.Actor, cancel);
        callers.Forget();
        return TypedResults.NoContent();
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
