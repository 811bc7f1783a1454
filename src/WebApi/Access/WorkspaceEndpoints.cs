using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>The name of a workspace.</summary>
public sealed record WorkspaceRequest(string Name);

/// <summary>What is to change of a workspace; what is missing stays. The time zone is an IANA name, such as <c>Europe/Madrid</c>.</summary>
public sealed record WorkspaceChange(string? Name = null, string? TimeZone = null);

/// <summary>A workspace with its clock, by which quiet hours and times without another clock are meant.</summary>
public sealed record WorkspaceView(string Id, string Name, string TimeZone);

/// <summary>The workspaces of the caller. Which one is meant is part of every other address: nothing is switched on the server.</summary>
public sealed record WorkspaceList(IReadOnlyList<WorkspaceSummary> Items);

/// <summary>Workspaces: listed, made, named anew, and given another clock.</summary>
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
            .MapGet("/{ws}", Find)
            .Needs(Permission.WorkspaceRead)
            .WithName("GetWorkspace")
            .WithSummary("A workspace with its time zone");
        group
            .MapPatch("/{ws}", Change)
            .Needs(Permission.WorkspaceWrite)
            .WithName("ChangeWorkspace")
            .WithSummary("Give a workspace another name or time zone");
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

    private static async Task<Results<Ok<WorkspaceView>, ProblemHttpResult>> Find(
        string ws,
        Workspaces workspaces,
        CancellationToken cancel
    ) =>
        await workspaces.Find(ws, cancel) is var (name, timeZone)
            ? TypedResults.Ok(new WorkspaceView(ws, name, timeZone))
            : Problems.NotFound("There is no such workspace.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(
        string ws,
        WorkspaceChange request,
        ClaimsPrincipal user,
        Workspaces workspaces,
        Callers callers,
        CancellationToken cancel
    )
    {
        var fields = new Fields().Check(
            request.TimeZone is not { } zone || IsZone(zone),
            "timeZone",
            "The time zone is an IANA name, such as Europe/Madrid."
        );
        if (request is { Name: not null } or { TimeZone: null })
            fields.Name(request.Name);
        if (fields.Problem is { } wrong)
            return wrong;

        await workspaces.Change(ws, request.Name?.Trim(), request.TimeZone, user.Actor, cancel);
        callers.Forget();
        return TypedResults.NoContent();
    }

    /// <summary>One that this machine and the database know alike; what Windows calls its zones is none.</summary>
    private static bool IsZone(string name) =>
        name.Length is > 0 and < 64 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
