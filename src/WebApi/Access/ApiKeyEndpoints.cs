using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>A new key: what it may do, until when, and how many requests a minute (600 unless said).</summary>
public sealed record ApiKeyRequest(
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt = null,
    int? PerMinute = null
);

/// <summary>A key without the key.</summary>
public sealed record ApiKeyView(
    string Id,
    string Name,
    string Last4,
    IReadOnlyList<string> Scopes,
    int PerMinute,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>A new key; <c>key</c> is told this once.</summary>
public sealed record NewApiKeyView(ApiKeyView ApiKey, string Key);

/// <summary>The keys of a workspace, and every scope that there is.</summary>
public sealed record ApiKeyList(IReadOnlyList<ApiKeyView> Items, IReadOnlyList<string> Scopes);

/// <summary>The keys of programs.</summary>
internal static class ApiKeyEndpoints
{
    public const string Prefix = "wab_";
    private const int UsualPerMinute = 600;
    private const int MostPerMinute = 60_000;

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/workspaces/{ws}/api-keys").Needs(Permission.ApiKeys).WithTags("API keys");
        group.MapGet("", List).WithName("ListApiKeys").WithSummary("Keys that were not revoked, the newest first");
        group.MapPost("", Create).WithName("CreateApiKey").WithSummary("Make a key; it is told once");
        group.MapDelete("/{key}", Revoke).WithName("RevokeApiKey").WithSummary("Make a key useless");
    }

    private static async Task<Ok<ApiKeyList>> List(string ws, ApiKeys keys, CancellationToken cancel) =>
        TypedResults.Ok(new ApiKeyList([.. (await keys.List(ws, cancel)).Select(View)], Permission.Scopes));

    private static async Task<Results<Created<NewApiKeyView>, ProblemHttpResult>> Create(
        string ws,
        ApiKeyRequest request,
        ClaimsPrincipal user,
        ApiKeys keys,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var fields = new Fields()
            .Name(request.Name)
            .Check(request.Scopes is { Count: > 0 }, "scopes", "A key has at least one scope.")
            .Check(
                request.ExpiresAt is not { } end || end > clock.GetUtcNow(),
                "expiresAt",
                "A key expires in the future."
            )
            .Check(request.PerMinute is null or (>= 1 and <= MostPerMinute), "perMinute", $"1 to {MostPerMinute}.");
        var scopes = request.Scopes ?? [];
        for (var i = 0; i < scopes.Count; i++)
            fields.Check(Permission.Scopes.Contains(scopes[i]), $"scopes[{i}]", "There is no such scope.");
        if (fields.Problem is { } wrong)
            return wrong;

        var key = Token.New(Prefix);
        var made = new ApiKey(
            Token.NewId("key_"),
            ws,
            "",
            request.Name.Trim(),
            key[^4..],
            [.. scopes.Distinct().Order(StringComparer.Ordinal)],
            request.PerMinute ?? UsualPerMinute,
            clock.GetUtcNow(),
            request.ExpiresAt,
            null
        );
        return await keys.Create(made, Token.Hash(key), user.Actor, cancel)
            ? TypedResults.Created($"/api/v1/workspaces/{ws}/api-keys/{made.Id}", new NewApiKeyView(View(made), key))
            : Problems.Conflict("name-taken", "The workspace has a key of this name.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        string ws,
        string key,
        ClaimsPrincipal user,
        ApiKeys keys,
        Callers callers,
        CancellationToken cancel
    )
    {
        if (!await keys.Revoke(ws, key, user.Actor, cancel))
            return Problems.NotFound("There is no such key.");

        callers.Forget();
        return TypedResults.NoContent();
    }

    private static ApiKeyView View(ApiKey key) =>
        new(key.Id, key.Name, key.Last4, key.Scopes, key.PerMinute, key.CreatedAt, key.ExpiresAt, key.LastUsedAt);
}
