using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>One method of one address of the API, with what it declares.</summary>
internal sealed partial record ApiEndpoint(string Method, string Path, string Name, AccessDeclaration? Declared)
{
    public bool IsInWorkspace => Path.Contains("{ws}", StringComparison.Ordinal);

    public string Place => $"{Method} {Path}";

    /// <summary>The kinds of thing whose ids stand in the address, besides the workspace: <c>users</c> of <c>…/users/{user}</c>.</summary>
    public IEnumerable<string> Kinds =>
        Ids().Matches(Path).Select(id => id.Groups[1].Value).Where(kind => kind != "workspaces");

    /// <summary>All of the API and the hub, from what the host has mapped.</summary>
    public static IReadOnlyList<ApiEndpoint> Of(WebApplication app) =>
        [
            .. ((IEndpointRouteBuilder)app)
                .DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(endpoint => Guarded().IsMatch(endpoint.RoutePattern.RawText ?? ""))
                .SelectMany(endpoint =>
                    (
                        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods
                            ? methods
                            : ["GET"]
                    )
                        .Where(method => method != "OPTIONS")
                        .Select(method => new ApiEndpoint(
                            method,
                            Constraint().Replace("/" + endpoint.RoutePattern.RawText?.Trim('/'), "{$1}"),
                            endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "",
                            endpoint.Metadata.GetMetadata<AccessDeclaration>()
                        ))
                )
                .OrderBy(endpoint => endpoint.Path, StringComparer.Ordinal)
                .ThenBy(endpoint => endpoint.Method, StringComparer.Ordinal),
        ];

    /// <summary>A request to it; what has no id is given one that nothing has.</summary>
    public HttpRequestMessage Request(
        string workspace,
        IReadOnlyDictionary<string, string> ids,
        string? body,
        string origin
    )
    {
        var path = Path.Replace("{ws}", workspace, StringComparison.Ordinal);
        path = Ids()
            .Replace(path, id => $"/{id.Groups[1].Value}/{ids.GetValueOrDefault(id.Groups[1].Value, "987654321")}");
        var request = new HttpRequestMessage(new HttpMethod(Method), path);
        request.Headers.Add("Origin", origin);
        if (body is not null && Method is "POST" or "PUT" or "PATCH")
            request.Content = new StringContent(body ?? "", Encoding.UTF8, "application/json");
        return request;
    }

    [GeneratedRegex("^/?(api|hubs)/")]
    private static partial Regex Guarded();

    [GeneratedRegex(@"\{(\w+)[:?=][^}]*\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"/([\w-]+)/\{\w+\}")]
    private static partial Regex Ids();
}
