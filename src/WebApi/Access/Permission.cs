using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>
/// Something that may be allowed: to people from a role on, to programs by a scope of that name. Without a least role it needs no more than being
/// signed in.
/// </summary>
public sealed record Permission(string Name, Role? Least, bool ForKeys = true)
{
    public static readonly Permission SignedIn = new("session", null);
    public static readonly Permission Self = new("self", null, ForKeys: false);

    public static readonly Permission WorkspaceRead = new("workspace:read", Role.Viewer);
    public static readonly Permission WorkspaceWrite = new("workspace:write", Role.Admin);
    public static readonly Permission WorkspaceCreate = new("workspace:create", Role.Owner, ForKeys: false);
    public static readonly Permission UsersRead = new("users:read", Role.Viewer);
    public static readonly Permission UsersWrite = new("users:write", Role.Admin, ForKeys: false);
    public static readonly Permission ApiKeys = new("api-keys", Role.Admin, ForKeys: false);
    public static readonly Permission HealthRead = new("health:read", Role.Admin);
    public static readonly Permission AuditRead = new("audit:read", Role.Admin);
    public static readonly Permission ConnectionsRead = new("connections:read", Role.Admin);
    public static readonly Permission ConnectionsWrite = new("connections:write", Role.Admin, ForKeys: false);

    public static readonly Permission ConversationsRead = new("conversations:read", Role.Viewer);
    public static readonly Permission ConversationsWrite = new("conversations:write", Role.Agent);
    public static readonly Permission ContactsRead = new("contacts:read", Role.Viewer);
    public static readonly Permission ContactsWrite = new("contacts:write", Role.Agent);
    public static readonly Permission ContactsExport = new("contacts:export", Role.Admin);
    public static readonly Permission ContactsErase = new("contacts:erase", Role.Admin);
    public static readonly Permission FlowsRead = new("flows:read", Role.Viewer);
    public static readonly Permission FlowsWrite = new("flows:write", Role.Admin);
    public static readonly Permission FlowsPublish = new("flows:publish", Role.Admin);
    public static readonly Permission FlowsStart = new("flows:start", Role.Agent);
    public static readonly Permission BroadcastsRead = new("broadcasts:read", Role.Viewer);
    public static readonly Permission BroadcastsWrite = new("broadcasts:write", Role.Admin);
    public static readonly Permission TemplatesRead = new("templates:read", Role.Viewer);
    public static readonly Permission TemplatesWrite = new("templates:write", Role.Admin);
    public static readonly Permission MediaRead = new("media:read", Role.Viewer);
    public static readonly Permission MediaWrite = new("media:write", Role.Agent);
    public static readonly Permission WebhooksRead = new("webhooks:read", Role.Admin);
    public static readonly Permission WebhooksWrite = new("webhooks:write", Role.Admin);
    public static readonly Permission AnalyticsRead = new("analytics:read", Role.Viewer);

    /// <summary>Every scope that a key may have.</summary>
    public static IReadOnlyList<string> Scopes { get; } =
    [
        .. typeof(Permission)
            .GetFields()
            .Select(field => field.GetValue(null))
            .OfType<Permission>()
            .Where(one => one is { ForKeys: true, Least: not null })
            .Select(one => one.Name)
            .Order(StringComparer.Ordinal),
    ];
}
