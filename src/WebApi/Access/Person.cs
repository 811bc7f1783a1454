using System.Security.Claims;

namespace WhatsAppBot.WebApi.Access;

/// <summary>What a signed-in principal says about who it is.</summary>
internal static class Person
{
    public const string WorkspaceClaim = "workspace";

    extension(ClaimsPrincipal user)
    {
        public string Id => user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

        public string DisplayName => user.FindFirstValue(ClaimTypes.Name) ?? "";

        public string Role => user.FindFirstValue(ClaimTypes.Role) ?? "";

        public IEnumerable<string> Workspaces() => user.FindAll(WorkspaceClaim).Select(claim => claim.Value);
    }
}
