using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Roles as words of the API.</summary>
internal static class Roles
{
    public const string Rule = "One of viewer, agent, admin, owner.";

    public static string Word(Role role) =>
        role switch
        {
            Role.Owner => "owner",
            Role.Admin => "admin",
            Role.Agent => "agent",
            _ => "viewer",
        };

    public static Role? Read(string? word) =>
        word switch
        {
            "owner" => Role.Owner,
            "admin" => Role.Admin,
            "agent" => Role.Agent,
            "viewer" => Role.Viewer,
            _ => null,
        };
}
