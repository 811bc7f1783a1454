using System.Security.Claims;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>What a signed-in principal says about who it is.</summary>
internal static class Person
{
    public const string WorkspaceClaim = "workspace";

    extension(ClaimsPrincipal user)
    {
        /// <summary>Null when nobody is signed in.</summary>
        public Caller? Caller => (user.Identity as CallerIdentity)?.Caller;

        /// <summary>Behind the gate somebody always is.</summary>
        public Caller Known => user.Caller ?? throw new InvalidOperationException("The gate let nobody in.");

        public string Id => user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

        public string DisplayName => user.FindFirstValue(ClaimTypes.Name) ?? "";

        /// <summary>As conversations know people.</summary>
        public Grains.Abstractions.Person Teammate => new(user.Id, user.DisplayName);

        public Actor Actor => user.Known.Actor;

        public IEnumerable<string> Workspaces() => user.FindAll(WorkspaceClaim).Select(claim => claim.Value);
    }
}
